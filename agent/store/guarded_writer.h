#ifndef LINKSTAT_AGENT_STORE_GUARDED_WRITER_H_
#define LINKSTAT_AGENT_STORE_GUARDED_WRITER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "agent/store/file_watch.h"
#include "agent/store/sqlite_writer.h"
#include "agent/store/store.h"

namespace linkstat::store {

// The writer of a store that looks at the store's files before and after each change: it
// changes nothing when they are not those that are open, and fails when they no longer are
// after it. Nothing is moved into the file before it is marked sound. Not thread-safe.
class GuardedWriter {
 public:
  struct Observers {
    // As SqliteOptions has them.
    std::function<void(const absl::Status&)> background_fault;
    std::function<void(const FileLook&)> files_seen;
  };

  // `watch` must outlive the writer. `sound`: the file was checked.
  GuardedWriter(std::unique_ptr<SqliteWriter> writer, FileWatch* watch, bool sound,
                Observers observers)
      : writer_(std::move(writer)),
        watch_(watch),
        observers_(std::move(observers)),
        sound_(sound) {}

  // As SqliteWriter.
  absl::StatusOr<std::vector<WriteResult>> Commit(absl::Span<const Mutation> mutations);
  absl::Status Probe();
  bool purge_due() const { return writer_->purge_due(); }

  // Purges when that is due and the file is sound.
  absl::Status Purge();

  // Looks at the files, and empties the write-ahead log when it is large.
  absl::Status Look();

  // The file was checked: empties the log that was found, at once or by a later Look.
  void MarkSound();

  // Before the connection closes. Where the files are others, or were not checked, nothing
  // is done to them by name.
  void PrepareToClose();

  // Reports a fault that no caller gets, unless it is OK.
  void Report(const absl::Status& status) const;

 private:
  absl::Status Guarded(absl::FunctionRef<absl::Status()> write);
  absl::Status Act(const FileLook& look);
  void KeepLogSmall(int64_t bytes);

  const std::unique_ptr<SqliteWriter> writer_;
  FileWatch* const watch_;
  const Observers observers_;
  bool sound_;
  bool large_log_reported_ = false;
  // The log of the start is still to be emptied.
  bool log_left_ = false;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_GUARDED_WRITER_H_
