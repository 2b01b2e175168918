#include "agent/app/command/settings_reference.h"

#include <gtest/gtest.h>

#include "tests/app/command/command_words.h"
#include "tests/support/files.h"

namespace linkstat::app {
namespace {

TEST(SettingsReference, IsTheCommittedPage) {
  EXPECT_EQ(test::ReadSourceFile("docs/reference/settings.md"), SettingsReference())
      << "regenerate it: linkstat-agent --settings-reference >docs/reference/settings.md";
}

TEST(SettingsReference, IsPrintedByTheAgent) {
  const CommandLine command = ParseWords({"--settings-reference"});
  EXPECT_EQ(command.mode, Mode::kPrint);
  EXPECT_EQ(command.text, SettingsReference());
}

TEST(SettingsReference, WrapsItsText) {
  const std::string text = SettingsReference();
  size_t column = 0;
  for (const char c : text) {
    column = c == '\n' ? 0 : column + 1;
    ASSERT_LE(column, 100u);
  }
}

}  // namespace
}  // namespace linkstat::app
