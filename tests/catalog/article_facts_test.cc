#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "tests/support/table.h"

namespace linkstat::catalog {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

v1::GetLinkingDetailsResponse Details() {
  v1::GetLinkingDetailsRequest request;
  request.set_view(v1::VIEW_FULL);
  request.set_transitioning(true);
  return core::GetLinkingDetails(*EmbeddedCatalog(), request).value();
}

// The answer in the form of the table, in its order.
class Facts {
 public:
  explicit Facts(const v1::GetLinkingDetailsResponse& details) {
    Add("provider", details.provider().label());
    for (int i = 0; i < details.steps_size(); ++i) AddStep(i + 1, details.steps(i), details);
    for (const std::string& id : details.transition_rule().form_field_ids()) {
      Add("transition concerns", id);
    }
  }

  const std::vector<std::string>& lines() const { return lines_; }

 private:
  void Add(const std::string& place, const std::string& value) {
    lines_.push_back(absl::StrCat(place, "\t", value));
  }

  void AddStep(int number, const v1::Step& step, const v1::GetLinkingDetailsResponse& details) {
    const std::string place = absl::StrCat("step ", number);
    Add(place, step.title());
    int action_number = 0;
    for (const auto& action : step.path().actions()) {
      const std::string kind = v1::UiActionKind_Name(action.kind());
      Add(absl::StrCat(place, " action ", ++action_number),
          absl::StrCat(absl::StripPrefix(kind, "UI_ACTION_KIND_"), " ", action.label()));
    }
    if (step.content() == v1::STEP_CONTENT_FORM) AddForm(details);
    if (step.content() == v1::STEP_CONTENT_PERMISSIONS) AddPermissions(details);
  }

  void AddForm(const v1::GetLinkingDetailsResponse& details) {
    int number = 0;
    for (const auto& field : details.form_fields()) {
      const std::string kind = v1::FieldKind_Name(field.kind());
      std::string text = absl::StrCat(field.label(), ": ", absl::StripPrefix(kind, "FIELD_KIND_"));
      if (!field.values().empty()) absl::StrAppend(&text, " ", absl::StrJoin(field.values(), ", "));
      Add(absl::StrCat("field ", ++number), text);
    }
  }

  void AddPermissions(const v1::GetLinkingDetailsResponse& details) {
    int number = 0;
    for (const auto& permission : details.permissions()) {
      const std::string place = absl::StrCat("permission ", ++number);
      Add(place, permission.label());
      Add(absl::StrCat(place, " unlocks"), absl::StrJoin(permission.unlocks(), ", "));
    }
  }

  std::vector<std::string> lines_;
};

TEST(ArticleFacts, AreWhatGetLinkingDetailsAnswers) {
  std::vector<std::string> expected;
  for (const auto& row : test::ReadTable("tests/cases/article_facts.tsv", 1)) {
    expected.push_back(absl::StrCat(row.name, "\t", row.cells[0]));
  }
  EXPECT_THAT(Facts(Details()).lines(), ElementsAreArray(expected));
}

TEST(ArticleFacts, RequireEveryPermission) {
  const v1::GetLinkingDetailsResponse details = Details();
  for (const auto& permission : details.permissions()) {
    EXPECT_EQ(permission.level(), v1::PERMISSION_LEVEL_REQUIRED) << permission.label();
  }
}

TEST(ArticleFacts, RequireEditAccessOnlyWhereTheArticleDoes) {
  const v1::GetLinkingDetailsResponse details = Details();
  EXPECT_THAT(details.permissions(0).access_note(), HasSubstr("edit access"));
  for (int i = 1; i < details.permissions_size(); ++i) {
    EXPECT_THAT(details.permissions(i).access_note(), Not(HasSubstr("edit")));
  }
}

TEST(ArticleFacts, AllowTwoWaysToMeetThePrerequisite) {
  const v1::GetLinkingDetailsResponse details = Details();
  ASSERT_THAT(details.prerequisites(), SizeIs(1));
  EXPECT_THAT(details.prerequisites(0).any_of(), SizeIs(2));
}

TEST(ArticleFacts, GiveNoPathToThePermissionsAndNoAddressOfTheVideo) {
  EXPECT_EQ(Details().steps(2).path().origin(), v1::FACT_ORIGIN_ABSENT);
  ASSERT_THAT(EmbeddedCatalog()->catalog().resources(), SizeIs(1));
  const v1::Resource& video = EmbeddedCatalog()->catalog().resources(0);
  EXPECT_EQ(video.title(), "Video Guide");
  EXPECT_EQ(video.origin(), v1::FACT_ORIGIN_ABSENT);
  EXPECT_FALSE(video.has_uri());
}

TEST(ArticleFacts, HaveTheHashOfTheArticle) {
  ASSERT_THAT(EmbeddedCatalog()->catalog().provenance().sources(), SizeIs(1));
  EXPECT_EQ(EmbeddedCatalog()->catalog().provenance().sources(0).sha256(),
            "9ada5db2948e8ac1621cd3ae7027782e75cd1522ed90c15324748e7fdc76e5a4");
}

TEST(ArticleFacts, SendACustomerInTransitionToTheLinkingModal) {
  const v1::TransitionRule rule = Details().transition_rule();
  EXPECT_THAT(rule.instruction(), HasSubstr("linking modal"));
  EXPECT_THAT(rule.instruction(), Not(HasSubstr("Justworks")));
}

}  // namespace
}  // namespace linkstat::catalog
