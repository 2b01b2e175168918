#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_COMPLETION_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_COMPLETION_H_

namespace linkstat::rpc {

// The tag of an operation on a completion queue: runs on the event loop's thread
// when the operation has ended.
class Completion {
 public:
  // `ok` as grpc::CompletionQueue::Next reports it.
  virtual void Run(bool ok) = 0;

 protected:
  ~Completion() = default;
};

// Calls a member function of its owner.
template <typename Owner, void (Owner::*Member)(bool ok)>
class MemberCompletion final : public Completion {
 public:
  explicit MemberCompletion(Owner* owner) : owner_(owner) {}

  void Run(bool ok) override { (owner_->*Member)(ok); }

 private:
  Owner* const owner_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_COMPLETION_H_
