#ifndef LINKSTAT_AGENT_SERVICE_TOKEN_H_
#define LINKSTAT_AGENT_SERVICE_TOKEN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "google/protobuf/message.h"

// Tokens that callers carry and do not read. They are text without padding, the
// same on every agent, and hold a check, so that text which is no such token is
// known as such; they keep no secret.
namespace linkstat::service {

// The token that holds `payload`. A token of one `kind` is none of another.
std::string SealToken(absl::string_view kind, absl::string_view payload);

// The payload; absent when the token was not made by SealToken for `kind`.
absl::optional<std::string> OpenToken(absl::string_view kind, absl::string_view token);

// A page token: where the next page begins, bound to the rest of the request.
// `request` is the request without its page_token and page_size.
std::string SealPageToken(const google::protobuf::Message& request, absl::string_view after);

// Where the page begins; "" for an empty token. Absent when the token is none for
// this request.
absl::optional<std::string> OpenPageToken(const google::protobuf::Message& request,
                                          absl::string_view token);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_TOKEN_H_
