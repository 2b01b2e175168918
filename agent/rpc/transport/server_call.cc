#include "agent/rpc/transport/server_call.h"

#include <utility>

#include "agent/base/error.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

void ServerCall::Await(grpc::AsyncGenericService* service, EventLoop* loop,
                       CallDispatcher* dispatcher) {
  auto* call = new ServerCall(service, loop, dispatcher);
  call->context_.AsyncNotifyWhenDone(&call->ended_);
  service->RequestCall(&call->context_, &call->stream_, loop->queue(), loop->queue(),
                       &call->arrived_);
}

ServerCall::ServerCall(grpc::AsyncGenericService* service, EventLoop* loop,
                       CallDispatcher* dispatcher)
    : service_(service), loop_(loop), dispatcher_(dispatcher) {
  loop_->AddCall();
}

void ServerCall::Delete() {
  EventLoop* const loop = loop_;
  delete this;
  loop->RemoveCall();
}

// `ended_` is reported only of calls that have begun.
void ServerCall::Arrived(bool ok) {
  if (!ok) return Delete();
  Await(service_, loop_, dispatcher_);
  dispatcher_->Dispatch(this);
}

void ServerCall::ReadRequest(Handle handle, const void* state) {
  handle_ = handle;
  handle_state_ = state;
  StartRead(&request_);
}

void ServerCall::StartRead(grpc::ByteBuffer* message) {
  pending_.fetch_add(1, std::memory_order_relaxed);
  stream_.Read(message, &read_ended_);
}

void ServerCall::StartWrite(const grpc::ByteBuffer& message) {
  HoldWrites();
  pending_.fetch_add(1, std::memory_order_relaxed);
  stream_.Write(message, &write_ended_);
}

void ServerCall::ReadEnded(bool ok) {
  if (const Handle handle = std::exchange(handle_, nullptr); handle != nullptr) {
    if (cancelled_) {
      FinishCancelled();
    } else if (!ok) {
      FinishAfterLastRead(MalformedMessage("", "the call carries no request"));
    } else {
      handle(handle_state_, this);
    }
  } else if (handler_ != nullptr) {
    handler_->OnReadDone(ok);
  }
  Release();
}

void ServerCall::WriteEnded(bool ok) {
  if (handler_ != nullptr) handler_->OnWriteDone(ok);
  Release();
}

void ServerCall::HoldWrites() {
  if (loop_->HoldsNextWrite()) loop_->BeforeWrite(context_.peer());
}

void ServerCall::Send(const grpc::Status& status) {
  HoldWrites();
  if (status.ok() && response_.Valid()) {
    stream_.WriteAndFinish(response_, grpc::WriteOptions(), status, &finished_);
  } else {
    stream_.Finish(status, &finished_);
  }
}

void ServerCall::FinishAfterLastRead(absl::Status status) {
  end_status_ = std::move(status);
  Send(ToGrpcStatus(*end_status_));
}

void ServerCall::Ended(bool /*ok*/) {
  cancelled_ = context_.IsCancelled();
  if (cancelled_ && handler_ != nullptr) handler_->OnCancel();
  Release();
}

void ServerCall::CloseAtEnd() {
  if (context_.IsCancelled()) {
    static_cast<void>(call_->CallerLeft());
  } else {
    static_cast<void>(call_->Close(*end_status_));
  }
}

void ServerCall::Finished(bool /*ok*/) { Release(); }

void ServerCall::Release() {
  if (pending_.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
  if (end_status_.has_value()) CloseAtEnd();
  if (handler_ != nullptr) handler_->OnDone();
  Delete();
}

}  // namespace linkstat::rpc
