#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_SERVER_CALL_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_SERVER_CALL_H_

#include <atomic>
#include <optional>

#include "absl/status/status.h"
#include "agent/rpc/call/call.h"
#include "agent/rpc/transport/event_loop.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace linkstat::rpc {

class ServerCall;

// Receives the calls of a server, on the thread of an event loop.
class CallDispatcher {
 public:
  // A call came in; its message was not read. It is answered by Finish, at once or
  // later.
  virtual void Dispatch(ServerCall* call) = 0;

 protected:
  ~CallDispatcher() = default;
};

// Handles a streaming call. The methods run on the thread of the call's event loop.
class StreamHandler {
 public:
  virtual ~StreamHandler() = default;

  // The read has ended; false: there is no further message, or the call is over.
  virtual void OnReadDone(bool /*ok*/) {}
  // The write has ended; false: the call is over.
  virtual void OnWriteDone(bool /*ok*/) {}
  // The client cancelled the call or its connection is gone. The handler must still
  // call Finish, once.
  virtual void OnCancel() {}
  // Called last, after Finish: the call no longer exists when this returns.
  virtual void OnDone() = 0;
};

// One call of any method, as bytes. Owns itself until its end: after Finish nothing
// of it may be used but by OnDone.
//
// Threads. StartRead, StartWrite and Finish may be called from any thread, one at a
// time each; the object stays until the operations that were started have ended.
class ServerCall {
 public:
  // Waits on `loop` for the next call of `service`, which goes to `dispatcher`, and
  // then for the one after it. All must outlive the server's calls.
  static void Await(grpc::AsyncGenericService* service, EventLoop* loop,
                    CallDispatcher* dispatcher);

  ServerCall(const ServerCall&) = delete;
  ServerCall& operator=(const ServerCall&) = delete;

  // The path of the method: `/SERVICE/METHOD`.
  const std::string& path() const { return context_.method(); }
  grpc::ServerContextBase* context() { return &context_; }

  // What the interceptors know of the call; set by the dispatcher, at first absent.
  void Open(Call call) { call_ = std::move(call); }
  Call& call() { return *call_; }

  // Reads the one request of a call, then runs `handle(this)` on the loop. A call
  // without a request is MALFORMED_MESSAGE, and one that was cancelled ends as such.
  using Handle = void (*)(const void* state, ServerCall* call);
  void ReadRequest(Handle handle, const void* state);
  const grpc::ByteBuffer& request() const { return request_; }
  // Where the answer is put before Finish.
  grpc::ByteBuffer& response() { return response_; }

  // Lets `handler` have the events of the call from now on; it must live until
  // OnDone.
  void Attach(StreamHandler* handler) { handler_ = handler; }
  // At most one read and one write at a time. The message that is read must live until
  // the read has ended; the one that is written is copied, with its bytes shared.
  void StartRead(grpc::ByteBuffer* message);
  void StartWrite(const grpc::ByteBuffer& message);
  // Ends the call as soon as possible. The handler still calls Finish.
  void Cancel() { context_.TryCancel(); }

  // Ends the call: closes it with the interceptors, and sends the response, when the
  // status is OK and there is one, and the status. Exactly once.
  void Finish(const absl::Status& status) { Send(call_->Close(status)); }
  // As Finish, with a status that was made before and is no internal error.
  void FinishWith(const grpc::Status& made) { Send(call_->CloseWith(made)); }
  // Likewise for a call that was cancelled.
  void FinishCancelled() { Send(call_->CallerLeft()); }
  // Ends a call after a read that returned no message. Whether the client sent everything
  // or cancelled the call is known at the end of the call only; it is closed
  // with the interceptors then, with `status` or as cancelled.
  void FinishAfterLastRead(absl::Status status = absl::OkStatus());
  // Sends the status of a call that was closed with the interceptors or was never
  // opened.
  void Send(const grpc::Status& status);

 private:
  ServerCall(grpc::AsyncGenericService* service, EventLoop* loop, CallDispatcher* dispatcher);
  ~ServerCall() = default;

  void HoldWrites();
  void Arrived(bool ok);
  void ReadEnded(bool ok);
  void WriteEnded(bool ok);
  void Ended(bool ok);
  void Finished(bool ok);
  // Ends one of the operations that keep the object.
  void Release();
  void CloseAtEnd();
  void Delete();

  grpc::AsyncGenericService* const service_;
  EventLoop* const loop_;
  CallDispatcher* const dispatcher_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_{&context_};
  std::optional<Call> call_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  StreamHandler* handler_ = nullptr;
  // See FinishAfterLastRead.
  std::optional<absl::Status> end_status_;
  // Used on the loop's thread only.
  bool cancelled_ = false;
  Handle handle_ = nullptr;
  const void* handle_state_ = nullptr;
  // The end of the call, the end of Finish, and each read and write under way.
  std::atomic<int> pending_{2};
  MemberCompletion<ServerCall, &ServerCall::Arrived> arrived_{this};
  MemberCompletion<ServerCall, &ServerCall::ReadEnded> read_ended_{this};
  MemberCompletion<ServerCall, &ServerCall::WriteEnded> write_ended_{this};
  MemberCompletion<ServerCall, &ServerCall::Ended> ended_{this};
  MemberCompletion<ServerCall, &ServerCall::Finished> finished_{this};
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_SERVER_CALL_H_
