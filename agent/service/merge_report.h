#ifndef LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_
#define LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_

#include "absl/time/time.h"
#include "agent/core/snapshot.h"
#include "linkstat/store/v1/stored_account.pb.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// What became of a report.
struct MergeResult {
  v1::ReportOutcome outcome;
  // Whether the account has to be written.
  bool changed;
  // Whether a time that was known and is in the future was replaced.
  bool replaced_future;
};

// Puts a report, within its bounds, into what is known of an account, as
// ReportOutcome says. The order in which reports come does not matter, except
// that of two different observations with the same time the first one stays.
// Whether a form's work email is right is judged under `snapshot`.
//
// `latest` is the latest time that a report may have now; the report's must not
// be later. A part of the account that is known as of a later time loses to the
// report: it was accepted when the agent's clock was wrong, or with a greater
// tolerance.
MergeResult MergeReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                        absl::Time latest, store::v1::StoredAccount& account);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_MERGE_REPORT_H_
