#include "tests/rpc/service/both_ways.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/pure_call.h"

namespace linkstat::rpc {
namespace {

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return "no bytes";
  return std::string(slice.begin(), slice.end());
}

struct Outcome {
  absl::Status status;
  // The response as a message would be encoded anew: its fields may come in any order.
  std::string response;
  telemetry::DecisionCounts decisions;
};

template <typename Response>
Outcome OutcomeOf(const absl::Status& status, const grpc::ByteBuffer& bytes,
                  const CallSummary& notes) {
  Response response;
  if (status.ok()) {
    EXPECT_TRUE(response.ParseFromString(BytesOf(bytes)));
  }
  return {status, response.SerializeAsString(), notes.decisions};
}

void ExpectEqual(const Outcome& answered, const Outcome& computed, const std::string& request) {
  SCOPED_TRACE(absl::CHexEscape(request));
  EXPECT_EQ(answered.status, computed.status);
  EXPECT_EQ(answered.response, computed.response);
  EXPECT_EQ(answered.decisions.verdicts, computed.decisions.verdicts);
  EXPECT_EQ(answered.decisions.unrecognized_names, computed.decisions.unrecognized_names);
}

}  // namespace

template <typename Request, typename Response>
bool BothWays::Answers(Method method,
                       absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
                       const std::string& request) {
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  Outcome computed;
  {
    grpc::ByteBuffer response;
    CallSummary notes;
    const absl::Status status = AnswerBytes<Request>(
        notes, bytes, response,
        [&](const Request& decoded) { return answer(*served_.snapshot, decoded); });
    computed = OutcomeOf<Response>(status, response, notes);
  }
  bool from_cache = false;
  for (int i = 0; i < 3; ++i) {
    grpc::ByteBuffer response;
    CallSummary notes;
    PureCall call(method, &served_, bytes, response, notes);
    from_cache = call.AnswerFromCache();
    absl::Status status;
    if (!from_cache) {
      Request decoded;
      status = Decode(bytes, decoded);
      if (status.ok()) status = call.Answer(decoded, answer);
    }
    ExpectEqual(OutcomeOf<Response>(status, response, notes), computed, request);
  }
  return from_cache;
}

bool BothWays::CheckPermissions(const std::string& request) {
  return Answers<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse>(
      Method::kCheckPermissions, core::CheckPermissions, request);
}

bool BothWays::BatchCheckPermissions(const std::string& request) {
  return Answers<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      Method::kBatchCheckPermissions, core::BatchCheckPermissions, request);
}

bool BothWays::CheckServiceAccount(const std::string& request) {
  return Answers<v1::CheckServiceAccountRequest, v1::CheckServiceAccountResponse>(
      Method::kCheckServiceAccount, core::CheckServiceAccount, request);
}

bool BothWays::GetLinkingDetails(const std::string& request) {
  return Answers<v1::GetLinkingDetailsRequest, v1::GetLinkingDetailsResponse>(
      Method::kGetLinkingDetails, core::GetLinkingDetails, request);
}

bool BothWays::FindRequirements(const std::string& request) {
  return Answers<v1::FindRequirementsRequest, v1::FindRequirementsResponse>(
      Method::kFindRequirements, core::FindRequirements, request);
}

}  // namespace linkstat::rpc
