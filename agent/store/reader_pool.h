#ifndef LINKSTAT_AGENT_STORE_READER_POOL_H_
#define LINKSTAT_AGENT_STORE_READER_POOL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/base/mutex.h"
#include "agent/store/sqlite_reader.h"

namespace linkstat::store {

// A fixed number of read connections that callers take in turn. Thread-safe.
class ReaderPool {
 public:
  static absl::StatusOr<std::unique_ptr<ReaderPool>> Open(const std::string& path, int readers,
                                                          const std::string& vfs);

  // Calls `read` with a reader that no other call uses meanwhile; waits for one.
  template <typename Read>
  auto With(const Read& read) {
    const Lease lease(*this);
    return read(*lease.reader);
  }

 private:
  struct Lease {
    explicit Lease(ReaderPool& owner) : pool(owner), reader(owner.Take()) {}
    ~Lease() { pool.Return(reader); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ReaderPool& pool;
    SqliteReader* const reader;
  };

  explicit ReaderPool(std::vector<std::unique_ptr<SqliteReader>> readers);
  SqliteReader* Take() ABSL_LOCKS_EXCLUDED(mutex_);
  void Return(SqliteReader* reader) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::vector<std::unique_ptr<SqliteReader>> readers_;
  Mutex mutex_;
  CondVar returned_;
  std::vector<SqliteReader*> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_READER_POOL_H_
