#ifndef LINKSTAT_CLIENT_CLI_REPORT_FIND_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_FIND_REPORT_H_

#include "client/cli/output/report.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::cli {

// What feeds a data domain, for people.
Report FindReport(const v1::FindRequirementsResponse& response);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_FIND_REPORT_H_
