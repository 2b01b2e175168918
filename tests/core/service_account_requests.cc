#include "tests/core/service_account_requests.h"

#include <gtest/gtest.h>

namespace linkstat::test {
namespace {

int EntryWith(absl::string_view label, const v1::ObservedForm& form) {
  for (int i = 0; i < form.entries_size(); ++i) {
    if (form.entries(i).label() == label) return i;
  }
  return -1;
}

}  // namespace

v1::CheckServiceAccountRequest RightRequest() {
  v1::CheckServiceAccountRequest request;
  v1::ObservedForm& form = *request.mutable_form();
  SetEntry("Member Type", {"3rd Party Admin / Accountant"}, form);
  SetEntry("Admin Access", {"Yes"}, form);
  SetEntry("First Name", {kFirstName}, form);
  SetEntry("Last Name", {"Service Account"}, form);
  SetEntry("Title", {"Service Account"}, form);
  SetEntry("Manager", {}, form);
  SetEntry("Department", {"No Department"}, form);
  SetEntry("Office", {"Remote (work from home)"}, form);
  SetEntry("Start date", {"2024-01-01"}, form);
  SetEntry("Work Email", {kWorkEmail}, form);
  SetEntry("Send Invitation to", {"Work Email", "Now"}, form);
  for (const char* name : {"Edit Company Settings", "Manage Employees",
                           "View all employee information", "View basic employee information",
                           "Upload and View all Documents", "View Invoices and Reporting"}) {
    request.mutable_observed()->add_names(name);
  }
  request.mutable_expected_identity()->set_first_name(kFirstName);
  request.mutable_expected_identity()->set_work_email(kWorkEmail);
  return request;
}

void SetEntry(absl::string_view label, const std::vector<std::string>& values,
              v1::ObservedForm& form) {
  const int at = EntryWith(label, form);
  v1::ObservedField& entry = at < 0 ? *form.add_entries() : *form.mutable_entries(at);
  entry.set_label(std::string(label));
  entry.mutable_values()->Assign(values.begin(), values.end());
}

void RemoveEntry(absl::string_view label, v1::ObservedForm& form) {
  const int at = EntryWith(label, form);
  if (at >= 0) form.mutable_entries()->DeleteSubrange(at, 1);
}

v1::FieldResult ResultOf(absl::string_view label, const v1::CheckServiceAccountResponse& response) {
  for (const v1::FieldResult& field : response.fields()) {
    if (field.label() == label) return field;
  }
  ADD_FAILURE() << "no result for " << label;
  return {};
}

}  // namespace linkstat::test
