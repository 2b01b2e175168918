#include "agent/rpc/stream/event_stream.h"

#include <utility>

#include "agent/rpc/stream/stream_list.h"

namespace linkstat::rpc {

void EventStream::Connect(const std::shared_ptr<EventStream>& stream) {
  stream->source_->SetWake([weak = std::weak_ptr<EventStream>(stream)] {
    if (const std::shared_ptr<EventStream> alive = weak.lock()) alive->Wake();
  });
}

void EventStream::Wake() {
  const MutexLock lock(&mutex_);
  Pump();
}

void EventStream::Tick() {
  const MutexLock lock(&mutex_);
  if (!closed_ && !writing_ && !sent_since_tick_) {
    if (std::optional<grpc::ByteBuffer> message = source_->KeepAlive()) {
      Send(*message);
    }
  }
  sent_since_tick_ = false;
}

void EventStream::End(const absl::Status& status) {
  const MutexLock lock(&mutex_);
  end_ = status;
  Pump();
}

void EventStream::Cancel() {
  const MutexLock lock(&mutex_);
  if (!done_) cancel_call_();
}

void EventStream::OnWriteDone(bool ok) {
  const MutexLock lock(&mutex_);
  writing_ = false;
  if (ok) {
    Pump();
  } else {
    CallerLeft();
  }
}

void EventStream::OnCancel() {
  const MutexLock lock(&mutex_);
  CallerLeft();
}

void EventStream::OnDone() {
  // Outlives the lock: the list may hold the last reference.
  const std::shared_ptr<EventStream> self = list_->Remove(this);
  const MutexLock lock(&mutex_);
  done_ = true;
}

void EventStream::Pump() {
  if (closed_ || writing_) return;
  absl::StatusOr<std::optional<grpc::ByteBuffer>> message = source_->Next();
  if (!message.ok()) {
    Close(message.status());
  } else if (message->has_value()) {
    Send(**message);
  } else if (end_) {
    Close(*end_);
  }
}

void EventStream::Send(const grpc::ByteBuffer& message) {
  writing_ = true;
  sent_since_tick_ = true;
  call_->StartWrite(message);
}

void EventStream::Close(const absl::Status& status) {
  if (!std::exchange(closed_, true)) call_->Finish(status);
}

void EventStream::CallerLeft() {
  if (!std::exchange(closed_, true)) call_->FinishCancelled();
}

}  // namespace linkstat::rpc
