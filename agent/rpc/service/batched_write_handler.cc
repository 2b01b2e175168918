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
constexpr size_t kMostPendingBytes = size_t{6} << 20;
// Less than half of the time after which a rejected caller is to retry.
constexpr absl::Duration kPushback = absl::Milliseconds(100);
// Each holds what gRPC keeps of a call: some 12 KiB and the request.
constexpr size_t kMostRefused = 1'000;
constexpr size_t kMostRefusedBytes = size_t{64} << 10;

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

BatchedWriteHandler::BatchedWriteHandler(service::Accounts* accounts)
    : accounts_(accounts),
      refusals_("refusals", kPushback, kMostRefused),
      pending_({.name = "writes", .threads = kThreads, .most = kMostPending, .in_turns = true},
               [this](const std::vector<ServerCall*>& calls) { AnswerAll(calls); }) {}

void BatchedWriteHandler::Answer(ServerCall* call) {
  if (TryAdd(call)) return;
  if (call->request().Length() > kMostRefusedBytes) return call->FinishWith(ExecutorOverloaded());
  // It is not counted among the calls in flight while it waits.
  refusals_.Run(
      [call, status = call->call().CloseWith(ExecutorOverloaded())] { call->Send(status); });
}

bool BatchedWriteHandler::TryAdd(ServerCall* call) {
  const size_t bytes = call->request().Length();
  if (pending_bytes_.fetch_add(bytes) < kMostPendingBytes && pending_.TryAdd(call)) return true;
  pending_bytes_.fetch_sub(bytes);
  return false;
}

void BatchedWriteHandler::AnswerAll(const std::vector<ServerCall*>& calls) {
  MethodCalls creates(accounts_->create());
  MethodCalls reports(accounts_->report());
  MethodCalls deletes(accounts_->remove());
  size_t bytes = 0;
  for (ServerCall* call : calls) {
    bytes += call->request().Length();
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
  pending_.EndTurn();
  std::vector<ClosedCall> closed;
  creates.Close(closed);
  reports.Close(closed);
  deletes.Close(closed);
  // Once for all of them.
  if (!closed.empty()) closed.front().call->call().AwaitAudit();
  // Before the answers: a caller that has one may send its next request.
  pending_bytes_.fetch_sub(bytes);
  for (const ClosedCall& it : closed) it.call->Send(it.status);
}

}  // namespace linkstat::rpc
