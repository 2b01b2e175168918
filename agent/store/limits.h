#ifndef LINKSTAT_AGENT_STORE_LIMITS_H_
#define LINKSTAT_AGENT_STORE_LIMITS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "agent/store/store.h"

// The bounds that store.h states, checked by every backend in the same way.
namespace linkstat::store {

inline constexpr size_t kMaxIdBytes = 63;
inline constexpr size_t kMaxKeyBytes = 254;
inline constexpr size_t kMaxValueBytes = size_t{1} << 20;
inline constexpr size_t kMaxMutations = 10000;
inline constexpr int kMaxPage = 10000;

// How many revisions back a deletion can be read from the change feed, in the
// backends that live in one process.
inline constexpr Revision kDeletionsKept = 1'000'000;

// Whether Record::id and Record::key can be these bytes.
bool IsRecordId(absl::string_view id);
bool IsRecordKey(absl::string_view key);

// OK, or INVALID_ARGUMENT when Store::Write must refuse the call.
absl::Status CheckMutations(absl::Span<const Mutation> mutations);

// OK, or INVALID_ARGUMENT when `limit` is not 1 to kMaxPage.
absl::Status CheckPageLimit(int limit);

// OK, or OUT_OF_RANGE when ChangesAfter(`after`) cannot be answered in a store
// whose last write is `last` and which has forgotten deletions up to `floor`.
absl::Status CheckChangesAfter(Revision after, Revision floor, Revision last);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_LIMITS_H_
