#include "agent/store/open.h"

#include <utility>

#include "absl/strings/strip.h"
#include "agent/base/error.h"
#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"

namespace linkstat::store {
namespace {

constexpr char kMemory[] = "memory";
constexpr char kSqlitePrefix[] = "sqlite:";

absl::Status BadSpec(std::string description) {
  FieldFaults faults;
  faults.Add("store", std::move(description));
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<StoreSpec> ParseStoreSpec(absl::string_view text) {
  if (text == kMemory) return StoreSpec{StoreSpec::Kind::kMemory, ""};
  if (!absl::ConsumePrefix(&text, kSqlitePrefix)) {
    return BadSpec("is neither `memory` nor `sqlite:PATH`");
  }
  if (text.empty()) return BadSpec("has no path after `sqlite:`");
  if (text.find('\0') != absl::string_view::npos) return BadSpec("has a path with a NUL byte");
  return StoreSpec{StoreSpec::Kind::kSqlite, std::string(text)};
}

absl::StatusOr<std::unique_ptr<Store>> OpenStore(
    const StoreSpec& spec, std::function<void(const absl::Status&)> background_fault) {
  if (spec.kind == StoreSpec::Kind::kMemory) return MemoryStore::Create();
  SqliteOptions options;
  options.background_fault = std::move(background_fault);
  return SqliteStore::Open(spec.path, std::move(options));
}

}  // namespace linkstat::store
