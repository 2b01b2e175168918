#include "agent/store/reader_pool.h"

#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::store {

absl::StatusOr<std::unique_ptr<ReaderPool>> ReaderPool::Open(const std::string& path, int readers,
                                                             const std::string& vfs) {
  std::vector<std::unique_ptr<SqliteReader>> opened;
  for (int i = 0; i < readers; ++i) {
    LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<SqliteReader> reader, SqliteReader::Open(path, vfs));
    opened.push_back(std::move(reader));
  }
  return std::unique_ptr<ReaderPool>(new ReaderPool(std::move(opened)));
}

ReaderPool::ReaderPool(std::vector<std::unique_ptr<SqliteReader>> readers)
    : readers_(std::move(readers)) {
  for (const auto& reader : readers_) free_.push_back(reader.get());
}

SqliteReader* ReaderPool::Take() {
  const MutexLock lock(&mutex_);
  while (free_.empty()) returned_.Wait(&mutex_);
  SqliteReader* reader = free_.back();
  free_.pop_back();
  return reader;
}

void ReaderPool::Return(SqliteReader* reader) {
  {
    const MutexLock lock(&mutex_);
    free_.push_back(reader);
  }
  returned_.Signal();
}

}  // namespace linkstat::store
