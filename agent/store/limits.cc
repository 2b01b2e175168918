#include "agent/store/limits.h"

namespace linkstat::store {
namespace {

bool Within(size_t size, size_t max) { return size >= 1 && size <= max; }

bool IsSound(const Mutation& mutation) {
  if (!IsRecordId(mutation.id)) return false;
  if (!mutation.value.has_value()) return mutation.expected != 0;
  if (mutation.value->size() > kMaxValueBytes) return false;
  return mutation.expected != 0 || IsRecordKey(mutation.key);
}

}  // namespace

bool IsRecordId(absl::string_view id) { return Within(id.size(), kMaxIdBytes); }

bool IsRecordKey(absl::string_view key) { return Within(key.size(), kMaxKeyBytes); }

absl::Status CheckMutations(absl::Span<const Mutation> mutations) {
  if (mutations.size() > kMaxMutations) {
    return absl::InvalidArgumentError("too many mutations for one write");
  }
  for (const Mutation& mutation : mutations) {
    if (!IsSound(mutation)) return absl::InvalidArgumentError("a mutation breaks its bounds");
  }
  return absl::OkStatus();
}

absl::Status CheckPageLimit(int limit) {
  if (limit >= 1 && limit <= kMaxPage) return absl::OkStatus();
  return absl::InvalidArgumentError("a page's limit breaks its bounds");
}

absl::Status CheckChangesAfter(Revision after, Revision floor, Revision last) {
  if (after >= floor && after <= last) return absl::OkStatus();
  return absl::OutOfRangeError("the changes after this revision are not known");
}

}  // namespace linkstat::store
