#include "agent/app/healthcheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "agent/app/exit_codes.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_catalog.h"

namespace linkstat::app {
namespace {

class HealthcheckTest : public testing::Test {
 protected:
  int Run(const std::string& service) {
    HealthcheckOptions options;
    options.endpoint = agent_.address();
    options.service = service;
    options.timeout = absl::Seconds(30);
    return Healthcheck(options, out_);
  }

  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  std::ostringstream out_;
};

TEST_F(HealthcheckTest, SaysServing) {
  agent_.server().SetServing(true);
  EXPECT_EQ(Run(""), kExitOk);
  EXPECT_EQ(out_.str(), "SERVING\n");
}

TEST_F(HealthcheckTest, SaysNotServing) {
  EXPECT_EQ(Run("linkstat.v1.LinkingService"), kExitNotServing);
  EXPECT_EQ(out_.str(), "NOT_SERVING\n");
}

TEST_F(HealthcheckTest, SaysThatAServiceIsUnknown) {
  EXPECT_EQ(Run("linkstat.v1.Nothing"), kExitNotServing);
  EXPECT_EQ(out_.str(), "SERVICE_UNKNOWN\n");
}

TEST(Healthcheck, SaysThatNobodyIsThere) {
  const test::TemporaryFolder folder;
  HealthcheckOptions options;
  options.endpoint = "unix:" + folder.File("agent.sock");
  std::ostringstream out;
  EXPECT_EQ(Healthcheck(options, out), kExitUnreachable);
  EXPECT_THAT(out.str(), testing::StartsWith("UNREACHABLE: "));
}

}  // namespace
}  // namespace linkstat::app
