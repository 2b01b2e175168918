#ifndef LINKSTAT_CLIENT_CLI_REPORT_REPORTS_H_
#define LINKSTAT_CLIENT_CLI_REPORT_REPORTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "client/cli/output/report.h"
#include "client/cli/streams.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

// The answers of an agent for people; account_report.h has those about linked accounts.
namespace linkstat::cli {

// A permission check for people.
Report CheckReport(const v1::CheckPermissionsResponse& response);

// The parts that a check of a whole service account shows as well.
std::vector<Section> PermissionSections(const v1::CheckPermissionsResponse& response);
// What the verdict rests on, in one sentence.
std::string PermissionSentence(const v1::CheckPermissionsResponse& response);
// The unrecognized names with what may have been meant.
Section UnrecognizedSection(std::string key, std::string title,
                            const google::protobuf::RepeatedPtrField<v1::UnrecognizedName>& names);

// A check of a service account's form and permissions for people.
Report FormReport(const v1::CheckServiceAccountResponse& response);

// What feeds a data domain, for people.
Report FindReport(const v1::FindRequirementsResponse& response);

// A comparison of two catalogs for people.
Report DiffReport(const v1::DiffCatalogResponse& response);

// How many accounts would have another state.
int64_t MovingAccounts(const v1::PreviewCatalogImpactResponse& response);

// What another catalog would do to the linked accounts, for people.
Report ImpactReport(const v1::PreviewCatalogImpactResponse& response);

// The numbers of linked accounts for people: by state, and by missing permission,
// the most missed first, those that no account misses left out. With a bar for each
// number on a terminal.
Report SummaryReport(const v1::SummarizeLinkedAccountsResponse& response, const Terminal& terminal);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_REPORTS_H_
