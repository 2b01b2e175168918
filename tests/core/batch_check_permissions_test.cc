#include <gmock/gmock.h>

#include "agent/base/error.h"
#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using testing::ElementsAre;

TEST(BatchCheckPermissions, AnswersEachRequestAsAloneAndInOrder) {
  const auto request = test::ParseProto<v1::BatchCheckPermissionsRequest>(R"pb(
    requests { observed { names: "manage employees" } }
    requests { observed { names: "" } }
    requests { view: VIEW_FULL }
    requests { expected_revision: "ffffffffffffffffffffffffffffffff" }
  )pb");

  const auto response = BatchCheckPermissions(test::TestSnapshot(), request);

  ASSERT_TRUE(response.ok()) << response.status();
  v1::BatchCheckPermissionsResponse expected;
  expected.set_catalog_revision(test::kTestRevision);
  for (const auto& check : request.requests()) {
    const auto alone = CheckPermissions(test::TestSnapshot(), check);
    v1::BatchCheckPermissionsResult& result = *expected.add_results();
    if (alone.ok()) *result.mutable_response() = *alone;
    if (!alone.ok()) *result.mutable_error() = ToRpcStatus(alone.status());
  }
  EXPECT_THAT(*response, test::EqualsProto(expected));
}

TEST(BatchCheckPermissions, FailsABadItemAlone) {
  const auto response = BatchCheckPermissions(
      test::TestSnapshot(), test::ParseProto<v1::BatchCheckPermissionsRequest>(
                                "requests { observed { names: '' } } requests {}"));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 2);
  EXPECT_EQ(response->results(0).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(response->results(0).error().message(), "observed.names[0] is empty or blank");
  EXPECT_EQ(response->results(1).response().verdict(), v1::VERDICT_INDETERMINATE);
}

TEST(BatchCheckPermissions, RefusesAnEmptyBatch) {
  const auto response =
      BatchCheckPermissions(test::TestSnapshot(), v1::BatchCheckPermissionsRequest());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(test::ViolationsOf(response.status()), ElementsAre("requests is empty"));
}

v1::BatchCheckPermissionsRequest BatchOf(int size) {
  v1::BatchCheckPermissionsRequest request;
  for (int i = 0; i < size; ++i) request.add_requests();
  return request;
}

TEST(BatchCheckPermissions, AllowsTheWholeBound) {
  const auto response = BatchCheckPermissions(test::TestSnapshot(), BatchOf(1000));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results_size(), 1000);
}

TEST(BatchCheckPermissions, RefusesALongerBatch) {
  const auto response = BatchCheckPermissions(test::TestSnapshot(), BatchOf(1001));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(test::ViolationsOf(response.status()),
              ElementsAre("requests has 1001 entries, more than 1000"));
}

}  // namespace
}  // namespace linkstat::core
