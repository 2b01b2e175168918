#ifndef LINKSTAT_CLIENT_CLI_REPORT_CHECK_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_CHECK_REPORT_H_

#include <string>
#include <vector>

#include "client/cli/output/report.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "linkstat/v1/linking_service.pb.h"

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

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_CHECK_REPORT_H_
