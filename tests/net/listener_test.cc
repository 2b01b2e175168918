#include "agent/net/listener.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>

#include "tests/net/sockets.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::net {
namespace {

constexpr mode_t kMode = 0660;

std::string FaultOf(const std::string& host, int port) {
  return std::string(Listener::OpenTcp(host, port).status().message());
}

std::string FaultOf(const std::string& path) {
  return std::string(Listener::OpenUnix(path, kMode).status().message());
}

// Makes a socket file that nobody listens on: bound, and closed without being removed.
void LeaveSocketFile(const std::string& path) {
  const FileDescriptor left(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(left.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
}

TEST(Listener, ListensOnAFreePortAndReturnsIt) {
  const auto listener = Listener::OpenTcp("127.0.0.1", 0);
  ASSERT_TRUE(listener.ok());
  const FileDescriptor client = ConnectTo((*listener)->port());
  EXPECT_TRUE(AcceptFrom(**listener).valid());
}

TEST(Listener, AcceptsIpv4AtTheIpv6WildcardAsWell) {
  const auto listener = Listener::OpenTcp("::", 0);
  ASSERT_TRUE(listener.ok()) << listener.status();
  for (const bool v6 : {false, true}) {
    const FileDescriptor client = ConnectTo((*listener)->port(), v6);
    EXPECT_TRUE(AcceptFrom(**listener).valid());
  }
}

TEST(Listener, ListensAgainOnAPortWhoseConnectionsLinger) {
  auto listener = Listener::OpenTcp("127.0.0.1", 0);
  const int port = (*listener)->port();
  const FileDescriptor client = ConnectTo(port);
  // The side that closes first is the one that lingers.
  AcceptFrom(**listener);
  EXPECT_EQ(ReadSome(client), "");
  (*listener)->Close();
  EXPECT_TRUE(Listener::OpenTcp("127.0.0.1", port).ok());
}

TEST(Listener, ReportsThatAPortIsInUse) {
  const auto first = Listener::OpenTcp("127.0.0.1", 0);
  EXPECT_EQ(FaultOf("127.0.0.1", (*first)->port()), "the address is in use");
}

TEST(Listener, ReportsThatTheAddressIsNotOfThisMachine) {
  EXPECT_EQ(FaultOf("192.0.2.1", 0), "this machine has no such address");
}

TEST(Listener, ReportsThatAHostIsUnknown) {
  EXPECT_THAT(FaultOf("no-such-host.invalid", 0),
              testing::StartsWith("cannot resolve host no-such-host.invalid: "));
}

TEST(Listener, ReportsThatTheFolderOfASocketDoesNotExist) {
  EXPECT_EQ(FaultOf("/nonexistent/agent.sock"), "No such file or directory");
}

TEST(Listener, SetsThePermissionsOfASocketFileWhateverTheUmask) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  for (const mode_t mode : {0600U, 0660U, 0666U}) {
    const mode_t before = ::umask(0077);
    const auto listener = Listener::OpenUnix(path, mode);
    ::umask(before);
    ASSERT_TRUE(listener.ok()) << listener.status();
    struct stat file {};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, mode);
  }
}

TEST(Listener, AcceptsConnectionsOnASocketFileAndRemovesItAtTheEnd) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  {
    const auto listener = Listener::OpenUnix(path, kMode);
    const FileDescriptor client = ConnectTo(path);
    EXPECT_TRUE(AcceptFrom(**listener).valid());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Listener, ReplacesASocketFileWithoutAListener) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  LeaveSocketFile(path);
  const auto listener = Listener::OpenUnix(path, kMode);
  ASSERT_TRUE(listener.ok()) << listener.status();
  EXPECT_TRUE(ConnectTo(path).valid());
}

TEST(Listener, KeepsASocketFileWithAListener) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  const auto first = Listener::OpenUnix(path, kMode);
  EXPECT_EQ(FaultOf(path), "the address is in use");
  EXPECT_TRUE(ConnectTo(path).valid());
}

TEST(Listener, LeavesAFileThatIsNoSocketAlone) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("notes");
  test::WriteBytes(path, "kept");
  EXPECT_EQ(FaultOf(path), "the address is in use");
  EXPECT_EQ(test::ReadBytes(path), "kept");
}

TEST(ProbeTcp, AcceptsAFreeAddressAndLeavesItFree) {
  const int port = (*Listener::OpenTcp("127.0.0.1", 0))->port();
  EXPECT_EQ(Listener::ProbeTcp("127.0.0.1", port), absl::OkStatus());
  EXPECT_EQ(Listener::ProbeTcp("127.0.0.1", 0), absl::OkStatus());
  EXPECT_TRUE(Listener::OpenTcp("127.0.0.1", port).ok());
}

TEST(ProbeTcp, DistinguishesAnAddressInUseFromAnUnusableOne) {
  const auto first = Listener::OpenTcp("127.0.0.1", 0);
  EXPECT_EQ(Listener::ProbeTcp("127.0.0.1", (*first)->port()),
            absl::AlreadyExistsError("the address is in use"));
  EXPECT_EQ(Listener::ProbeTcp("192.0.2.1", 0),
            absl::UnavailableError("this machine has no such address"));
  EXPECT_EQ(Listener::ProbeTcp("no-such-host.invalid", 0).message(),
            FaultOf("no-such-host.invalid", 0));
}

TEST(ProbeUnix, AcceptsAFreePathAndCreatesNothing) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(Listener::ProbeUnix(folder.File("agent.sock")), absl::OkStatus());
  EXPECT_FALSE(std::filesystem::exists(folder.File("agent.sock")));
}

TEST(ProbeUnix, DistinguishesASocketInUseFromAnUnusablePath) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  const auto first = Listener::OpenUnix(path, kMode);
  EXPECT_EQ(Listener::ProbeUnix(path), absl::AlreadyExistsError("the address is in use"));
  test::WriteBytes(folder.File("notes"), "kept");
  EXPECT_EQ(Listener::ProbeUnix(folder.File("notes")),
            absl::UnavailableError("the path names a file that is not a socket"));
  EXPECT_EQ(Listener::ProbeUnix("/nonexistent/agent.sock").code(), absl::StatusCode::kUnavailable);
}

TEST(ProbeUnix, KeepsASocketFileWithoutAListener) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  LeaveSocketFile(path);
  EXPECT_EQ(Listener::ProbeUnix(path), absl::OkStatus());
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(Listener, DoesNotRemoveTheSocketFileOfItsSuccessor) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  auto first = Listener::OpenUnix(path, kMode);
  std::filesystem::rename(path, folder.File("moved"));
  const auto second = Listener::OpenUnix(path, kMode);
  (*first)->Close();
  EXPECT_TRUE(ConnectTo(path).valid());
}

}  // namespace
}  // namespace linkstat::net
