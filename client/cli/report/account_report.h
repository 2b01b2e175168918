#ifndef LINKSTAT_CLIENT_CLI_REPORT_ACCOUNT_REPORT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_ACCOUNT_REPORT_H_

#include <string>
#include <vector>

#include "client/cli/output/report.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::cli {

// One linked account for people, with its permission check if it has one.
Report AccountReport(const v1::LinkedAccount& account);

// Likewise for an account after a report of it.
Report OutcomeReport(v1::ReportOutcome outcome, const v1::LinkedAccount& account);

// Linked accounts as a table without rows, and the row of one.
Section AccountSection();
std::vector<Cell> AccountRow(const v1::LinkedAccount& account);

Cell StateCell(v1::LinkState state);

// A reason as text, e.g. `permission missing: Manage Employees`.
std::string ReasonText(const v1::StateReason& reason);
// All of them, e.g. `permission missing: Fly, Swim; field wrong: Title`.
std::string ReasonsText(const google::protobuf::RepeatedPtrField<v1::StateReason>& reasons);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_ACCOUNT_REPORT_H_
