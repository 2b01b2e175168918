#ifndef LINKSTAT_CLIENT_CLI_REPORT_DIFF_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_DIFF_REPORT_H_

#include "client/cli/output/report.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::cli {

// A comparison of two catalogs for people.
Report DiffReport(const v1::DiffCatalogResponse& response);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_DIFF_REPORT_H_
