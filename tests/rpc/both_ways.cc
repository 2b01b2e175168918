#include "tests/rpc/both_ways.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "agent/rpc/unary.h"

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

template <typename Request, typename Response>
bool BothWays::Answers(bool (PreparedAnswers::*fast)(const grpc::ByteBuffer&, grpc::ByteBuffer&)
                           const,
                       absl::StatusOr<Response> (*full)(const core::Snapshot&, const Request&),
                       const std::string& request) const {
  grpc::ByteBuffer answer;
  if (!(prepared_.*fast)(Buffer(request), answer)) return false;
  grpc::ByteBuffer in_full;
  const absl::Status status = AnswerBytes<Request>(
      Buffer(request), in_full, [&](const Request& decoded) { return full(*snapshot_, decoded); });
  EXPECT_TRUE(status.ok()) << absl::CHexEscape(request) << ": " << status;
  EXPECT_EQ(Bytes(answer), Bytes(in_full)) << absl::CHexEscape(request);
  return true;
}

bool BothWays::Checks(const std::string& request) const {
  return Answers(&PreparedAnswers::CheckPermissions, core::CheckPermissions, request);
}

bool BothWays::ChecksBatch(const std::string& request) const {
  return Answers<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      &PreparedAnswers::BatchCheckPermissions, core::BatchCheckPermissions, request);
}

bool BothWays::Guides(const std::string& request) const {
  return Answers(&PreparedAnswers::GetLinkingDetails, core::GetLinkingDetails, request);
}

const BothWays& Canonical() {
  static const auto* const both = new BothWays(catalog::EmbeddedCatalog());
  return *both;
}

}  // namespace linkstat::rpc
