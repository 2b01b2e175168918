#include "tests/support/fault_vfs.h"

#include <sqlite3.h>

#include <new>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkstat::test {
namespace {

// What SQLite sees as a file. The real one lies behind it in the same memory.
struct FaultFile {
  sqlite3_file base;
  FaultVfs* owner;
  std::string* path;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile& AsFault(sqlite3_file* file) { return *reinterpret_cast<FaultFile*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return AsFault(file).real(); }
sqlite3_vfs* RealVfs() { return sqlite3_vfs_find(nullptr); }
FaultVfs& Owner(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }

int Close(sqlite3_file* file) {
  const int result = Real(file)->pMethods->xClose(Real(file));
  delete AsFault(file).path;
  return result;
}

int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return Real(file)->pMethods->xRead(Real(file), to, size, at);
}

int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  const int fault = AsFault(file).owner->Result(FaultVfs::Operation::kWrite);
  const int length = fault == SQLITE_OK ? size : size / 2;
  const int result = Real(file)->pMethods->xWrite(Real(file), from, length, at);
  return fault == SQLITE_OK ? result : fault;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int fault = AsFault(file).owner->Result(FaultVfs::Operation::kTruncate);
  return fault == SQLITE_OK ? Real(file)->pMethods->xTruncate(Real(file), size) : fault;
}

// Read through SQLite: to open and close the file here would drop its locks.
std::string Content(sqlite3_file* real) {
  sqlite3_int64 size = 0;
  real->pMethods->xFileSize(real, &size);
  std::string bytes(static_cast<size_t>(size), '\0');
  real->pMethods->xRead(real, bytes.data(), static_cast<int>(size), 0);
  return bytes;
}

int Sync(sqlite3_file* file, int) {
  const int fault = AsFault(file).owner->Result(FaultVfs::Operation::kSync);
  if (fault != SQLITE_OK) return fault;
  AsFault(file).owner->Synced(*AsFault(file).path, Content(Real(file)));
  return SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}

int Lock(sqlite3_file* file, int level) { return Real(file)->pMethods->xLock(Real(file), level); }

int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}

int CheckReservedLock(sqlite3_file* file, int* locked) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), locked);
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}

int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }

int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}

int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, memory);
}

int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}

void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }

int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

constexpr sqlite3_io_methods kMethods = {
    2,
    &Close,
    &Read,
    &Write,
    &Truncate,
    &Sync,
    &FileSize,
    &Lock,
    &Unlock,
    &CheckReservedLock,
    &FileControl,
    &SectorSize,
    &DeviceCharacteristics,
    &ShmMap,
    &ShmLock,
    &ShmBarrier,
    &ShmUnmap,
    nullptr,
    nullptr,
};

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* fault = new (file) FaultFile{{nullptr}, &Owner(vfs), nullptr};
  const int result = RealVfs()->xOpen(RealVfs(), name, fault->real(), flags, out_flags);
  if (result != SQLITE_OK) return result;
  fault->path = new std::string(name == nullptr ? "" : name);
  fault->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  const int result = RealVfs()->xDelete(RealVfs(), name, sync_folder);
  if (result == SQLITE_OK) Owner(vfs).Deleted(name);
  return result;
}

}  // namespace

FaultVfs::FaultVfs()
    : name_(absl::StrCat("fault-", reinterpret_cast<uintptr_t>(this))),
      vfs_(std::make_unique<sqlite3_vfs>(*RealVfs())) {
  vfs_->szOsFile += static_cast<int>(sizeof(FaultFile));
  vfs_->pNext = nullptr;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->xOpen = &Open;
  vfs_->xDelete = &Delete;
  sqlite3_vfs_register(vfs_.get(), 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(vfs_.get()); }

void FaultVfs::Fail(Operation operation, int nth, int code, int times) {
  const std::lock_guard<std::mutex> lock(mutex_);
  operation_ = operation;
  code_ = code;
  calls_until_ = nth - 1;
  times_left_ = times;
  failed_ = 0;
}

void FaultVfs::Heal() {
  const std::lock_guard<std::mutex> lock(mutex_);
  times_left_ = 0;
}

int FaultVfs::failed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return failed_;
}

std::map<std::string, std::string> FaultVfs::SyncedFiles() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return synced_;
}

int FaultVfs::Result(Operation operation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (times_left_ == 0 || operation != operation_) return SQLITE_OK;
  if (calls_until_ > 0) {
    --calls_until_;
    return SQLITE_OK;
  }
  --times_left_;
  ++failed_;
  return code_;
}

void FaultVfs::Synced(const std::string& path, std::string bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  synced_[path] = std::move(bytes);
}

void FaultVfs::Deleted(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  synced_.erase(path);
}

}  // namespace linkstat::test
