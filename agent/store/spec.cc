#include "agent/store/spec.h"

#include <utility>

#include "absl/strings/strip.h"
#include "agent/base/error.h"

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

}  // namespace linkstat::store
