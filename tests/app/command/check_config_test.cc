#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>

#include "agent/app/command/settings.h"
#include "agent/app/exit_codes.h"
#include "agent/catalog/load.h"
#include "agent/net/listener.h"
#include "tests/app/command/command_words.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tls_folder.h"

namespace linkstat::app {
namespace {

using testing::HasSubstr;

class CheckConfigTest : public testing::Test {
 protected:
  int Check(const std::vector<std::string>& words) {
    return CheckConfig(ResolveSettings(ParseWords(words)), out_, errors_);
  }

  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(CheckConfigTest, PrintsTheSettingsInEffect) {
  EXPECT_EQ(Check({"--listen=127.0.0.1:7"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("listen: \"127.0.0.1:7\"\n"));
  EXPECT_THAT(out_.str(), HasSubstr("log_level: LOG_LEVEL_INFO\n"));
  EXPECT_EQ(errors_.str(), "");
}

TEST_F(CheckConfigTest, PrintsEveryFault) {
  EXPECT_EQ(Check({"--turbo", "--log-format=xml"}), kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(),
            "--turbo: unknown flag\n"
            "--log-format: must be auto, json or text\n");
}

std::string FaultLines(const std::string& path) {
  std::string lines;
  for (const v1::CatalogFault& fault : catalog::LoadCatalogFile(path).faults) {
    lines += catalog::FaultLine(path, fault) + "\n";
  }
  EXPECT_FALSE(lines.empty());
  return lines;
}

TEST_F(CheckConfigTest, PrintsTheFaultsOfTheCatalog) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("catalog.textproto");
  test::WriteBytes(path, "nonsense: 1\n");
  EXPECT_EQ(Check({"--catalog", path}), kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(), FaultLines(path));
}

TEST_F(CheckConfigTest, PrintsTheFaultsOfTheSettingsAndOfTheCatalogAtOnce) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("catalog.textproto");
  test::WriteBytes(path, "nonsense: 1\n");
  EXPECT_EQ(Check({"--turbo", "--catalog", path}), kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(), "--turbo: unknown flag\n" + FaultLines(path));
}

TEST_F(CheckConfigTest, PrintsTheFaultsOfTheCertificate) {
  const test::TlsFolder folder{test::Authority("Authority")};
  folder.Write(folder.paths().key, "no key");
  EXPECT_EQ(Check({"--tls-certificate", folder.paths().certificate, "--tls-key", folder.paths().key,
                   "--tls-client-ca=/none", "--admin=cn:a"}),
            kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(),
            "--tls-key: holds no private key in PEM\n"
            "--tls-client-ca: the file cannot be read: No such file or directory\n");
}

TEST_F(CheckConfigTest, WarnsOfAKeyThatEveryUserMayRead) {
  const test::TlsFolder folder{test::Authority("Authority")};
  ASSERT_EQ(::chmod(folder.paths().key.c_str(), 0644), 0);
  EXPECT_EQ(
      Check({"--tls-certificate", folder.paths().certificate, "--tls-key", folder.paths().key}),
      kExitOk);
  EXPECT_EQ(errors_.str(), "--tls-key: warning: can be read by every user of this machine\n");
}

TEST_F(CheckConfigTest, PrintsEveryFileThatCannotBeOpened) {
  EXPECT_EQ(Check({"--listen=127.0.0.1:0", "--store=sqlite:/nonexistent/s.db",
                   "--audit=file:/nonexistent/a"}),
            kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(),
            "--store: the store's folder does not exist\n"
            "--audit: the file cannot be opened: its folder: No such file or directory\n");
}

TEST_F(CheckConfigTest, PrintsEveryAddressThatCannotBeListenedOn) {
  EXPECT_EQ(Check({"--allow-insecure", "--listen=203.0.113.1:0",
                   "--health-listen=unix:/nonexistent/h", "--metrics-listen=203.0.113.1:0"}),
            kExitUnreachable);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(),
            "--listen: cannot listen: this machine has no such address\n"
            "--health-listen: cannot listen: its folder: No such file or directory\n"
            "--metrics-listen: cannot listen: this machine has no such address\n");
}

TEST_F(CheckConfigTest, WarnsOfAnAddressThatIsInUse) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.sock");
  const auto listener = net::Listener::OpenUnix(path, 0600);
  EXPECT_EQ(Check({"--listen=unix:" + path}), kExitOk);
  EXPECT_EQ(errors_.str(), "--listen: warning: cannot listen: the address is in use\n");
}

TEST_F(CheckConfigTest, OpensNoFileOfAnEmptyName) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, "catalog: ''");
  EXPECT_EQ(Check({"--config", path}), kExitBadSettings);
  EXPECT_EQ(errors_.str(), path + ":1: catalog: needs a value\n");
}

}  // namespace
}  // namespace linkstat::app
