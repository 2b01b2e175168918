#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/command_line.h"
#include "tests/support/status_details.h"

namespace linkstat::cli {
namespace {

using ::testing::ElementsAre;

absl::StatusOr<std::vector<std::string>> Read(std::vector<const char*> argv) {
  argv.insert(argv.begin(), "linkstat");
  return ReadArguments(static_cast<int>(argv.size()), argv.data());
}

TEST(Arguments, AreKeptAsTheyAre) {
  EXPECT_THAT(*Read({"check", " A ", "[a,b]", "", "--full"}),
              ElementsAre("check", " A ", "[a,b]", "", "--full"));
}

TEST(Arguments, EmptyValueIsAnArgumentOfItsOwn) {
  EXPECT_THAT(*Read({"--first-name=", "x", "--", "--y="}),
              ElementsAre("--first-name", "", "x", "--", "--y="));
}

TEST(Arguments, EveryOneThatIsNotUtf8IsReported) {
  EXPECT_THAT(test::ViolationsOf(Read({"\xFF", "a", "\xC3("}).status()),
              ElementsAre("argument 1 is not UTF-8", "argument 3 is not UTF-8"));
}

TEST(Arguments, DoublePlusIsRefusedWhereItWouldBeLost) {
  EXPECT_FALSE(Read({"check", "++"}).ok());
  EXPECT_TRUE(Read({"check", "--", "++"}).ok());
}

}  // namespace
}  // namespace linkstat::cli
