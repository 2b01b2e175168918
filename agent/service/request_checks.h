#ifndef LINKSTAT_AGENT_SERVICE_REQUEST_CHECKS_H_
#define LINKSTAT_AGENT_SERVICE_REQUEST_CHECKS_H_

#include "absl/strings/string_view.h"
#include "agent/base/error.h"
#include "agent/core/snapshot.h"
#include "agent/service/observation_clock.h"
#include "linkstat/v1/linked_account.pb.h"

// The bounds of the requests of LinkedAccountService. Each function adds every
// broken bound to `faults`, under the path `field`.
namespace linkstat::service {

inline constexpr int kDefaultPageSize = 100;
inline constexpr int kMaxPageSize = 1000;

// 1 to `max_size` bytes of printable ASCII.
void CheckPrintable(absl::string_view text, size_t max_size, absl::string_view field,
                    FieldFaults& faults);

// The page size that a request means with its `page_size`.
int ReadPageSize(int page_size, FieldFaults& faults);

// What an observer saw. An observation in the future has a reason of its own,
// OBSERVED_IN_FUTURE. The form is read under the catalog served.
void CheckReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                 const ObservationTime& now, absl::string_view field, FieldFaults& faults);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_REQUEST_CHECKS_H_
