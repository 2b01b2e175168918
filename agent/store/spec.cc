#include "agent/store/spec.h"

#include <utility>

#include "absl/strings/match.h"
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
  if (!absl::ConsumePrefix(&text, kSqlitePrefix) || text.empty()) {
    return BadSpec("must be memory or sqlite:PATH");
  }
  if (text.find('\0') != absl::string_view::npos) return BadSpec("has a path with a NUL byte");
  if (absl::EndsWith(text, "/")) return BadSpec("has a path that names a folder");
  if (absl::StartsWith(text, ":")) {
    return BadSpec("has a path that begins with `:`; for a store in memory write memory");
  }
  if (absl::StartsWithIgnoreCase(text, "file:")) {
    return BadSpec("has a URI in place of a path; for a file of that name write ./file:...");
  }
  return StoreSpec{StoreSpec::Kind::kSqlite, std::string(text)};
}

}  // namespace linkstat::store
