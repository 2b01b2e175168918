// The response cache against the functions that compute: what the cache answers is what
// is computed. An input's first byte chooses the method, the rest is the request.

#include <string>

#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/pure_call.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using rpc::Method;

// Has `request` answered with a cache until the cache holds the response, and compares
// with what `compute` returns.
template <typename Request, typename Response>
void RequireSame(Method method, const grpc::ByteBuffer& request,
                 absl::StatusOr<Response> (*compute)(const core::Snapshot&, const Request&)) {
  static rpc::ResponseCache::Counts counts;
  static auto* const served = new rpc::ServedSnapshot(catalog::EmbeddedCatalog(), &counts);
  Request decoded;
  const absl::Status malformed = rpc::Decode(request, decoded);
  const auto computed =
      malformed.ok() ? compute(*served->snapshot, decoded) : absl::StatusOr<Response>(malformed);
  for (int i = 0; i < 3; ++i) {
    grpc::ByteBuffer bytes;
    rpc::CallSummary notes;
    rpc::PureCall call(method, served, request, bytes, notes);
    absl::Status status;
    if (!call.AnswerFromCache()) {
      status = malformed.ok() ? call.Answer(decoded, compute) : malformed;
    }
    Require(status == computed.status(), "both ways give the same status");
    if (!status.ok()) continue;
    Response response;
    Require(rpc::Decode(bytes, response).ok(), "a response can be decoded");
    Require(response.SerializeAsString() == computed->SerializeAsString(),
            "both ways give the same response");
  }
}

void Run(absl::string_view input) {
  if (input.empty()) return;
  const grpc::Slice slice(input.data() + 1, input.size() - 1);
  const grpc::ByteBuffer request(&slice, 1);
  switch (static_cast<uint8_t>(input[0]) % 3) {
    case 0:
      return RequireSame(Method::kCheckPermissions, request, core::CheckPermissions);
    case 1:
      return RequireSame<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
          Method::kBatchCheckPermissions, request, core::BatchCheckPermissions);
    default:
      return RequireSame(Method::kGetLinkingDetails, request, core::GetLinkingDetails);
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
