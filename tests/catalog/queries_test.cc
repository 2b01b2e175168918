#include "agent/catalog/queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "agent/catalog/load.h"
#include "agent/core/bounds.h"
#include "tests/catalog/base_catalog.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::catalog {
namespace {

using test::EqualsProto;
using test::MetadataOf;
using test::ReasonOf;
using test::ViolationsOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const char kUnknownRevision[] = "00000000000000000000000000000000";

std::string ChangedText() {
  return test::EditedText("text: \"All are needed.\"", "text: \"All.\"");
}

TEST(GetCatalog, AnswersTheOneServed) {
  const core::SnapshotPtr base = test::Load(test::BaseText());
  const Registry registry(base);
  const auto response = GetCatalog(registry, {});
  ASSERT_TRUE(response.ok()) << response.status();
  v1::GetCatalogResponse expected;
  *expected.mutable_catalog() = base->catalog();
  expected.set_catalog_revision(base->revision());
  EXPECT_THAT(*response, EqualsProto(expected));
}

TEST(GetCatalog, AnswersAnEarlierOneByItsRevision) {
  const core::SnapshotPtr base = test::Load(test::BaseText());
  Registry registry(base);
  registry.Publish(test::Load(ChangedText()));
  v1::GetCatalogRequest request;
  request.set_revision(base->revision());
  const auto response = GetCatalog(registry, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->catalog_revision(), base->revision());
  EXPECT_THAT(response->catalog(), EqualsProto(base->catalog()));
}

TEST(GetCatalog, ReportsWhyTheNewestFileIsNotServed) {
  Registry registry(test::Load(test::BaseText()));
  v1::RejectedCatalog rejected;
  rejected.set_total_faults(2);
  registry.Reject(rejected);
  const auto response = GetCatalog(registry, {});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->rejected(), EqualsProto(rejected));
}

TEST(GetCatalog, RefusesWhatIsNoRevision) {
  const Registry registry(test::Load(test::BaseText()));
  v1::GetCatalogRequest request;
  request.set_revision("newest");
  const auto status = GetCatalog(registry, request).status();
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(ViolationsOf(status),
              ElementsAre("revision is not 32 lower-case hexadecimal digits"));
}

TEST(GetCatalog, NamesTheRevisionServedWhenOneIsNotKept) {
  const Registry registry(test::Load(test::BaseText()));
  v1::GetCatalogRequest request;
  request.set_revision(kUnknownRevision);
  const auto status = GetCatalog(registry, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "REVISION_NOT_KEPT");
  EXPECT_EQ(MetadataOf(status, "served_revision"), registry.Current()->revision());
}

TEST(DiffCatalog, ComparesTheOneServedWithItselfByDefault) {
  const Registry registry(test::Load(test::BaseText()));
  const auto response = DiffCatalog(registry, {});
  ASSERT_TRUE(response.ok()) << response.status();
  v1::DiffCatalogResponse expected;
  expected.set_from_revision(registry.Current()->revision());
  expected.set_to_revision(registry.Current()->revision());
  EXPECT_THAT(*response, EqualsProto(expected));
}

TEST(DiffCatalog, ComparesAKeptRevisionWithAText) {
  const core::SnapshotPtr base = test::Load(test::BaseText());
  Registry registry(base);
  registry.Publish(test::Load(ChangedText()));
  v1::DiffCatalogRequest request;
  request.mutable_from()->set_revision(base->revision());
  request.mutable_to()->set_textproto(ChangedText());
  const auto response = DiffCatalog(registry, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->from_revision(), base->revision());
  EXPECT_EQ(response->to_revision(), registry.Current()->revision());
  EXPECT_EQ(response->changes_size(), 1);
}

