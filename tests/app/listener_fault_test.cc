#include "agent/app/listener_fault.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/in_process_agent.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_catalog.h"

namespace linkstat::app {
namespace {

ListenAddress HostAndPort(const std::string& host, int port) {
  ListenAddress address;
  address.host = host;
  address.port = port;
  return address;
}

ListenAddress UnixPath(const std::string& path) {
  ListenAddress address;
  address.unix_path = path;
  return address;
}

// A socket that listens on a path, closed in the end; its file stays.
class UnixListener {
 public:
  explicit UnixListener(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(fd_, 1), 0);
  }
  ~UnixListener() { ::close(fd_); }

 private:
  const int fd_;
};

TEST(ListenerFault, SaysThatAPortIsInUse) {
  const test::InProcessAgent agent(test::SnapshotOf(test::TestCatalog()));
  const int port = std::stoi(agent.address().substr(agent.address().rfind(':') + 1));
  EXPECT_EQ(ListenerFault(HostAndPort("127.0.0.1", port)), "the address is in use");
  EXPECT_EQ(ListenerFault(HostAndPort("localhost", port)), "the address is in use");
}

TEST(ListenerFault, SaysThatTheAddressIsNotOfThisMachine) {
  EXPECT_EQ(ListenerFault(HostAndPort("192.0.2.1", 0)), "this machine has no such address");
}

TEST(ListenerFault, SaysThatAHostIsUnknown) {
  EXPECT_EQ(ListenerFault(HostAndPort("no-such-host.invalid", 0)),
            "the host name means nothing to this machine");
}

TEST(ListenerFault, SaysThatTheFolderOfASocketIsNotThere) {
  EXPECT_EQ(ListenerFault(UnixPath("/nonexistent/agent.sock")), "No such file or directory");
}

TEST(UnixSocketInUse, SaysWhetherSomebodyListens) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  EXPECT_FALSE(UnixSocketInUse(UnixPath(path)));
  {
    const UnixListener listener(path);
    EXPECT_TRUE(UnixSocketInUse(UnixPath(path)));
  }
  EXPECT_FALSE(UnixSocketInUse(UnixPath(path))) << "the file of one that is gone";
}

TEST(UnixSocketInUse, IsNeverTrueOfAHost) {
  EXPECT_FALSE(UnixSocketInUse(HostAndPort("127.0.0.1", 0)));
}

}  // namespace
}  // namespace linkstat::app
