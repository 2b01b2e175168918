#ifndef LINKSTAT_AGENT_RPC_SERVICE_METHOD_HANDLERS_H_
#define LINKSTAT_AGENT_RPC_SERVICE_METHOD_HANDLERS_H_

#include <array>
#include <functional>
#include <utility>

#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/call/methods.h"
#include "agent/rpc/transport/server_call.h"

namespace linkstat::rpc {

// How a call ends whose method the agent does not have.
enum class UnknownMethods {
  // As CallInterceptors::EndUnknown.
  kAuthorized,
  // UNIMPLEMENTED, and neither counted nor audited: for a listener whose callers are not
  // authenticated, which must not fill the audit.
  kUnimplemented,
};

// The functions that answer calls, by method. Filled before the server starts, then
// only read.
class MethodHandlers final : public CallDispatcher {
 public:
  // Answers a call that was admitted, and ends it at once or later. Runs on an event
  // loop and must not block.
  using Handler = std::function<void(ServerCall* call)>;

  // `interceptors` must outlive the handlers.
  explicit MethodHandlers(CallInterceptors* interceptors,
                          UnknownMethods unknown = UnknownMethods::kAuthorized)
      : interceptors_(interceptors), unknown_(unknown) {}

  // For a method that takes one request, which is read before `handler` runs.
  void Add(Method method, Handler handler) {
    entries_[static_cast<size_t>(method)] = {std::move(handler), true, interceptors_};
  }

  // For a method that takes a stream of requests; `handler` reads them.
  void AddReader(Method method, Handler handler) {
    entries_[static_cast<size_t>(method)] = {std::move(handler), false, interceptors_};
  }

  // A method without a handler is UNIMPLEMENTED.
  void Dispatch(ServerCall* call) override;

 private:
  struct Entry {
    Handler handler;
    bool reads_request = false;
    CallInterceptors* interceptors = nullptr;
  };

  static void AdmitAndHandle(const void* entry, ServerCall* call);

  grpc::Status EndUnknown(ServerCall* call) const;

  CallInterceptors* const interceptors_;
  const UnknownMethods unknown_;
  std::array<Entry, kMethods> entries_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_METHOD_HANDLERS_H_
