#ifndef LINKSTAT_CLIENT_CLI_REPORT_IMPACT_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_IMPACT_REPORT_H_

#include <cstdint>

#include "client/cli/output/report.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::cli {

// How many accounts would have another state.
int64_t MovingAccounts(const v1::PreviewCatalogImpactResponse& response);

// What another catalog would do to the linked accounts, for people.
Report ImpactReport(const v1::PreviewCatalogImpactResponse& response);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_IMPACT_REPORT_H_
