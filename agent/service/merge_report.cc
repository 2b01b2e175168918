#include "agent/service/merge_report.h"

#include <algorithm>

#include "agent/core/link_state.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

// What became of one part of a report.
enum class Part { kOld, kKnown, kNew, kNewForFuture };

using google::protobuf::Timestamp;

template <typename Content>
Part Compare(const Timestamp& known_at, const Content& known, const Timestamp& seen_at,
             const Content& seen, absl::Time latest) {
  if (TimeOf(known_at) > latest) return Part::kNewForFuture;
  if (TimeOf(seen_at) > TimeOf(known_at)) return Part::kNew;
  const bool equal =
      TimeOf(seen_at) == TimeOf(known_at) && seen.SerializeAsString() == known.SerializeAsString();
  return equal ? Part::kKnown : Part::kOld;
}

bool IsNew(Part part) { return part == Part::kNew || part == Part::kNewForFuture; }

Part MergePermissions(const v1::ServiceAccountReport& report, absl::Time latest,
                      store::v1::StoredAccount& account) {
  if (!report.has_observed()) return Part::kOld;
  const Part part = account.has_observed()
                        ? Compare(account.permissions_observed_at(), account.observed(),
                                  report.observed_at(), report.observed(), latest)
                        : Part::kNew;
  if (!IsNew(part)) return part;
  *account.mutable_observed() = report.observed();
  *account.mutable_permissions_observed_at() = report.observed_at();
  return part;
}

Part MergeForm(const v1::ServiceAccountReport& report, absl::Time latest,
               store::v1::StoredAccount& account) {
  if (!report.has_form()) return Part::kOld;
  const Part part = account.has_form() ? Compare(account.form_observed_at(), account.form(),
                                                 report.observed_at(), report.form(), latest)
                                       : Part::kNew;
  if (!IsNew(part)) return part;
  *account.mutable_form() = report.form();
  *account.mutable_form_observed_at() = report.observed_at();
  return part;
}

bool HasRightWorkEmail(const core::Snapshot& snapshot, const v1::ObservedForm& form,
                       const v1::LinkIdentity& identity) {
  return std::any_of(form.entries().begin(), form.entries().end(), [&](const auto& entry) {
    const std::optional<int> field = core::FieldOf(snapshot, entry);
    return field.has_value() &&
           snapshot.catalog().form_fields(*field).provided() == v1::PROVIDED_VALUE_WORK_EMAIL &&
           !core::JudgeEntry(snapshot, *field, entry, identity).has_value();
  });
}

// A relink in the future is later than any report, which replaces it as any
// earlier one does.
Part MergeRelink(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                 absl::Time latest, store::v1::StoredAccount& account) {
  if (!account.transitioning()) return Part::kOld;
  const bool relinked =
      report.relinked() || HasRightWorkEmail(snapshot, report.form(), account.identity());
  if (!relinked) return Part::kOld;
  Part part = Part::kNew;
  if (account.has_relinked_at()) {
    const absl::Time known = TimeOf(account.relinked_at());
    const absl::Time seen = TimeOf(report.observed_at());
    if (seen == known) return Part::kKnown;
    if (seen > known) return Part::kOld;
    if (known > latest) part = Part::kNewForFuture;
  }
  *account.mutable_relinked_at() = report.observed_at();
  return part;
}

}  // namespace

MergeResult MergeReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                        absl::Time latest, store::v1::StoredAccount& account) {
  const Part parts[] = {MergePermissions(report, latest, account),
                        MergeForm(report, latest, account),
                        MergeRelink(snapshot, report, latest, account)};
  const auto any = [&](Part wanted) {
    return std::find(std::begin(parts), std::end(parts), wanted) != std::end(parts);
  };
  const bool replaced_future = any(Part::kNewForFuture);
  const bool changed = replaced_future || any(Part::kNew);
  const bool accepted = changed || any(Part::kKnown);
  return {accepted ? v1::REPORT_OUTCOME_ACCEPTED : v1::REPORT_OUTCOME_STALE, changed,
          replaced_future};
}

}  // namespace linkstat::service
