#ifndef LINKSTAT_TESTS_SUPPORT_RAW_CALL_H_
#define LINKSTAT_TESTS_SUPPORT_RAW_CALL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace linkstat::test {

// The bytes that answer a unary call, or a call that is answered by one
// message, made with `request` as it stands; what a generated stub cannot send.
// `method` is e.g. "/linkstat.v1.LinkingService/CheckPermissions".
absl::StatusOr<std::string> RawCall(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& method, absl::string_view request);

// A status as a client got it, with its google.rpc details as payloads, so that
// status_details.h can read them.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_RAW_CALL_H_
