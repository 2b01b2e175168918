#ifndef LINKSTAT_CLIENT_CLI_REPORT_FORM_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_FORM_REPORT_H_

#include "client/cli/output/report.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::cli {

// A check of a service account's form and permissions for people.
Report FormReport(const v1::CheckServiceAccountResponse& response);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_FORM_REPORT_H_
