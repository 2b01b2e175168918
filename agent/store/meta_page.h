#ifndef LINKSTAT_AGENT_STORE_META_PAGE_H_
#define LINKSTAT_AGENT_STORE_META_PAGE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "agent/store/sqlite_meta.h"

namespace linkstat::store {

// The page of the database on which the store's own row lies in every file that
// an agent made or purged: its table is the first one, and VACUUM keeps that order.
inline constexpr int kMetaPage = 2;

// Reads the store's own row from the bytes of its page, without SQLite: what the
// database file itself holds, whatever the write-ahead log or SQLite's cache
// says. Absent when `page`, which may hold anything, is no page with one whole
// row of the newest layout that fits its checksum. The format is SQLite's
// (https://sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format").
std::optional<Meta> ParseMetaPage(absl::string_view page);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_META_PAGE_H_
