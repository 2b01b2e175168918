#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/app/command/settings.h"
#include "agent/app/exit_codes.h"
#include "tests/app/command/command_words.h"
#include "tests/support/captured_log.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

using testing::Contains;
using testing::HasSubstr;

class RefuseTest : public testing::Test {
 protected:
  RefuseTest() { test::WriteBytes(catalog_, "nonsense: 1\n"); }

  const test::TemporaryFolder folder_;
  const std::string catalog_ = folder_.File("catalog.textproto");
  const ConfigBuilder builder_ = ResolveSettings(ParseWords({"--turbo", "--catalog", catalog_}));
  test::CapturedLog sink_;
  const telemetry::Log log_{{}, &sink_};
};

TEST_F(RefuseTest, LogsTheFaultsOfTheSettingsAndTheCatalogForAStart) {
  EXPECT_EQ(RefuseStart(builder_, log_), kExitBadSettings);
  EXPECT_THAT(sink_.lines(), Contains(HasSubstr("--turbo")));
  EXPECT_THAT(sink_.lines(), Contains(HasSubstr(catalog_ + ":1:")));
}

TEST_F(RefuseTest, LogsOnlyTheFaultsOfTheSettingsForACommandWithoutACatalog) {
  EXPECT_EQ(RefuseSettings(builder_, log_), kExitBadSettings);
  EXPECT_THAT(sink_.lines(), testing::ElementsAre(HasSubstr("--turbo")));
}

}  // namespace
}  // namespace linkstat::app
