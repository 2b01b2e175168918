#ifndef LINKSTAT_AGENT_TELEMETRY_STRIPED_H_
#define LINKSTAT_AGENT_TELEMETRY_STRIPED_H_

#include <array>
#include <atomic>
#include <cstddef>

namespace linkstat::telemetry {

// The stripe that the calling thread counts in.
inline size_t ThreadStripe(size_t stripes) {
  static std::atomic<size_t> next{0};
  thread_local const size_t mine = next.fetch_add(1, std::memory_order_relaxed);
  return mine % stripes;
}

// Counters that many threads add to at the same time: each adds to a copy of
// its own as far as there are enough, so that they do not wait for one cache
// line. Who reads adds the copies up. As thread-safe as `Counts`.
template <typename Counts>
class Striped {
 public:
  Counts& Mine() { return stripes_[ThreadStripe(kStripes)].counts; }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Stripe& stripe : stripes_) visit(stripe.counts);
  }

 private:
  static constexpr size_t kStripes = 4;
  static constexpr size_t kCacheLine = 64;

  struct alignas(kCacheLine) Stripe {
    Counts counts{};
  };
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_STRIPED_H_
