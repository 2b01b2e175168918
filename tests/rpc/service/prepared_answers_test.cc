#include "agent/rpc/service/prepared_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "tests/rpc/service/both_ways.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

const BothWays& OfTests() {
  static const auto* const both = new BothWays(test::SnapshotOf(test::TestCatalog()));
  return *both;
}

v1::CheckPermissionsRequest RequestFor(const v1::Catalog& catalog, unsigned set, v1::View view) {
  v1::CheckPermissionsRequest request;
  request.set_view(view);
  v1::ObservedPermissions& observed = *request.mutable_observed();
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    if ((set >> i & 1) != 0) observed.add_names(catalog.permissions(i).label());
  }
  return request;
}

constexpr v1::View kViews[] = {v1::VIEW_UNSPECIFIED, v1::VIEW_BASIC, v1::VIEW_FULL};

TEST(PreparedAnswers, AnswerEverySetOfPermissionsInEveryView) {
  for (const BothWays* both : {&Canonical(), &OfTests()}) {
    for (unsigned set = 0; set < 1U << both->catalog().permissions_size(); ++set) {
      for (const v1::View view : kViews) {
        const auto request = RequestFor(both->catalog(), set, view);
        EXPECT_TRUE(both->Checks(request.SerializeAsString())) << set;
      }
    }
  }
}

TEST(PreparedAnswers, AnswerWhereNothingWasObserved) {
  for (const v1::View view : kViews) {
    v1::CheckPermissionsRequest request;
    request.set_view(view);
    EXPECT_TRUE(Canonical().Checks(request.SerializeAsString()));
  }
}

TEST(PreparedAnswers, AnswerARequestInSeveralPieces) {
  const std::string bytes =
      RequestFor(Canonical().catalog(), 0b11111, v1::VIEW_FULL).SerializeAsString();
  const grpc::Slice pieces[] = {grpc::Slice(bytes.substr(0, 50)), grpc::Slice(bytes.substr(50))};
  const PreparedAnswers prepared(catalog::EmbeddedCatalog());
  grpc::ByteBuffer in_pieces;
  grpc::ByteBuffer whole;
  telemetry::DecisionCounts decisions;
  ASSERT_TRUE(prepared.CheckPermissions(grpc::ByteBuffer(pieces, 2), in_pieces, decisions));
  ASSERT_TRUE(prepared.CheckPermissions(Buffer(bytes), whole, decisions));
  EXPECT_EQ(Bytes(in_pieces), Bytes(whole));
}

TEST(PreparedAnswers, LeaveOtherSpellingsAndOtherPermissions) {
  for (const char* name : {"manage employees", "Run Payments", "Nonsense", ""}) {
    v1::CheckPermissionsRequest request;
    request.mutable_observed()->add_names("Manage Employees");
    request.mutable_observed()->add_names(name);
    EXPECT_FALSE(OfTests().Checks(request.SerializeAsString())) << name;
  }
}

TEST(PreparedAnswers, LeaveALinkedAccount) {
  v1::CheckPermissionsRequest check;
  check.set_linked_account("a");
  EXPECT_FALSE(Canonical().Checks(check.SerializeAsString()));
  v1::GetLinkingDetailsRequest details;
  details.set_linked_account("a");
  EXPECT_FALSE(Canonical().Guides(details.SerializeAsString()));
}

// `count` messages of `observed`, which protobuf merges into one.
std::string Observed(int count, int names_each) {
  v1::CheckPermissionsRequest request;
  for (int i = 0; i < names_each; ++i) request.mutable_observed()->add_names("Manage Employees");
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += request.SerializeAsString();
  return bytes;
}

TEST(PreparedAnswers, AnswerAsManyNamesAsTheBound) {
  EXPECT_TRUE(Canonical().Checks(Observed(10, 100)));
}

TEST(PreparedAnswers, LeaveMoreNamesThanTheBound) {
  EXPECT_FALSE(Canonical().Checks(Observed(11, 91)));
}

