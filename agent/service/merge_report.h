#ifndef LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_
#define LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_

#include "agent/core/snapshot.h"
#include "linkstat/store/v1/stored_account.pb.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// What became of a report, and whether the account has to be written.
struct MergeResult {
  v1::ReportOutcome outcome;
  bool changed;
};

// Puts a report, within its bounds, into what is known of an account, as
// ReportOutcome says. The order in which reports come does not matter, except
// that of two different observations with the same time the first one stays.
// Whether a form's work email is right is judged under `snapshot`.
MergeResult MergeReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                        store::v1::StoredAccount& account);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_
