#include "agent/service/request_checks.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "agent/core/check_service_account_form.h"
#include "agent/core/request_checks.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

constexpr size_t kMaxFormBytes = size_t{256} << 10;

absl::Time EarliestObservation() {
  return absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone());
}

std::string AheadOfClock(absl::Duration tolerance) {
  const std::string margin = tolerance == absl::ZeroDuration()
                                 ? ""
                                 : absl::StrCat("more than ", absl::FormatDuration(tolerance), " ");
  return absl::StrCat("is ", margin, "ahead of the agent's clock");
}

void CheckObservedAt(const v1::ServiceAccountReport& report, const ObservationTime& now,
                     absl::string_view field, FieldFaults& faults) {
  const std::string path = absl::StrCat(field, ".observed_at");
  if (!report.has_observed_at()) {
    faults.Add(path, "is absent");
  } else if (!IsTimestamp(report.observed_at())) {
    faults.Add(path, "is not a timestamp of the years 1 to 9999");
  } else if (TimeOf(report.observed_at()) < EarliestObservation()) {
    faults.Add(path, "is before 2000-01-01");
  } else if (TimeOf(report.observed_at()) > now.latest) {
    faults.Add(path, AheadOfClock(now.latest - now.now), v1::ERROR_REASON_OBSERVED_IN_FUTURE);
  }
}

void CheckForm(const core::Snapshot& snapshot, const v1::ObservedForm& form,
               absl::string_view field, FieldFaults& faults) {
  const size_t size = form.ByteSizeLong();
  if (size > kMaxFormBytes) {
    faults.Add(std::string(field), absl::StrCat("has ", size, " bytes, more than ", kMaxFormBytes));
  }
  core::ReadForm(snapshot, form, field, faults);
}

}  // namespace

void CheckPrintable(absl::string_view text, size_t max_size, absl::string_view field,
                    FieldFaults& faults) {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isprint(c); });
  if (!text.empty() && text.size() <= max_size && printable) return;
  faults.Add(std::string(field), absl::StrCat("is not 1 to ", max_size, " printable ASCII bytes"));
}

int ReadPageSize(int page_size, FieldFaults& faults) {
  if (page_size < 0 || page_size > kMaxPageSize) {
    faults.Add("page_size", absl::StrCat("is not 0 to ", kMaxPageSize));
  }
  return page_size == 0 ? kDefaultPageSize : page_size;
}

void CheckReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                 const ObservationTime& now, absl::string_view field, FieldFaults& faults) {
  core::CheckAccountId(report.linked_account(), absl::StrCat(field, ".linked_account"), faults);
  CheckObservedAt(report, now, field, faults);
  if (report.has_observed()) {
    core::CheckObserved(report.observed(), absl::StrCat(field, ".observed"), faults);
  }
  if (report.has_form()) {
    CheckForm(snapshot, report.form(), absl::StrCat(field, ".form"), faults);
  }
  if (!report.has_observed() && !report.has_form() && !report.relinked()) {
    faults.Add(std::string(field), "has neither observed nor form nor relinked");
  }
}

}  // namespace linkstat::service
