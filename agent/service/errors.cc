#include "agent/service/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "agent/base/error.h"

namespace linkstat::service {

absl::Status AccountNotFound() {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_ACCOUNT_NOT_FOUND,
                   "there is no such linked account");
}

absl::Status AccountExists(const std::vector<std::string>& fields) {
  const std::string differing = absl::StrJoin(fields, ",");
  return MakeError(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ACCOUNT_EXISTS,
                   absl::StrCat("the linked account exists and differs in ", differing),
                   {{"differing_fields", differing}});
}

absl::Status WorkEmailTaken() {
  return MakeError(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_WORK_EMAIL_TAKEN,
                   "the work email belongs to another linked account");
}

absl::Status WorkEmailRetired() {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_WORK_EMAIL_RETIRED,
      "the work email belonged to a linked account that was deleted and is never used again");
}

absl::Status Conflict() {
  return MakeError(absl::StatusCode::kAborted, v1::ERROR_REASON_CONFLICT,
                   "the linked account was changed meanwhile; read it and try again");
}

absl::Status InvalidToken(absl::string_view field) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_TOKEN,
                   absl::StrCat(field, " is not one for this request"));
}

absl::Status ReaderTooSlow() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_READER_TOO_SLOW,
                   "the reader is too far behind; resume from its last cursor");
}

absl::Status AccountsLoading() {
  return WithRetryDelay(
      MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                "the linked accounts are still being loaded; try again later"),
      absl::Seconds(1));
}

absl::Status StoreFailure(const absl::Status& status) {
  if (absl::IsUnavailable(status)) {
    return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                     "the store of linked accounts cannot serve now; try again later");
  }
  // Without a reason of its own it leaves as an internal fault.
  return FromRpcStatus(ToRpcStatus(absl::Status(status.code(), status.message())));
}

}  // namespace linkstat::service
