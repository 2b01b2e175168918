#include "agent/rpc/service/served_snapshot.h"

#include <utility>

#include "absl/hash/hash.h"

namespace linkstat::rpc {
namespace {

constexpr size_t kSetSize = 8;
constexpr size_t kAdded = 16 << 10;
// Of an entry: the heads of its three allocations.
constexpr size_t kHeapBytes = 64;

}  // namespace

ResponseCache::ResponseCache(Counts* counts, size_t max_bytes)
    : counts_(counts), max_bytes_(max_bytes), added_(kAdded), slots_(kMaxResponses) {}

std::optional<ResponseCache::Response> ResponseCache::Find(Method method,
                                                           absl::string_view request) {
  if (request.size() > kMaxRequest) return std::nullopt;
  const uint64_t hash = absl::HashOf(method, request);
  const MutexLock lock(&mutex_);
  Slot* const slot = FindSlot(hash, method, request);
  if (slot == nullptr) return std::nullopt;
  slot->used = true;
  counts_->hits.fetch_add(1, std::memory_order_relaxed);
  return slot->entry->response;
}

void ResponseCache::Add(Method method, absl::string_view request, const Response& response) {
  if (request.size() > kMaxRequest) return;
  counts_->misses.fetch_add(1, std::memory_order_relaxed);
  const size_t bytes = sizeof(Entry) + request.size() + response.bytes.size() + kHeapBytes;
  const uint64_t hash = absl::HashOf(method, request);
  // One large response must not evict most of the others.
  if (bytes > max_bytes_ / 4 || !AddedBefore(hash)) return;
  auto entry = std::make_unique<const Entry>(Entry{method, std::string(request), response, bytes});
  const MutexLock lock(&mutex_);
  if (FindSlot(hash, method, request) != nullptr) return;
  while (bytes_ + bytes > max_bytes_) {
    Slot& next = slots_[hand_++ % slots_.size()];
    if (next.entry != nullptr && !std::exchange(next.used, false)) Evict(next);
  }
  FreeSlot(hash) = {hash, false, std::move(entry)};
  bytes_ += bytes;
}

size_t ResponseCache::bytes() const {
  const MutexLock lock(&mutex_);
  return bytes_;
}

bool ResponseCache::AddedBefore(uint64_t hash) {
  const auto half = static_cast<uint32_t>(hash >> 32);
  return added_[hash % added_.size()].exchange(half, std::memory_order_relaxed) == half;
}

ResponseCache::Slot* ResponseCache::FindSlot(uint64_t hash, Method method,
                                             absl::string_view request) {
  Slot* const set = &slots_[hash % (slots_.size() / kSetSize) * kSetSize];
  for (Slot* slot = set; slot != set + kSetSize; ++slot) {
    if (slot->hash == hash && slot->entry != nullptr && slot->entry->method == method &&
        slot->entry->request == request) {
      return slot;
    }
  }
  return nullptr;
}

ResponseCache::Slot& ResponseCache::FreeSlot(uint64_t hash) {
  Slot* const set = &slots_[hash % (slots_.size() / kSetSize) * kSetSize];
  Slot* unused = nullptr;
  for (Slot* slot = set; slot != set + kSetSize; ++slot) {
    if (slot->entry == nullptr) return *slot;
    if (!slot->used) unused = slot;
  }
  if (unused == nullptr) {
    unused = set + (hash >> 32) % kSetSize;
    for (Slot* slot = set; slot != set + kSetSize; ++slot) slot->used = false;
  }
  Evict(*unused);
  return *unused;
}

void ResponseCache::Evict(Slot& slot) {
  bytes_ -= slot.entry->bytes;
  slot.entry = nullptr;
}

ServedSnapshots::ServedSnapshots(catalog::Registry* registry)
    : registry_(registry),
      newest_(std::make_shared<ServedSnapshot>(registry->Current(), &counts_)),
      subscription_(registry->Subscribe([this] { Current(); })) {}

std::shared_ptr<ServedSnapshot> ServedSnapshots::Current() {
  // Destroyed without the lock.
  std::shared_ptr<ServedSnapshot> replaced;
  const MutexLock lock(&mutex_);
  core::SnapshotPtr served = registry_->Current();
  if (newest_->snapshot != served) {
    replaced =
        std::exchange(newest_, std::make_shared<ServedSnapshot>(std::move(served), &counts_));
  }
  return newest_;
}

void ServedSnapshots::Collect(telemetry::MetricFamilies& families) const {
  const auto value = [](const std::atomic<uint64_t>& count) {
    return static_cast<double>(count.load(std::memory_order_relaxed));
  };
  telemetry::AddCounter("linkstat_response_cache_hits_total",
                        "Responses, and results of batches, that came from the response cache.",
                        value(counts_.hits), families);
  telemetry::AddCounter("linkstat_response_cache_misses_total",
                        "Responses, and results of batches, that the response cache may hold and "
                        "did not.",
                        value(counts_.misses), families);
  const MutexLock lock(&mutex_);
  telemetry::AddGauge("linkstat_response_cache_bytes", "Size of the response cache.",
                      static_cast<double>(newest_->responses.bytes()), families);
}

}  // namespace linkstat::rpc
