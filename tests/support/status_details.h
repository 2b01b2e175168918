#ifndef LINKSTAT_TESTS_SUPPORT_STATUS_DETAILS_H_
#define LINKSTAT_TESTS_SUPPORT_STATUS_DETAILS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// What an error tells its caller, in forms that a test can compare.
namespace linkstat::test {

// The reason of the status' google.rpc.ErrorInfo; empty when it has none.
std::string ReasonOf(const absl::Status& status);

// The value under `key` in the metadata of its google.rpc.ErrorInfo; empty when
// it has none.
std::string MetadataOf(const absl::Status& status, absl::string_view key);

// The violations of its google.rpc.BadRequest in order, each as
// `FIELD DESCRIPTION`, e.g. "observed.names[3] is empty or blank".
std::vector<std::string> ViolationsOf(const absl::Status& status);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_STATUS_DETAILS_H_
