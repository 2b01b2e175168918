#include "agent/core/render.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "agent/core/linking.h"
#include "tests/core/html_tree.h"
#include "tests/support/files.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::HtmlTree;
using ::linkstat::test::ParseProto;
using ::linkstat::test::ReadSourceFile;
using ::linkstat::test::TestCatalog;
using ::linkstat::test::TestSnapshot;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMia[] = R"pb(
  identity { first_name: "Mia" work_email: "link-7f3a@accounts.example.com" }
)pb";

std::string Guide(absl::string_view request_text, v1::Render render,
                  const Snapshot& snapshot = TestSnapshot()) {
  auto request = ParseProto<v1::GetLinkingDetailsRequest>(request_text);
  request.set_render(render);
  const auto details = GetLinkingDetails(snapshot, request);
  EXPECT_TRUE(details.ok()) << details.status();
  return details.ok() ? details->document().content() : "";
}

std::string TransitioningMia() { return std::string(kMia) + "transitioning: true"; }

TEST(RenderGuide, WritesTheWholeGuideAsText) {
  EXPECT_EQ(Guide(TransitioningMia(), v1::RENDER_TEXT),
            ReadSourceFile("tests/cases/guide/guide.txt"));
}

TEST(RenderGuide, WritesTheWholeGuideAsMarkdown) {
  EXPECT_EQ(Guide(TransitioningMia(), v1::RENDER_MARKDOWN),
            ReadSourceFile("tests/cases/guide/guide.md"));
}

TEST(RenderGuide, WritesTheWholeGuideAsHtml) {
  EXPECT_EQ(Guide(TransitioningMia(), v1::RENDER_HTML),
            ReadSourceFile("tests/cases/guide/guide.html"));
}

TEST(RenderGuide, BreaksLinesOfTextAtEightyColumns) {
  v1::Catalog catalog = TestCatalog();
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word ";
  catalog.mutable_steps(0)->set_instruction(words + "end.");
  catalog.mutable_form_fields(6)->set_guidance(words + "end.");
  catalog.mutable_permissions(0)->set_rationale(words + "end.");

  const std::string text =
      Guide(TransitioningMia(), v1::RENDER_TEXT, *test::SnapshotOf(std::move(catalog)));

  size_t longest = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    longest = std::max(longest, line.size());
  }
  EXPECT_EQ(longest, 80);
  EXPECT_THAT(std::vector<std::string>(absl::StrSplit(text, absl::ByAnyChar(" \n"))),
              testing::Contains("word").Times(180));
}

TEST(RenderGuide, CountsColumnsNotBytes) {
  v1::Catalog catalog = TestCatalog();
  std::string words;
  for (int i = 0; i < 16; ++i)
    words += i == 0 ? "\u00e9\u00e9\u00e9\u00e9" : " \u00e9\u00e9\u00e9\u00e9";
  catalog.mutable_steps(0)->set_instruction(words);

  EXPECT_THAT(Guide("", v1::RENDER_TEXT, *test::SnapshotOf(std::move(catalog))),
              HasSubstr("\n" + words + "\n"));
}

TEST(RenderGuide, DoesNotBreakAValueOfText) {
  v1::Catalog catalog = TestCatalog();
  const std::string value =
      "A choice of the list that has so many words that one line of eighty columns cannot hold it";
  catalog.mutable_form_fields(0)->set_value(value);

  EXPECT_THAT(Guide("", v1::RENDER_TEXT, *test::SnapshotOf(std::move(catalog))),
              HasSubstr(value + "\n"));
}

TEST(RenderGuide, StatesThatAValueWasNotProvidedInEveryFormat) {
  for (v1::Render render : {v1::RENDER_TEXT, v1::RENDER_MARKDOWN, v1::RENDER_HTML}) {
    EXPECT_THAT(Guide("", render), HasSubstr("(provided by the linking flow; not given here)"));
    EXPECT_THAT(Guide(kMia, render), Not(HasSubstr("not given here")));
  }
}

