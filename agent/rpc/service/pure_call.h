#ifndef LINKSTAT_AGENT_RPC_SERVICE_PURE_CALL_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PURE_CALL_H_

#include <optional>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/methods.h"
#include "agent/rpc/service/served_snapshot.h"
#include "agent/rpc/service/unary.h"
#include "grpcpp/support/byte_buffer.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// Whether the response to a request may be stored. Nothing with an identity, a form or a
// linked account may: a request that no overload knows is not stored.
template <typename Request>
bool MayStore(const Request& /*request*/) {
  return false;
}
inline bool MayStore(const v1::CheckPermissionsRequest& request) {
  return !request.has_linked_account();
}
inline bool MayStore(const v1::GetLinkingDetailsRequest& request) {
  return request.subject_case() == v1::GetLinkingDetailsRequest::SUBJECT_NOT_SET;
}
inline bool MayStore(const v1::FindRequirementsRequest& /*request*/) { return true; }
inline bool MayStore(const v1::GetCatalogRequest& /*request*/) { return true; }

// A call whose response depends on the snapshot and the request alone. Where the
// response cache holds the response, it is sent and the request is not decoded.
class PureCall {
 public:
  // All must outlive this.
  PureCall(Method method, ServedSnapshot* served, const grpc::ByteBuffer& request,
           grpc::ByteBuffer& response, CallSummary& notes)
      : method_(method), served_(served), request_(request), response_(response), notes_(notes) {}
  PureCall(Method method, ServedSnapshot* served, ServerCall* call)
      : PureCall(method, served, call->request(), call->response(), call->call().notes()) {}

  // Answers the call from the cache; a batch from what the cache holds of its results,
  // and computes the others. False when nothing was answered.
  bool AnswerFromCache();

  // Answers the call by `answer(snapshot, request)`, a StatusOr of a message, and adds
  // the response to the cache. `request` is the call's, decoded.
  template <typename Request, typename Function>
  absl::Status Answer(const Request& request, const Function& answer) {
    if constexpr (std::is_same_v<Request, v1::GetLinkingDetailsRequest>) {
      if (request.has_identity() && !request.render()) return AnswerForIdentity(request);
    }
    LINKSTAT_RETURN_IF_ERROR(AnswerRequest(notes_, request, response_, [&](const Request& decoded) {
      return answer(*served_->snapshot, decoded);
    }));
    if (MayStore(request)) Store(request);
    return absl::OkStatus();
  }

 private:
  bool AnswerBatch(absl::string_view request);
  // The result of one item of a batch; absent for an item that only the whole batch's
  // decoder may judge.
  std::optional<ResponseCache::Response> ResultOf(absl::string_view item);
  // Encodes only what the identity changes.
  absl::Status AnswerForIdentity(const v1::GetLinkingDetailsRequest& request);
  void Store(const google::protobuf::Message& request);

  const Method method_;
  ServedSnapshot* const served_;
  const grpc::ByteBuffer& request_;
  grpc::ByteBuffer& response_;
  CallSummary& notes_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PURE_CALL_H_
