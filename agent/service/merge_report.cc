#include "agent/service/merge_report.h"

#include <algorithm>

#include "agent/core/link_state.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

// What became of one part of a report.
enum class Part { kOld, kKnown, kNew };

template <typename Content>
Part Compare(bool is_known, const google::protobuf::Timestamp& known_at, const Content& known,
             const google::protobuf::Timestamp& seen_at, const Content& seen) {
  if (!is_known || TimeOf(seen_at) > TimeOf(known_at)) return Part::kNew;
  const bool equal =
      TimeOf(seen_at) == TimeOf(known_at) && seen.SerializeAsString() == known.SerializeAsString();
  return equal ? Part::kKnown : Part::kOld;
}

Part MergePermissions(const v1::ServiceAccountReport& report, store::v1::StoredAccount& account) {
  if (!report.has_observed()) return Part::kOld;
  const Part part = Compare(account.has_observed(), account.permissions_observed_at(),
                            account.observed(), report.observed_at(), report.observed());
  if (part != Part::kNew) return part;
  *account.mutable_observed() = report.observed();
  *account.mutable_permissions_observed_at() = report.observed_at();
  return part;
}

Part MergeForm(const v1::ServiceAccountReport& report, store::v1::StoredAccount& account) {
  if (!report.has_form()) return Part::kOld;
  const Part part = Compare(account.has_form(), account.form_observed_at(), account.form(),
                            report.observed_at(), report.form());
  if (part != Part::kNew) return part;
  *account.mutable_form() = report.form();
  *account.mutable_form_observed_at() = report.observed_at();
  return part;
}

bool HasRightWorkEmail(const core::Snapshot& snapshot, const v1::ObservedForm& form,
                       const v1::LinkIdentity& identity) {
  return std::any_of(form.entries().begin(), form.entries().end(), [&](const auto& entry) {
    const absl::optional<int> field = core::FieldOf(snapshot, entry);
    return field.has_value() &&
           snapshot.catalog().form_fields(*field).provided() == v1::PROVIDED_VALUE_WORK_EMAIL &&
           !core::JudgeEntry(snapshot, *field, entry, identity).has_value();
  });
}

Part MergeRelink(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                 store::v1::StoredAccount& account) {
  if (!account.transitioning()) return Part::kOld;
  const bool relinked =
      report.relinked() || HasRightWorkEmail(snapshot, report.form(), account.identity());
  if (!relinked) return Part::kOld;
  if (account.has_relinked_at()) {
    const absl::Time known = TimeOf(account.relinked_at());
    const absl::Time seen = TimeOf(report.observed_at());
    if (seen == known) return Part::kKnown;
    if (seen > known) return Part::kOld;
  }
  *account.mutable_relinked_at() = report.observed_at();
  return Part::kNew;
}

}  // namespace

MergeResult MergeReport(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                        store::v1::StoredAccount& account) {
  const Part parts[] = {MergePermissions(report, account), MergeForm(report, account),
                        MergeRelink(snapshot, report, account)};
  const auto any = [&](Part wanted) {
    return std::find(std::begin(parts), std::end(parts), wanted) != std::end(parts);
  };
  const bool changed = any(Part::kNew);
  const bool accepted = changed || any(Part::kKnown);
  return {accepted ? v1::REPORT_OUTCOME_ACCEPTED : v1::REPORT_OUTCOME_STALE, changed};
}

}  // namespace linkstat::service
