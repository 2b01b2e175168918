#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_TAGS_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_TAGS_H_

#include "absl/strings/string_view.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

// The header of a request id, in the request and in the answer.
inline constexpr char kRequestIdHeader[] = "x-request-id";

// The ids by which a caller's own logs and traces know a call. Views into the metadata.
struct CallTags {
  // Of `x-request-id`: 1 to 128 letters, digits and `-_.:/+=`. Empty when it is
  // absent, or anything else, which is not repeated anywhere.
  absl::string_view request_id;
  // Of a W3C `traceparent`: 32 and 16 hexadecimal digits. Empty when it is absent
  // or not valid.
  absl::string_view trace_id;
  absl::string_view span_id;
};

// The tags in values of the two headers; either may be empty. Views into them.
CallTags ReadTags(absl::string_view request_id, absl::string_view traceparent);

CallTags TagsOf(const grpc::ServerContextBase& context);

// The request id alone, which costs less.
absl::string_view RequestIdOf(const grpc::ServerContextBase& context);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_TAGS_H_