TEST(RenderGuide, HasTheTransitionRuleOnlyWhenTransitioning) {
  for (v1::Render render : {v1::RENDER_TEXT, v1::RENDER_MARKDOWN, v1::RENDER_HTML}) {
    EXPECT_THAT(Guide("transitioning: true", render), HasSubstr("Re-open the linking modal"));
    EXPECT_THAT(Guide("", render), Not(HasSubstr("Re-open the linking modal")));
  }
}

TEST(RenderGuide, MarksTheOptionalPermission) {
  v1::Catalog catalog = TestCatalog();
  catalog.mutable_permissions(1)->set_level(v1::PERMISSION_LEVEL_OPTIONAL);

  const HtmlTree html(Guide("", v1::RENDER_HTML, *test::SnapshotOf(std::move(catalog))));

  EXPECT_THAT(html.TextsAt("//dt"),
              ElementsAre("Edit Company Settings", "Manage Employees (optional)",
                          "View all employee information", "View basic employee information",
                          "Upload and View all Documents", "View Invoices and Reporting"));
}

TEST(RenderGuide, StatesThatTheSourceNamesNoPathToThePermissionsOnlyWhenItNamesNone) {
  v1::Catalog catalog = TestCatalog();
  *catalog.mutable_steps(2)->mutable_path() = catalog.steps(0).path();

  EXPECT_THAT(Guide("", v1::RENDER_TEXT), HasSubstr("does not say where to find the permissions"));
  EXPECT_THAT(Guide("", v1::RENDER_TEXT, *test::SnapshotOf(std::move(catalog))),
              Not(HasSubstr("does not say where to find the permissions")));
}

TEST(RenderGuide, LeavesOutWhatTheCatalogDoesNotHave) {
  v1::Catalog catalog = TestCatalog();
  catalog.clear_prerequisites();
  catalog.clear_notes();
  catalog.clear_transition_rule();
  catalog.mutable_auth_method()->clear_also_called();

  const HtmlTree html(
      Guide("transitioning: true", v1::RENDER_HTML, *test::SnapshotOf(std::move(catalog))));

  EXPECT_THAT(html.TextsAt("//h2"),
              ElementsAre("Step 1: Add 3rd-party", "Step 2: Setup Service Account",
                          "Step 3: Add permissions"));
  EXPECT_THAT(html.TextsAt("//aside"), IsEmpty());
}

TEST(RenderGuide, WritesHtmlWithOneArticleAndNoScript) {
  const HtmlTree html(Guide(kMia, v1::RENDER_HTML));

  EXPECT_THAT(html.TextsAt("/html[@lang='en']/body/*"), SizeIs(1));
  EXPECT_THAT(html.TextsAt("/html/body/article[@class='linkstat-guide']"), SizeIs(1));
  EXPECT_THAT(html.TextsAt("/html/head/meta[@charset='utf-8']"), SizeIs(1));
  EXPECT_THAT(html.TextsAt("//script | //@src | //@href | //@style"), IsEmpty());
}

TEST(RenderGuide, ListsTheFormInHtmlInTheOrderOfTheScreen) {
  const HtmlTree html(Guide(kMia, v1::RENDER_HTML));

  EXPECT_THAT(
      html.TextsAt("//tbody/tr/th[@scope='row']"),
      ElementsAre("Member Type", "Admin Access", "First Name", "Last Name", "Title", "Manager",
                  "Department", "Office", "Start date", "Work Email", "Send Invitation to"));
  EXPECT_THAT(html.TextsAt("//tbody/tr/td[1]"),
              ElementsAre("3rd Party Admin / Accountant", "Yes", "Mia", "Service Account",
                          "Service Account", "(any value, or empty)", "No Department",
                          "Remote (work from home)", "(any value, but not empty)",
                          "link-7f3a@accounts.example.com", "Work Email, Now"));
}

}  // namespace
}  // namespace linkstat::core
