#include "agent/rpc/service/pure_call.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "tests/rpc/service/both_ways.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using test::ParseProto;

constexpr v1::View kViews[] = {v1::VIEW_UNSPECIFIED, v1::VIEW_BASIC, v1::VIEW_FULL};

// Of the canonical catalog.
class PureCallTest : public testing::Test {
 protected:
  bool Checks(absl::string_view text) {
    return both_.CheckPermissions(
        ParseProto<v1::CheckPermissionsRequest>(text).SerializeAsString());
  }
  bool ChecksBatch(const v1::BatchCheckPermissionsRequest& batch) {
    return both_.BatchCheckPermissions(batch.SerializeAsString());
  }
  bool Details(absl::string_view text) {
    return both_.GetLinkingDetails(
        ParseProto<v1::GetLinkingDetailsRequest>(text).SerializeAsString());
  }

  BothWays both_{catalog::EmbeddedCatalog()};
};

TEST_F(PureCallTest, StoresChecksOfEverySetOfPermissionsInEveryView) {
  const v1::Catalog& catalog = both_.catalog();
  for (unsigned set = 0; set < 1U << catalog.permissions_size(); ++set) {
    for (const v1::View view : kViews) {
      v1::CheckPermissionsRequest request;
      request.set_view(view);
      request.mutable_observed();
      for (int i = 0; i < catalog.permissions_size(); ++i) {
        if ((set >> i & 1) == 0) continue;
        request.mutable_observed()->add_names(catalog.permissions(i).label());
      }
      EXPECT_TRUE(both_.CheckPermissions(request.SerializeAsString())) << set;
    }
  }
}

TEST_F(PureCallTest, StoresChecksWithoutObservedPermissions) {
  EXPECT_TRUE(Checks(""));
  EXPECT_TRUE(Checks("view: VIEW_FULL"));
}

TEST_F(PureCallTest, StoresOtherSpellingsAndUnknownNames) {
  EXPECT_TRUE(Checks("observed { names: 'manage employees' names: 'MANAGE  EMPLOYEES' }"));
  EXPECT_TRUE(Checks("observed { names: 'Nonsense' names: 'Manage Employes' }"));
}

TEST_F(PureCallTest, DoesNotStoreRejectedRequests) {
  EXPECT_FALSE(Checks("observed { names: '' }"));
  EXPECT_FALSE(Checks("expected_revision: 'x'"));
  EXPECT_FALSE(Checks("view: 7"));
  EXPECT_EQ(both_.cache().bytes(), 0u);
}

TEST(MayStore, IsFalseForWhatIsPersonal) {
  EXPECT_FALSE(MayStore(ParseProto<v1::CheckPermissionsRequest>("linked_account: ''")));
  EXPECT_FALSE(MayStore(ParseProto<v1::GetLinkingDetailsRequest>("linked_account: ''")));
  EXPECT_FALSE(MayStore(ParseProto<v1::GetLinkingDetailsRequest>("identity {}")));
  EXPECT_FALSE(MayStore(v1::CheckServiceAccountRequest()));
  EXPECT_FALSE(MayStore(v1::BatchCheckPermissionsRequest()));
}

TEST_F(PureCallTest, DoesNotStoreLinkedAccounts) {
  EXPECT_FALSE(ChecksBatch(ParseProto<v1::BatchCheckPermissionsRequest>(
      "requests { linked_account: 'acme' } requests { linked_account: 'acme' }")));
  EXPECT_EQ(both_.cache().bytes(), 0u);
}

TEST_F(PureCallTest, DoesNotStoreServiceAccounts) {
  for (const char* text :
       {"form { entries { label: 'Title' values: 'Service Account' } }",
        "expected_identity { first_name: 'Ada' work_email: 'a@example.com' } form {}",
        "observed { names: 'Manage Employees' }", ""}) {
    const auto request = ParseProto<v1::CheckServiceAccountRequest>(text);
    EXPECT_FALSE(both_.CheckServiceAccount(request.SerializeAsString())) << text;
  }
  EXPECT_EQ(both_.cache().bytes(), 0u);
}

TEST_F(PureCallTest, DoesNotStoreIdentities) {
  for (const v1::View view : kViews) {
    for (int bits = 0; bits < 16; ++bits) {
      v1::GetLinkingDetailsRequest request;
      request.set_view(view);
      request.set_transitioning((bits & 1) != 0);
      request.mutable_identity();
      if ((bits & 2) != 0) request.mutable_identity()->set_first_name("\u00c5sa <b>");
      if ((bits & 4) != 0) request.mutable_identity()->set_work_email("a@b.example.com");
      if ((bits & 8) != 0) request.set_render(v1::RENDER_TEXT);
      EXPECT_FALSE(both_.GetLinkingDetails(request.SerializeAsString())) << bits;
    }
  }
  EXPECT_EQ(both_.cache().bytes(), 0u);
}

