#ifndef LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_
#define LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_

#include <string>

#include "absl/strings/string_view.h"
#include "agent/service/token.h"
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

  Phase phase = Phase::kSnapshot;
  store::Revision revision = 0;
  // Revisions of catalogs. The second one only in kCatalogChange.
  std::string catalog;
  std::string next_catalog;
  // At most 63 bytes. Not in kFollow.
  std::string after;

  bool operator==(const WatchCursor& other) const = default;
};

// What the text of a cursor is.
struct DecodedCursor {
  enum class Kind {
    // No cursor.
    kNone,
    // A cursor of this store.
    kVerified,
    // Perhaps a cursor of another store, or one of a version that had no keys:
    // nothing in it can be trusted, and its reader has to read everything again.
    kUnverified,
  };

  Kind kind = Kind::kNone;
  // Only of kVerified.
  WatchCursor cursor;
};

// As WatchLinkedAccountsResponse.cursor of the sealer's store: at most 200 bytes.
std::string EncodeCursor(const TokenSealer& sealer, const WatchCursor& cursor);

// Accepts every text.
DecodedCursor DecodeCursor(const TokenSealer& sealer, absl::string_view text);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_WATCH_CURSOR_H_
