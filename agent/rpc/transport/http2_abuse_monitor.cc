#include "agent/rpc/transport/http2_abuse_monitor.h"

#include <malloc.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "agent/base/deadline.h"

namespace linkstat::rpc {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(50);
// While some connection has more streams open than it may: each can hold 0.6 MiB.
constexpr absl::Duration kQuickRound = absl::Milliseconds(10);
// A round over very many connections takes long; the pause between two rounds is at least
// this many times as long.
constexpr int kRest = 50;
// So many bytes in a round are a load.
constexpr uint64_t kLoad = 16 << 10;
// A connection is examined when it has received this for each stream that it may have open.
// The smallest stream sends a fifth of it.
constexpr uint64_t kBytesOfStream = 80;
// Connections examined in a round.
constexpr size_t kMostExamined = 16;
// So many fewer connections than there were leave much memory behind.
constexpr size_t kManyGone = 500;
// After a cut, when many are gone, and when a load is over, memory is returned at
// multiples of this, twice.
constexpr int kReturnPause = 20;

// In the order of Abuse.
constexpr const char* kNames[] = {"none", "resets", "streams", "bytes"};

const char* Name(Abuse abuse) { return kNames[static_cast<size_t>(abuse)]; }

}  // namespace

Http2AbuseMonitor::Http2AbuseMonitor(net::ConnectionTable* connections,
                                     const TransportLimits& limits, const telemetry::Log* log)
    : connections_(connections),
      limits_(limits),
      noticeable_bytes_(std::min(kLoad, kBytesOfStream * AbuseDetector::MaxOpen(limits))),
      log_(log),
      thread_({.name = "abuse-monitor", .first = kRound},
              [this](bool /*woken*/) { return Run(); }) {}

absl::Duration Http2AbuseMonitor::Run() {
  const SteadyTime begin = SteadyNow();
  const bool crowded = Examine();
  const absl::Duration pause =
      std::max(crowded ? kQuickRound : kRound, kRest * absl::FromChrono(SteadyNow() - begin));
  ReturnMemory();
  return pause;
}

bool Http2AbuseMonitor::Examine() {
  ++round_;
  using Seen = net::ConnectionTable::Seen;
  const std::vector<Seen> all = connections_->Look();
  most_open_ = std::max(most_open_, all.size());
  if (all.size() + kManyGone <= most_open_) {
    most_open_ = all.size();
    rounds_to_return_ = 2 * kReturnPause;
  }
  std::vector<std::pair<uint64_t, const Seen*>> busy;
  absl::flat_hash_set<std::string> open;
  for (const Seen& seen : all) {
    open.insert(seen.peer);
    // All bytes of a new connection count: they may have come in one round.
    auto [each, _] =
        watched_.try_emplace(seen.cookie, Watched{AbuseDetector(limits_, SteadyNow())});
    each->second.round = round_;
    const uint64_t received = seen.bytes_received - each->second.bytes;
    if (received >= kLoad) rounds_to_return_ = 2 * kReturnPause;
    if (received >= noticeable_bytes_ || each->second.crowded) busy.emplace_back(received, &seen);
  }
  absl::erase_if(watched_, [this](const auto& each) { return each.second.round != round_; });
  bool crowded = false;
  const size_t examined = std::min(kMostExamined, busy.size());
  std::partial_sort(busy.begin(), busy.begin() + examined, busy.end(), std::greater<>());
  for (size_t i = 0; i < examined; ++i) {
    const auto& [received, found] = busy[i];
    const Seen& seen = *found;
    Watched& watched = watched_.at(seen.cookie);
    watched.bytes = seen.bytes_read;
    const std::optional<StreamCounts> counts = counter_.Count(seen.peer, open);
    // Still in its handshake, which has bounds of its own.
    if (!counts) continue;
    watched.crowded = counts->open() > limits_.streams;
    crowded |= watched.crowded && received >= noticeable_bytes_;
    Judge(seen, watched.judge.Judge(seen.bytes_received, *counts, SteadyNow()));
  }
  return crowded;
}

void Http2AbuseMonitor::Judge(const net::ConnectionTable::Seen& seen, Abuse abuse) {
  if (abuse == Abuse::kNone || !connections_->Cut(seen.peer)) return;
  ++cut_[static_cast<size_t>(abuse)];
  rounds_to_return_ = 2 * kReturnPause;
  log_->Warning("connection cut", {{"peer", seen.peer}, {"for", Name(abuse)}});
}

void Http2AbuseMonitor::ReturnMemory() {
  if (rounds_to_return_ == 0) return;
  if (--rounds_to_return_ % kReturnPause == 0) ::malloc_trim(0);
}

void Http2AbuseMonitor::Collect(telemetry::MetricFamilies& families) const {
  auto& family =
      telemetry::AddFamily("linkstat_connections_cut_total",
                           "Connections cut because their client abused HTTP/2, by kind.",
                           prometheus::MetricType::Counter, families);
  for (const Abuse abuse : {Abuse::kResets, Abuse::kStreams, Abuse::kBytes}) {
    telemetry::AddLabelled(family, "for", Name(abuse)).counter.value =
        static_cast<double>(cut_[static_cast<size_t>(abuse)]);
  }
}

}  // namespace linkstat::rpc