TEST_F(PureCallTest, RejectsAnIdentityOutOfItsBounds) {
  EXPECT_FALSE(Details("identity { work_email: '@' }"));
  EXPECT_FALSE(Details("identity { first_name: 'Ada' } expected_revision: 'x'"));
  EXPECT_FALSE(Details("identity { first_name: 'Ada' } view: 7"));
}

TEST_F(PureCallTest, StoresDetailsWithoutAnIdentity) {
  EXPECT_TRUE(Details(""));
  EXPECT_TRUE(Details("view: VIEW_FULL transitioning: true render: RENDER_HTML"));
}

TEST_F(PureCallTest, StoresRequirements) {
  v1::FindRequirementsRequest request;
  request.set_data_domain(both_.catalog().data_domains(0).id());
  EXPECT_TRUE(both_.FindRequirements(request.SerializeAsString()));
  request.set_data_domain("none");
  EXPECT_FALSE(both_.FindRequirements(request.SerializeAsString()));
}

// Nobody knows what is in it.
TEST_F(PureCallTest, DoesNotStoreUnknownFields) {
  const std::string unknown("\x7a\x01x", 3);
  EXPECT_FALSE(both_.CheckPermissions(unknown));
  EXPECT_FALSE(both_.GetLinkingDetails(unknown));
  EXPECT_FALSE(both_.FindRequirements(unknown));
  EXPECT_FALSE(both_.BatchCheckPermissions(std::string("\x0a\x03\x7a\x01x", 5)));
  EXPECT_FALSE(both_.BatchCheckPermissions(std::string("\x0a\x00\x7a\x01x", 5)));
  EXPECT_EQ(both_.cache().bytes(), 0u);
}

TEST_F(PureCallTest, AnswersABatchOfOrdinaryOddAndRejectedItems) {
  EXPECT_TRUE(ChecksBatch(ParseProto<v1::BatchCheckPermissionsRequest>(R"pb(
    requests { observed { names: "Manage Employees" } }
    requests { observed { names: "manage employees" names: "Nonsense" } }
    requests { expected_revision: "x" }
    requests {}
    requests {
      observed { names: "Manage Employees" }
      view: VIEW_FULL
    })pb")));
}

TEST_F(PureCallTest, AnswersBatchesUpToTheirBound) {
  EXPECT_FALSE(ChecksBatch({}));
  v1::BatchCheckPermissionsRequest batch;
  for (int i = 0; i < 1000; ++i) batch.add_requests();
  EXPECT_TRUE(ChecksBatch(batch));
  batch.add_requests();
  EXPECT_FALSE(ChecksBatch(batch));
}

TEST_F(PureCallTest, DoesNotTakeAnItemOfABatchForACheck) {
  const auto check = ParseProto<v1::CheckPermissionsRequest>("view: VIEW_FULL");
  v1::BatchCheckPermissionsRequest batch;
  *batch.add_requests() = check;
  EXPECT_TRUE(ChecksBatch(batch));
  EXPECT_TRUE(both_.CheckPermissions(check.SerializeAsString()));
}

TEST_F(PureCallTest, AnswersARequestInSeveralPieces) {
  const std::string bytes = ParseProto<v1::CheckPermissionsRequest>(
                                absl::StrCat("observed { names: '", std::string(100, 'a'), "' }"))
                                .SerializeAsString();
  ResponseCache::Counts counts;
  ServedSnapshot served(catalog::EmbeddedCatalog(), &counts);
  const grpc::Slice pieces[] = {grpc::Slice(bytes.substr(0, 50)), grpc::Slice(bytes.substr(50))};
  const grpc::ByteBuffer request(pieces, 2);
  grpc::ByteBuffer response;
  CallSummary notes;
  PureCall call(Method::kCheckPermissions, &served, request, response, notes);
  EXPECT_FALSE(call.AnswerFromCache());
  for (int i = 0; i < 2; ++i) {
    v1::CheckPermissionsRequest decoded;
    ASSERT_TRUE(Decode(request, decoded).ok());
    ASSERT_TRUE(call.Answer(decoded, core::CheckPermissions).ok());
  }
  EXPECT_TRUE(call.AnswerFromCache());
}

TEST(ServedSnapshots, StartWithAnEmptyCacheForEachSnapshot) {
  catalog::Registry registry(catalog::EmbeddedCatalog());
  ServedSnapshots snapshots(&registry);
  const auto before = snapshots.Current();
  EXPECT_EQ(before, snapshots.Current());
  for (int i = 0; i < 2; ++i) {
    before->responses.Add(Method::kCheckPermissions, "request", {grpc::Slice("response"), {}});
  }
  registry.Publish(test::SnapshotOf(test::TestCatalog()));
  const auto after = snapshots.Current();
  EXPECT_EQ(after->snapshot, registry.Current());
  EXPECT_FALSE(after->responses.Find(Method::kCheckPermissions, "request").has_value());
  EXPECT_TRUE(before->responses.Find(Method::kCheckPermissions, "request").has_value());
}

}  // namespace
}  // namespace linkstat::rpc
