#ifndef LINKSTAT_AGENT_RPC_SERVICE_CALL_BATCHES_H_
#define LINKSTAT_AGENT_RPC_SERVICE_CALL_BATCHES_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "agent/base/batch_executor.h"
#include "agent/base/delayed_task_queue.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/unary.h"
#include "agent/rpc/transport/server_call.h"

namespace linkstat::rpc {

// The calls of one method that writes to the store: those that come while others are
// at the store are answered together, which costs a commit and a few wake-ups for
// all of them. Thread-safe.
//
// What is one too many is refused as OVERLOADED a little later than it could be.
// Whoever is refused is to come back in 250 ms; a caller who does not is held
// up by the bound on the calls of its connection, and does not take the cores from
// those that were admitted.
class CallBatches {
 public:
  // In bytes, of a request. A larger one is for a thread of its own: many must not be
  // held at a time, nor stand in the way of the others in a batch.
  static constexpr size_t kMaxRequest = 64 << 10;

  // `work` ends every call, as AnswerAll does; it runs on two threads at a time, whose
  // name is as of StartThread.
  CallBatches(const char* name, BatchExecutor<ServerCall*>::Work work);

  void Answer(ServerCall* call);

 private:
  DelayedTaskQueue refusals_;
  BatchExecutor<ServerCall*> pending_;
};

// Ends each call by `answer(requests)`, which returns a StatusOr of a message for each
// of the requests, which are those that can be read, in their order.
template <typename Request, typename Answer>
void AnswerAll(const std::vector<ServerCall*>& calls, const Answer& answer) {
  std::vector<Request> decoded(calls.size());
  std::vector<const Request*> requests;
  std::vector<ServerCall*> asking;
  for (size_t i = 0; i < calls.size(); ++i) {
    const absl::Status status = Decode(calls[i]->request(), decoded[i]);
    if (status.ok()) {
      requests.push_back(&decoded[i]);
      asking.push_back(calls[i]);
    } else {
      calls[i]->Finish(status);
    }
  }
  auto answers = answer(requests);
  std::vector<grpc::Status> ends;
  for (size_t i = 0; i < asking.size(); ++i) {
    Call& call = asking[i]->call();
    const auto give = [&](const Request&) { return std::move(answers[i]); };
    ends.push_back(
        call.Close(AnswerRequest(call.notes(), *requests[i], asking[i]->response(), give)));
  }
  // Once for all of them.
  if (!asking.empty()) asking.front()->call().AwaitAudit();
  for (size_t i = 0; i < asking.size(); ++i) asking[i]->Send(ends[i]);
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_CALL_BATCHES_H_
