#ifndef LINKSTAT_AGENT_STORE_STORE_PROBE_H_
#define LINKSTAT_AGENT_STORE_STORE_PROBE_H_

#include "absl/status/status.h"
#include "agent/store/spec.h"

namespace linkstat::store {

// What opening the store would find, as far as that can be known without changing
// anything: OK, also where the file would be made; ALREADY_EXISTS when nothing is wrong
// but that a process uses the store; or the errors of SqliteStore::Open. Makes, locks,
// migrates and writes no file. The whole content is checked, but only the file's header
// while the write-ahead log holds something that is not in the file.
//
// Not for a process that has the store open: it opens and closes the file, which
// drops the locks that SQLite has on it.
absl::Status ProbeStore(const StoreSpec& spec);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_PROBE_H_
