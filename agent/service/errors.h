#ifndef LINKSTAT_AGENT_SERVICE_ERRORS_H_
#define LINKSTAT_AGENT_SERVICE_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The errors of the stored-state use cases, as linked_account_service.proto
// states them. None names a value of a request.
namespace linkstat::service {

absl::Status AccountNotFound();

// `fields` are the paths of the request's fields that contradict the account;
// they are in the metadata as `differing_fields`, comma-separated.
absl::Status AccountExists(const std::vector<std::string>& fields);

absl::Status WorkEmailTaken();
absl::Status WorkEmailRetired();

// Somebody else wrote at the same time, or the etag is another one.
absl::Status Conflict();

// `field` is `page_token` or `cursor`.
absl::Status InvalidToken(absl::string_view field);

absl::Status ReaderTooSlow();

// For what needs every account's state, before all accounts are read.
absl::Status AccountsLoading();

// What a caller gets when the store failed with `status`: UNAVAILABLE when a
// later try may do better, otherwise an internal fault.
absl::Status StoreFailure(const absl::Status& status);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ERRORS_H_
