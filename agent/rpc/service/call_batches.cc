#include "agent/rpc/service/call_batches.h"

#include <utility>

#include "agent/rpc/service/blocking.h"

namespace linkstat::rpc {
namespace {

// One batch is made and answered while another is at the store.
constexpr int kThreads = 2;
// As many as two commits take: one more would wait longer than it is worth.
constexpr size_t kMostPending = 96;
// Less than half of the time after which a refused caller is to come back.
constexpr absl::Duration kPushback = absl::Milliseconds(100);
// Each holds what gRPC keeps of a call: some 12 KiB and the request.
constexpr size_t kMostRefused = 1'000;

}  // namespace

CallBatches::CallBatches(const char* name, BatchExecutor<ServerCall*>::Work work)
    : refusals_("refusals", kPushback, kMostRefused),
      pending_({.name = name, .threads = kThreads, .most = kMostPending}, std::move(work)) {}

void CallBatches::Answer(ServerCall* call) {
  if (pending_.TryAdd(call)) return;
  // It takes nobody's place among the calls in flight while it waits.
  refusals_.Run(
      [call, status = call->call().CloseWith(ExecutorOverloaded())] { call->Send(status); });
}

}  // namespace linkstat::rpc
