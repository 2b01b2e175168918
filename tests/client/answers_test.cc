#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "agent/catalog/load.h"
#include "tests/client/run_cli.h"
#include "tests/support/files.h"

// What people and scripts see: the whole text of each answer, kept in
// tests/cases/cli/NAME.txt with the catalog's revision as REVISION.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;

struct AnswerCase {
  const char* name;
  bool terminal;
  int code;
  std::vector<std::string> arguments;
  const char* input = "";
};

constexpr char kForm[] =
    R"({"member type": "3rd Party Admin / Accountant", "Admin Access": "No", "First Name": "Ada",
        "Surname": "Service Account", "Title": "", "Start date": "2030-01-01",
        "Send Invitation to": ["Work Email", "Now"], "Offices": "Berlin"})";

constexpr char kSomeNames[] =
    "edit company settings\nView complete employee information\nManage Employee\nApprove Time "
    "Off\n";

const std::vector<std::string> kAllNames = {"check",
                                            "Edit Company Settings",
                                            "Manage Employees",
                                            "View all employee information",
                                            "View basic employee information",
                                            "Upload and View all Documents",
                                            "View Invoices and Reporting"};

std::string Revision() {
  return catalog::LoadCatalogFile(test::SourcePath(test::kTestCatalogPath)).snapshot->revision();
}

class Answer : public testing::TestWithParam<AnswerCase> {};

TEST_P(Answer, IsAsKept) {
  const AnswerCase& given = GetParam();
  const CliRun run = test::RunOffline(given.arguments, given.input, {given.terminal, false, 100});
  EXPECT_EQ(run.code, given.code) << run.err;
  EXPECT_EQ(absl::StrReplaceAll(run.out, {{Revision(), "REVISION"}}),
            test::ReadSourceFile(absl::StrCat("tests/cases/cli/", given.name, ".txt")));
}

INSTANTIATE_TEST_SUITE_P(
    Kept, Answer,
    testing::Values(AnswerCase{"check_some_plain", false, 1, {"check", "-", "--full"}, kSomeNames},
                    AnswerCase{
                        "check_some_terminal", true, 1, {"check", "-", "--full"}, kSomeNames},
                    AnswerCase{"check_all_plain", false, 0, kAllNames},
                    AnswerCase{"check_all_terminal", true, 0, kAllNames},
                    AnswerCase{"check_unobserved_plain", false, 4, {"check"}},
                    AnswerCase{"check_form_plain",
                               false,
                               1,
                               {"check-form", "-", "--transitioning", "--first-name", "Ada"},
                               kForm},
                    AnswerCase{"check_form_terminal",
                               true,
                               1,
                               {"check-form", "-", "--transitioning", "--first-name", "Ada"},
                               kForm},
                    AnswerCase{"find_plain", false, 0, {"find", "staff", "--full"}},
                    AnswerCase{"find_terminal", true, 0, {"find", "company-information", "--full"}},
                    AnswerCase{"diff_same_plain", false, 0, {"catalog", "diff", "served"}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace linkstat