TEST(PreparedAnswers, AnswerABatchOfOrdinaryOddAndRefusedItems) {
  v1::BatchCheckPermissionsRequest batch;
  batch.add_requests()->mutable_observed()->add_names("Manage Employees");
  batch.add_requests()->mutable_observed()->add_names("manage employees");
  batch.add_requests()->set_expected_revision("x");
  EXPECT_TRUE(Canonical().ChecksBatch(batch.SerializeAsString()));
  batch.add_requests()->set_linked_account("a");
  EXPECT_FALSE(Canonical().ChecksBatch(batch.SerializeAsString()));
}

TEST(PreparedAnswers, LeaveBatchesOutOfBounds) {
  EXPECT_FALSE(Canonical().ChecksBatch(""));
  v1::BatchCheckPermissionsRequest batch;
  for (int i = 0; i < 1000; ++i) batch.add_requests();
  EXPECT_TRUE(Canonical().ChecksBatch(batch.SerializeAsString()));
  batch.add_requests();
  EXPECT_FALSE(Canonical().ChecksBatch(batch.SerializeAsString()));
}

TEST(PreparedAnswers, LeaveChecksOfACatalogOfManyPermissions) {
  v1::Catalog catalog = test::TestCatalog();
  while (catalog.permissions_size() <= PreparedChecks::kMaxPermissions) {
    v1::Permission& permission = *catalog.add_permissions();
    permission = catalog.permissions(0);
    permission.set_id("permission-" + std::to_string(catalog.permissions_size()));
    permission.set_label("Permission " + std::to_string(catalog.permissions_size()));
  }
  const BothWays both(test::SnapshotOf(catalog));
  EXPECT_FALSE(both.Checks(RequestFor(catalog, 1, v1::VIEW_BASIC).SerializeAsString()));
}

TEST(PreparedAnswers, LeaveChecksOfACatalogWithALabelThatNoRequestMayName) {
  v1::Catalog catalog = test::TestCatalog();
  catalog.mutable_permissions(0)->set_label("\u2605");
  const BothWays both(test::SnapshotOf(catalog));
  EXPECT_FALSE(both.Checks(RequestFor(catalog, 0b10, v1::VIEW_BASIC).SerializeAsString()));
}

TEST(PreparedAnswers, AnswerGuidesForEveryIdentityViewAndTransition) {
  for (const v1::View view : kViews) {
    for (int bits = 0; bits < 8; ++bits) {
      v1::GetLinkingDetailsRequest request;
      request.set_view(view);
      request.set_transitioning((bits & 1) != 0);
      if ((bits & 2) != 0) request.mutable_identity()->set_first_name("\u00c5sa <b>");
      if ((bits & 4) != 0) {
        request.mutable_identity()->set_work_email(std::string(64, 'a') + "@" +
                                                   std::string(63, 'b') + ".example.com");
      }
      EXPECT_TRUE(Canonical().Guides(request.SerializeAsString())) << bits;
    }
  }
}

TEST(PreparedAnswers, AnswerTheCatalog) {
  const catalog::Registry registry(catalog::EmbeddedCatalog());
  grpc::ByteBuffer answer;
  ASSERT_TRUE(PreparedAnswers(registry.Current()).GetCatalog(Buffer(""), answer));
  EXPECT_EQ(Bytes(answer), catalog::GetCatalog(registry, {})->SerializeAsString());
}

TEST(PreparedAnswers, LeaveACatalogAskedForByRevision) {
  v1::GetCatalogRequest request;
  request.set_revision(Canonical().revision());
  grpc::ByteBuffer answer;
  EXPECT_FALSE(PreparedAnswers(catalog::EmbeddedCatalog())
                   .GetCatalog(Buffer(request.SerializeAsString()), answer));
}

TEST(ServedAnswers, AreThoseOfTheSnapshotServed) {
  catalog::Registry registry(catalog::EmbeddedCatalog());
  ServedAnswers answers(&registry);
  const auto before = answers.Current();
  EXPECT_EQ(answers.Current(), before);
  registry.Publish(test::SnapshotOf(test::TestCatalog()));
  EXPECT_EQ(answers.Current()->snapshot(), registry.Current());
  EXPECT_EQ(before->snapshot()->revision(), Canonical().revision());
}

}  // namespace
}  // namespace linkstat::rpc
