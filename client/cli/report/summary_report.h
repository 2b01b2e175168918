#ifndef LINKSTAT_CLIENT_CLI_REPORT_SUMMARY_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_SUMMARY_REPORT_H_

#include "client/cli/output/report.h"
#include "client/cli/streams.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::cli {

// The numbers of linked accounts for people: by state, and by missing permission,
// the most missed first, those that nobody misses left out. With a bar for each
// number on a terminal.
Report SummaryReport(const v1::SummarizeLinkedAccountsResponse& response, const Terminal& terminal);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_SUMMARY_REPORT_H_
