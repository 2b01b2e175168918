#ifndef LINKSTAT_TESTS_SERVICE_REPORTS_H_
#define LINKSTAT_TESTS_SERVICE_REPORTS_H_

#include <cstdint>
#include <string>

#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::test {

// A report of no granted permissions, by default a little before a room's clock begins.
inline v1::ServiceAccountReport NothingGranted(const std::string& id,
                                               int64_t seconds = 1772366000) {
  v1::ServiceAccountReport report;
  report.set_linked_account(id);
  report.mutable_observed_at()->set_seconds(seconds);
  report.mutable_observed();
  return report;
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_REPORTS_H_