TEST(DiffCatalog, NamesEveryFaultOfATextWithoutQuotingIt) {
  const Registry registry(test::Load(test::BaseText()));
  v1::DiffCatalogRequest request;
  request.mutable_from()->set_textproto(test::EditedText("label: \"Role\"", "label = secret"));
  request.mutable_to()->set_textproto(test::EditedText("label: \"Role\"", "secret: 1 label: \"\""));
  const auto status = DiffCatalog(registry, request).status();
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(
      ViolationsOf(status),
      ElementsAre(
          "from.textproto is not a valid catalog: at line 46: no textproto",
          "to.textproto is not a valid catalog: at line 46: form_fields[0]: the schema has no "
          "field of this name here; correct or remove it",
          "to.textproto is not a valid catalog: at line 46: form_fields[0].label: is absent "
          "or empty; fill it in"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

TEST(DiffCatalog, RefusesATextThatIsTooLarge) {
  const Registry registry(test::Load(test::BaseText()));
  v1::DiffCatalogRequest request;
  request.mutable_to()->set_textproto(std::string(core::kMaxCatalogTextSize + 1, '#'));
  EXPECT_THAT(ViolationsOf(DiffCatalog(registry, request).status()),
              ElementsAre("to.textproto has 1048577 bytes, more than 1048576"));
}

TEST(DiffCatalog, NamesTheBadRevisionsOfBothSides) {
  const Registry registry(test::Load(test::BaseText()));
  v1::DiffCatalogRequest request;
  request.mutable_from()->set_revision("");
  request.mutable_to()->set_revision("0000000000000000000000000000000G");
  EXPECT_THAT(ViolationsOf(DiffCatalog(registry, request).status()),
              ElementsAre("from.revision is not 32 lower-case hexadecimal digits",
                          "to.revision is not 32 lower-case hexadecimal digits"));
}

TEST(DiffCatalog, NamesTheRevisionServedWhenOneIsNotKept) {
  const Registry registry(test::Load(test::BaseText()));
  v1::DiffCatalogRequest request;
  request.mutable_to()->set_revision(kUnknownRevision);
  const auto status = DiffCatalog(registry, request).status();
  EXPECT_EQ(ReasonOf(status), "REVISION_NOT_KEPT");
  EXPECT_EQ(MetadataOf(status, "served_revision"), registry.Current()->revision());
}

TEST(ValidateCatalog, AnswersTheRevisionOfAValidOne) {
  v1::ValidateCatalogRequest request;
  request.set_textproto(test::BaseText());
  const auto response = ValidateCatalog(request);
  ASSERT_TRUE(response.ok()) << response.status();
  v1::ValidateCatalogResponse expected;
  expected.set_valid(true);
  expected.set_catalog_revision(test::Load(test::BaseText())->revision());
  EXPECT_THAT(*response, EqualsProto(expected));
}

TEST(ValidateCatalog, AnswersEveryFault) {
  v1::ValidateCatalogRequest request;
  request.set_textproto(test::EditedText("id: \"timing\"", "id: \"recipient\""));
  const auto response = ValidateCatalog(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, test::EqualsTextProto(R"pb(
    faults {
      path: "form_fields[3].parts[1].id"
      line: 71
      column: 11
      reason: CATALOG_FAULT_REASON_DUPLICATE
      message: "is the same as form_fields[3].parts[0].id; make them differ or remove one"
    }
  )pb"));
}

TEST(ValidateCatalog, RefusesATextThatIsTooLarge) {
  v1::ValidateCatalogRequest request;
  request.set_textproto(std::string(core::kMaxCatalogTextSize + 1, '#'));
  const auto status = ValidateCatalog(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ViolationsOf(status), ElementsAre("textproto has 1048577 bytes, more than 1048576"));
}

TEST(CheckWatchCatalog, AllowsARevisionOrNone) {
  v1::WatchCatalogRequest request;
  EXPECT_TRUE(CheckWatchCatalog(request).ok());
  request.set_resume_revision(kUnknownRevision);
  EXPECT_TRUE(CheckWatchCatalog(request).ok());
}

TEST(CheckWatchCatalog, RefusesWhatIsNoRevision) {
  v1::WatchCatalogRequest request;
  request.set_resume_revision("1");
  EXPECT_THAT(ViolationsOf(CheckWatchCatalog(request)),
              ElementsAre("resume_revision is not 32 lower-case hexadecimal digits"));
}

}  // namespace
}  // namespace linkstat::catalog
