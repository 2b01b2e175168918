#ifndef LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_
#define LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/store/store.h"

namespace linkstat::service {

// What a reader of WatchLinkedAccounts has, and what comes next. It holds for
// every agent on the same store, now and after a restart.
struct WatchCursor {
  enum class Phase : char {
    // The reader has the accounts up to id `after`, of those whose last write is
    // at `revision` or before, under `catalog`.
    kSnapshot = 's',
    // The reader has everything up to `revision`, as it was under `catalog`, and
    // up to id `after` what is different under `next_catalog`.
    kCatalogChange = 'c',
    // The reader has everything up to `revision` under `catalog`.
    kFollow = 'f',
  };

  // Store::identity() of the store that the revision is of.
  std::string store;
  Phase phase = Phase::kSnapshot;
  store::Revision revision = 0;
  // Revisions of catalogs. The second one only in kCatalogChange.
  std::string catalog;
  std::string next_catalog;
  // Not in kFollow.
  std::string after;
};

// As WatchLinkedAccountsResponse.cursor: at most 200 bytes.
std::string EncodeCursor(const WatchCursor& cursor);

// Absent when `text` is no cursor.
absl::optional<WatchCursor> DecodeCursor(absl::string_view text);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_
