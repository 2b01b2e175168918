#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/catalog/queries.h"
#include "tests/catalog/base_catalog.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::catalog {
namespace {

using test::EqualsTextProto;
using ::testing::SizeIs;

v1::DiffCatalogResponse DiffOf(const std::string& from, const std::string& to) {
  return Diff(*test::Load(from), *test::Load(to));
}

// The changes from the base catalog to one with an edit; without the revisions.
v1::DiffCatalogResponse ChangesOf(absl::string_view from, absl::string_view to) {
  v1::DiffCatalogResponse diff = DiffOf(test::BaseText(), test::EditedText(from, to));
  diff.clear_from_revision();
  diff.clear_to_revision();
  return diff;
}

constexpr char kVideo[] =
    "resources {\n  id: \"video\"\n  title: \"Video\"\n  origin: FACT_ORIGIN_ABSENT\n}\n";

TEST(Diff, NamesBothRevisions) {
  const std::string changed = test::EditedText("All are needed.", "All.");
  const v1::DiffCatalogResponse diff = DiffOf(test::BaseText(), changed);
  EXPECT_EQ(diff.from_revision(), test::Load(test::BaseText())->revision());
  EXPECT_EQ(diff.to_revision(), test::Load(changed)->revision());
}

TEST(Diff, ReportsAChangedField) {
  EXPECT_THAT(ChangesOf("All are needed.", "All."), EqualsTextProto(R"pb(
                changes {
                  kind: CHANGE_KIND_CHANGED
                  list: "notes"
                  id: "all-needed"
                  fields { field: "text" before: "All are needed." after: "All." }
                }
              )pb"));
}

TEST(Diff, ReportsAnEnumByName) {
  EXPECT_THAT(ChangesOf("PERMISSION_LEVEL_OPTIONAL", "PERMISSION_LEVEL_REQUIRED"),
              EqualsTextProto(R"pb(
                changes {
                  kind: CHANGE_KIND_CHANGED
                  list: "permissions"
                  id: "read-reports"
                  label: "Read Reports"
                  fields {
                    field: "level"
                    before: "PERMISSION_LEVEL_OPTIONAL"
                    after: "PERMISSION_LEVEL_REQUIRED"
                  }
                  must_act: "the permission is required now; grant it to the service account"
                }
                accounts_must_act: true
              )pb"));
}

TEST(Diff, ReportsListsAndWhatIsNotSet) {
  EXPECT_THAT(ChangesOf("aliases: \"See People\"\n", "\n").changes(0).fields(0),
              EqualsTextProto(R"pb(field: "aliases" before: "[\"See People\"]")pb"));
  EXPECT_THAT(ChangesOf("data_domain_ids: \"people\"", "data_domain_ids: [\"people\", \"reports\"]")
                  .changes(0)
                  .fields(0),
              EqualsTextProto(R"pb(
                field: "data_domain_ids"
                before: "[\"people\"]"
                after: "[\"people\", \"reports\"]"
              )pb"));
}

TEST(Diff, ReportsMessagesAsTextproto) {
  EXPECT_THAT(
      ChangesOf("value: \"Now\"", "value: \"Later\"").changes(0).fields(0), EqualsTextProto(R"pb(
        field: "parts"
        before: "[{ id: \"recipient\" value: \"Email\" }, { id: \"timing\" value: \"Now\" }]"
        after: "[{ id: \"recipient\" value: \"Email\" }, { id: \"timing\" value: \"Later\" }]"
      )pb"));
}

TEST(Diff, ReportsAnAddedEntry) {
  EXPECT_THAT(ChangesOf("resources {",
                        "resources { id: \"talk\" title: \"Talk\" origin: "
                        "FACT_ORIGIN_ABSENT }\nresources {"),
              EqualsTextProto(R"pb(
                changes { kind: CHANGE_KIND_ADDED list: "resources" id: "talk" label: "Talk" }
              )pb"));
}

TEST(Diff, ReportsARemovedEntry) {
  EXPECT_THAT(ChangesOf(kVideo, ""), EqualsTextProto(R"pb(
                changes { kind: CHANGE_KIND_REMOVED list: "resources" id: "video" label: "Video" }
              )pb"));
}

TEST(Diff, ReportsRemovedBeforeChangedAndAdded) {
  const v1::DiffCatalogResponse diff =
      ChangesOf(kVideo, "resources { id: \"talk\" title: \"Talk\" origin: FACT_ORIGIN_ABSENT }\n");
  ASSERT_THAT(diff.changes(), SizeIs(2));
  EXPECT_EQ(diff.changes(0).kind(), v1::CHANGE_KIND_REMOVED);
  EXPECT_EQ(diff.changes(1).kind(), v1::CHANGE_KIND_ADDED);
}

TEST(Diff, ReportsEntriesThatMoved) {
  const std::string moved = std::string(test::EditedText(kVideo, "")) + kVideo;
  v1::DiffCatalogResponse diff = DiffOf(test::BaseText(), moved);
  diff.clear_from_revision();
  diff.clear_to_revision();
  EXPECT_THAT(diff, EqualsTextProto(R"pb(
                changes { kind: CHANGE_KIND_MOVED list: "resources" id: "manual" label: "Manual" }
                changes { kind: CHANGE_KIND_MOVED list: "resources" id: "video" label: "Video" }
              )pb"));
}

TEST(Diff, DoesNotTakeAnInsertionForAMove) {
  const v1::DiffCatalogResponse diff = ChangesOf(
      "notes {", "notes { id: \"first\" text: \"x\" origin: FACT_ORIGIN_STATED }\nnotes {");
  ASSERT_THAT(diff.changes(), SizeIs(1));
  EXPECT_EQ(diff.changes(0).id(), "first");
}

TEST(Diff, ReportsAChangeOfWhatIsNoList) {
  EXPECT_THAT(ChangesOf("label: \"Acme\"", "label: \"Acme Inc\""), EqualsTextProto(R"pb(
                changes {
                  kind: CHANGE_KIND_CHANGED
                  list: "provider"
                  label: "Acme Inc"
                  fields { field: "label" before: "Acme" after: "Acme Inc" }
                }
              )pb"));
}

TEST(Diff, ReportsARuleThatIsGone) {
  const std::string without = test::BaseText().replace(
      test::BaseText().find("transition_rule {"),
      test::BaseText().find("notes {") - test::BaseText().find("transition_rule {"), "");
  const v1::DiffCatalogResponse diff = DiffOf(test::BaseText(), without);
  ASSERT_THAT(diff.changes(), SizeIs(1));
  EXPECT_THAT(diff.changes(0), EqualsTextProto(R"pb(
                kind: CHANGE_KIND_REMOVED
                list: "transition_rule"
              )pb"));
}

TEST(Diff, FollowsTheOrderOfTheSchema) {
  const v1::DiffCatalogResponse diff =
      DiffOf(test::EditedText("All are needed.", "All."),
             test::EditedText("People are read through it.", "It reads people."));
  ASSERT_THAT(diff.changes(), SizeIs(2));
  EXPECT_EQ(diff.changes(0).list(), "permissions");
  EXPECT_EQ(diff.changes(1).list(), "notes");
}

}  // namespace
}  // namespace linkstat::catalog
