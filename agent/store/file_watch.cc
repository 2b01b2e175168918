#include "agent/store/file_watch.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "agent/store/meta_page.h"

namespace linkstat::store {
namespace {

// Absent when the file holds no whole row there; `cut`: it ends before.
std::optional<Meta> RowInFile(int database, int64_t page_bytes, bool& cut) {
  std::string page(static_cast<size_t>(page_bytes), '\0');
  const ssize_t read = pread(database, page.data(), page.size(), (kMetaPage - 1) * page_bytes);
  cut = read >= 0 && read < page_bytes;
  if (read != page_bytes) return std::nullopt;
  return ParseMetaPage(page);
}

bool IsOlderStateOf(const Meta& row, const Meta& meta) {
  return row.store_id == meta.store_id && row.secret == meta.secret &&
         row.last_revision <= meta.last_revision;
}

}  // namespace

absl::Status FileLook::status() const {
  switch (fault) {
    case FileFault::kNone:
      return absl::OkStatus();
    case FileFault::kPath:
      return absl::UnavailableError(
          "the store's file was moved, removed or replaced: changes are refused until its path "
          "names it again, or the agent is started again");
    case FileFault::kLog:
      return absl::UnavailableError(
          "the store's write-ahead log was moved, removed, replaced or cut short: changes are "
          "refused until its path names it again, or the agent is started again");
    case FileFault::kContent:
      return absl::UnavailableError(
          "the store's file was overwritten while it was open: stop the agent and restore a "
          "backup");
  }
  return absl::InternalError("an unknown fault of the store's files");
}

FileWatch::FileWatch(std::string name, std::string path, int database, int64_t page_bytes)
    : name_(std::move(name)),
      path_(std::move(path)),
      log_path_(path_ + "-wal"),
      memory_path_(path_ + "-shm"),
      database_(database),
      page_bytes_(page_bytes) {
  struct stat info;
  if (fstat(database_, &info) == 0) database_id_ = {info.st_dev, info.st_ino};
  log_id_ = IdOf(log_path_, &log_bytes_);
  memory_id_ = IdOf(memory_path_);
  bool cut = false;
  first_row_ = RowInFile(database_, page_bytes_, cut);
  row_seen_ = first_row_.has_value();
  // An older copy of the file is none of its later states.
  if (row_seen_) in_file_ = first_row_->last_revision;
}

FileWatch::FileId FileWatch::IdOf(const std::string& path, int64_t* bytes) {
  struct stat info;
  const bool found = stat(path.c_str(), &info) == 0;
  if (bytes != nullptr) *bytes = found ? info.st_size : 0;
  return found ? FileId{info.st_dev, info.st_ino} : FileId{};
}

FileLook FileWatch::LookAtNames() const {
  FileLook look;
  const FileId log = IdOf(log_path_, &look.log_bytes);
  if (overwritten_) {
    look.fault = FileFault::kContent;
  } else if (!(IdOf(path_) == database_id_) || !(IdOf(name_) == database_id_)) {
    look.fault = FileFault::kPath;
  } else if (!(log == log_id_) || !(IdOf(memory_path_) == memory_id_)) {
    look.fault = FileFault::kLog;
  }
  return look;
}

FileLook FileWatch::Look(const Meta& meta) { return Judge(meta, false); }

FileLook FileWatch::LookAfterWrite(const Meta& meta) { return Judge(meta, true); }

FileLook FileWatch::Judge(const Meta& meta, bool after_write) {
  // The log before the file: whatever empties the log moves all of it first.
  FileLook look = LookAtNames();
  bool cut = false;
  const std::optional<Meta> row = RowInFile(database_, page_bytes_, cut);
  if (!Fits(row, cut, meta)) {
    overwritten_ = true;
    look.fault = FileFault::kContent;
  }
  const bool all_moved = row.has_value() && row->last_revision == meta.last_revision;
  if (look.fault != FileFault::kNone) return look;
  if (look.log_bytes < log_bytes_ && !after_write && !all_moved) {
    look.fault = FileFault::kLog;
    return look;
  }
  log_bytes_ = look.log_bytes;
  return look;
}

bool FileWatch::Fits(const std::optional<Meta>& row, bool cut, const Meta& meta) {
  if (!row.has_value()) {
    // A write of a page that failed half-way leaves no row either, until the next
    // checkpoint. But no write makes the file shorter than this.
    return !(cut && row_seen_);
  }
  if (first_row_.has_value() && MetaChecksum(*row) == MetaChecksum(*first_row_)) return true;
  if (!IsOlderStateOf(*row, meta) || row->last_revision < in_file_) return false;
  first_row_.reset();
  row_seen_ = true;
  in_file_ = row->last_revision;
  return true;
}

absl::Status CheckLogBelongs(int database, int64_t page_bytes, const Meta& meta) {
  bool cut = false;
  const std::optional<Meta> row = RowInFile(database, page_bytes, cut);
  if (!row.has_value() || IsOlderStateOf(*row, meta)) return absl::OkStatus();
  // A backup has no identity: the store that is restored from it gets one.
  Meta named = *row;
  if (named.store_id.empty()) named.store_id = meta.store_id;
  if (IsOlderStateOf(named, meta)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the write-ahead log next to the store's file belongs to another file: move it away");
}

}  // namespace linkstat::store
