// The fast path against the full one: what is prepared is what is computed, to the
// byte. An input's first byte chooses the method, the rest is the request.

#include <string>

#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/prepared_answers.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

grpc::ByteBuffer Buffer(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  Require(buffer.DumpToSingleSlice(&slice).ok(), "an answer has bytes");
  return std::string(slice.begin(), slice.end());
}

// `prepared` is the answer of the fast path to `request`, which `full` answers.
template <typename Request, typename Response>
void RequireSame(const grpc::ByteBuffer& request, const grpc::ByteBuffer& prepared,
                 absl::StatusOr<Response> (*full)(const core::Snapshot&, const Request&)) {
  Request decoded;
  Require(rpc::Decode(request, decoded).ok(), "only a request that can be read is prepared");
  const auto answer = full(*catalog::EmbeddedCatalog(), decoded);
  Require(answer.ok(), "no request that is refused is prepared");
  Require(Bytes(prepared) == Bytes(rpc::Encode(*answer)), "both ways give the same bytes");
}

void Run(absl::string_view input) {
  if (input.empty()) return;
  static const rpc::PreparedAnswers* const answers =
      new rpc::PreparedAnswers(catalog::EmbeddedCatalog());
  const grpc::ByteBuffer request = Buffer(input.substr(1));
  grpc::ByteBuffer prepared;
  telemetry::DecisionCounts decisions;
  switch (static_cast<uint8_t>(input[0]) % 3) {
    case 0:
      if (!answers->CheckPermissions(request, prepared, decisions)) return;
      return RequireSame(request, prepared, core::CheckPermissions);
    case 1:
      if (!answers->BatchCheckPermissions(request, prepared, decisions)) return;
      return RequireSame<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
          request, prepared, core::BatchCheckPermissions);
    default:
      if (!answers->GetLinkingDetails(request, prepared)) return;
      return RequireSame(request, prepared, core::GetLinkingDetails);
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
