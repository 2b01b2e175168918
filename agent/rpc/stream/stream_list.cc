#include "agent/rpc/stream/stream_list.h"

#include <utility>

namespace linkstat::rpc {

// A stream that sent something just after one tick sends a keep-alive at the next but one,
// hence two ticks an interval.
StreamList::StreamList(absl::Duration keep_alive) : next_tick_(SteadyAfter(keep_alive / 2)) {
  keep_alive_.emplace(PeriodicThread::Options{.name = "keep-alive", .first = keep_alive / 2},
                      [this, tick = keep_alive / 2](bool woken) {
                        if (woken) WakeAll();
                        if (SteadyNow() >= next_tick_) {
                          TickAll();
                          next_tick_ = SteadyAfter(tick);
                        }
                        return absl::FromChrono(next_tick_ - SteadyNow());
                      });
}

void StreamList::Open(std::unique_ptr<EventSource> source, ServerCall* call) {
  const auto stream = std::make_shared<EventStream>(
      std::move(source), call, [call] { call->Cancel(); }, this);
  call->Attach(stream.get());
  EventStream::Connect(stream);
  std::optional<absl::Status> end;
  {
    const MutexLock lock(&mutex_);
    streams_.emplace(stream.get(), stream);
    end = end_;
  }
  if (end) {
    stream->End(*end);
  } else {
    stream->Wake();
  }
}

void StreamList::WakeAll() {
  for (const auto& stream : Streams()) stream->Wake();
}

void StreamList::TickAll() {
  for (const auto& stream : Streams()) stream->Tick();
}

void StreamList::EndAll(const absl::Status& status) {
  {
    const MutexLock lock(&mutex_);
    end_ = status;
  }
  for (const auto& stream : Streams()) stream->End(status);
}

void StreamList::CancelAfter(std::chrono::milliseconds patience) {
  {
    const SteadyTime end = SteadyNow() + patience;
    const MutexLock lock(&mutex_);
    while (!streams_.empty() && !removed_.WaitUntil(&mutex_, end)) {
    }
    if (streams_.empty()) return;
  }
  for (const auto& stream : Streams()) stream->Cancel();
}

std::shared_ptr<EventStream> StreamList::Remove(const EventStream* stream) {
  const MutexLock lock(&mutex_);
  auto node = streams_.extract(stream);
  removed_.SignalAll();
  return node.empty() ? nullptr : std::move(node.mapped());
}

std::vector<std::shared_ptr<EventStream>> StreamList::Streams() const {
  const MutexLock lock(&mutex_);
  std::vector<std::shared_ptr<EventStream>> streams;
  streams.reserve(streams_.size());
  for (const auto& entry : streams_) streams.push_back(entry.second);
  return streams;
}

}  // namespace linkstat::rpc
