#ifndef LINKSTAT_AGENT_CORE_BIT_SET_H_
#define LINKSTAT_AGENT_CORE_BIT_SET_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/inlined_vector.h"

namespace linkstat::core {

// A set of the numbers 0 to size-1. Up to 128 need no heap.
class BitSet {
 public:
  explicit BitSet(size_t size) : words_((size + kBits - 1) / kBits) {}

  // `number` must be less than the size.
  void Insert(size_t number) { words_[number / kBits] |= uint64_t{1} << number % kBits; }
  bool Contains(size_t number) const { return (words_[number / kBits] >> number % kBits & 1) != 0; }

 private:
  static constexpr size_t kBits = 64;

  absl::InlinedVector<uint64_t, 2> words_;
};

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_BIT_SET_H_
