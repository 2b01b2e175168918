#include "tests/rpc/service/both_ways.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "absl/strings/escaping.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/unary.h"

namespace linkstat::rpc {

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return "no bytes";
  return std::string(slice.begin(), slice.end());
}

BothWays::BothWays(core::SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)), prepared_(snapshot_) {}

template <typename Request, typename Response, typename Fast>
bool BothWays::Answers(const Fast& fast,
                       absl::StatusOr<Response> (*full)(const core::Snapshot&, const Request&),
                       const std::string& request) const {
  grpc::ByteBuffer answer;
  telemetry::DecisionCounts decisions;
  if (!fast(Buffer(request), answer, decisions)) return false;
  grpc::ByteBuffer in_full;
  CallSummary notes;
  const absl::Status status =
      AnswerBytes<Request>(notes, Buffer(request), in_full,
                           [&](const Request& decoded) { return full(*snapshot_, decoded); });
  EXPECT_TRUE(status.ok()) << absl::CHexEscape(request) << ": " << status;
  EXPECT_EQ(Bytes(answer), Bytes(in_full)) << absl::CHexEscape(request);
  EXPECT_EQ(decisions.verdicts, notes.decisions.verdicts) << absl::CHexEscape(request);
  EXPECT_EQ(decisions.unrecognized_names, notes.decisions.unrecognized_names)
      << absl::CHexEscape(request);
  return true;
}

bool BothWays::Checks(const std::string& request) const {
  return Answers<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse>(
      std::bind_front(&PreparedAnswers::CheckPermissions, &prepared_), core::CheckPermissions,
      request);
}

bool BothWays::ChecksBatch(const std::string& request) const {
  return Answers<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      std::bind_front(&PreparedAnswers::BatchCheckPermissions, &prepared_),
      core::BatchCheckPermissions, request);
}

bool BothWays::Guides(const std::string& request) const {
  return Answers<v1::GetLinkingDetailsRequest, v1::GetLinkingDetailsResponse>(
      [this](const grpc::ByteBuffer& bytes, grpc::ByteBuffer& answer,
             telemetry::DecisionCounts& /*decisions*/) {
        return prepared_.GetLinkingDetails(bytes, answer);
      },
      core::GetLinkingDetails, request);
}

const BothWays& Canonical() {
  static const auto* const both = new BothWays(catalog::EmbeddedCatalog());
  return *both;
}

}  // namespace linkstat::rpc
