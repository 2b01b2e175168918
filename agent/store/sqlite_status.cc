#include "agent/store/sqlite_status.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace linkstat::store {
namespace {

constexpr char kDamaged[] = "the store's file is damaged (";
constexpr char kAdvice[] =
    "): stop the agent, keep a copy of the file, look at it with `linkstat-agent store check` and "
    "restore a backup";

}  // namespace

absl::Status SqliteError(int code, absl::string_view doing) {
  const std::string message = absl::StrCat("SQLite result ", code, " while ", doing);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return absl::UnavailableError(absl::StrCat(message, ": the store is locked"));
    case SQLITE_FULL:
      return absl::UnavailableError(absl::StrCat(message, ": there is no space left"));
    case SQLITE_CORRUPT:
      return DamagedFile(message);
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError("the file is not a SQLite database");
    default:
      return absl::InternalError(message);
  }
}

absl::Status DamagedFile(absl::string_view found) {
  return absl::DataLossError(absl::StrCat(kDamaged, found, kAdvice));
}

absl::string_view FoundDamage(const absl::Status& status) {
  return absl::StripSuffix(absl::StripPrefix(status.message(), kDamaged), kAdvice);
}

}  // namespace linkstat::store
