#include "agent/rpc/service/batched_write_handler.h"

#include <deque>
#include <utility>

#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/unary.h"

namespace linkstat::rpc {
namespace {

// One answers the calls of a batch while the other one is at the store.
constexpr int kThreads = 2;
// As many as two commits take: one more would wait longer than it is worth.
constexpr size_t kMostPending = 96;
// Less than half of the time after which a rejected caller is to retry.
constexpr absl::Duration kPushback = absl::Milliseconds(100);
// Each holds what gRPC keeps of a call: some 12 KiB and the request.
constexpr size_t kMostRefused = 1'000;
// In bytes, of a request that is answered in a batch.
constexpr size_t kMaxBatchedRequest = size_t{64} << 10;

struct ClosedCall {
  ServerCall* call;
  grpc::Status status;
};

// The calls of one method in a batch.
template <typename UseCase>
class MethodCalls {
 public:
  using Request = typename UseCase::Request;

  explicit MethodCalls(const UseCase& use_case) : use_case_(use_case) {}

  // Ends the call when its request is malformed.
  void Add(ServerCall* call) {
    const absl::Status status = Decode(call->request(), requests_.emplace_back());
    if (status.ok()) {
      calls_.push_back(call);
    } else {
      requests_.pop_back();
      call->Finish(status);
    }
  }

  void Plan(service::AccountChanges& changes) {
    std::vector<const Request*> requests;
    for (const Request& request : requests_) requests.push_back(&request);
    results_.resize(requests.size());
    use_case_.Plan(requests, results_, changes);
  }

  // Once the changes are made.
  void Close(std::vector<ClosedCall>& closed) {
    for (size_t i = 0; i < calls_.size(); ++i) {
      Call& call = calls_[i]->call();
      const auto result = [&](const Request&) { return std::move(results_[i]); };
      closed.push_back({calls_[i], call.Close(AnswerRequest(call.notes(), requests_[i],
                                                            calls_[i]->response(), result))});
    }
  }

 private:
  const UseCase& use_case_;
  std::vector<ServerCall*> calls_;
  // Of the calls.
  std::deque<Request> requests_;
  std::vector<typename UseCase::Result> results_;
};

}  // namespace

BatchedWriteHandler::BatchedWriteHandler(service::Accounts* accounts, Executor* large)
    : accounts_(accounts),
      large_(large),
      refusals_("refusals", kPushback, kMostRefused),
      pending_({.name = "writes", .threads = kThreads, .most = kMostPending, .in_turns = true},
               [this](const std::vector<ServerCall*>& calls) {
                 AnswerAll(calls, [this] { pending_.EndTurn(); });
               }) {}

void BatchedWriteHandler::Answer(ServerCall* call) {
  if (call->request().Length() > kMaxBatchedRequest) {
    const bool runs = large_->TryRun([this, call] { AnswerAll({call}, [] {}); });
    if (!runs) call->FinishWith(ExecutorOverloaded());
  } else if (!pending_.TryAdd(call)) {
    // It is not counted among the calls in flight while it waits.
    refusals_.Run(
        [call, status = call->call().CloseWith(ExecutorOverloaded())] { call->Send(status); });
  }
}

void BatchedWriteHandler::AnswerAll(const std::vector<ServerCall*>& calls,
                                    absl::FunctionRef<void()> made) {
  MethodCalls creates(accounts_->create());
  MethodCalls reports(accounts_->report());
  MethodCalls deletes(accounts_->remove());
  for (ServerCall* call : calls) {
    const Method method = call->call().facts().method;
    if (method == Method::kCreateLinkedAccount) {
      creates.Add(call);
    } else if (method == Method::kReportServiceAccount) {
      reports.Add(call);
    } else {
      deletes.Add(call);
    }
  }
  service::AccountChanges changes;
  creates.Plan(changes);
  reports.Plan(changes);
  deletes.Plan(changes);
  accounts_->Make(changes);
  made();
  std::vector<ClosedCall> closed;
  creates.Close(closed);
  reports.Close(closed);
  deletes.Close(closed);
  // Once for all of them.
  if (!closed.empty()) closed.front().call->call().AwaitAudit();
  for (const ClosedCall& it : closed) it.call->Send(it.status);
}

}  // namespace linkstat::rpc
