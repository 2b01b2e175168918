#ifndef LINKSTAT_TESTS_CORE_SERVICE_ACCOUNT_REQUESTS_H_
#define LINKSTAT_TESTS_CORE_SERVICE_ACCOUNT_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::test {

inline constexpr char kFirstName[] = "Mia";
inline constexpr char kWorkEmail[] = "link-7f3a@accounts.example.com";

// A request in which all is observed and right: the 11 fields with the values of
// the linking guide, the six permissions and the expected identity.
v1::CheckServiceAccountRequest RightRequest();

// Makes the values of the entry with this label `values`; adds it when there is
// none.
void SetEntry(absl::string_view label, const std::vector<std::string>& values,
              v1::ObservedForm& form);

// Removes the entry with this label.
void RemoveEntry(absl::string_view label, v1::ObservedForm& form);

// The result of the field with this label; fails the test when there is none.
v1::FieldResult ResultOf(absl::string_view label, const v1::CheckServiceAccountResponse& response);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CORE_SERVICE_ACCOUNT_REQUESTS_H_
