#include "agent/service/reason_tally.h"

#include <algorithm>
#include <string>

namespace linkstat::service {
namespace {

template <typename Entries>
int PlaceOfId(const Entries& entries, const std::string& id) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.id() == id; });
  return static_cast<int>(found - entries.begin());
}

}  // namespace

int ReasonTally::PlaceOf(const v1::StateReason& reason) const {
  switch (reason.kind()) {
    case v1::STATE_REASON_KIND_PERMISSION_MISSING:
      return PlaceOfId(catalog_->permissions(), reason.id());
    case v1::STATE_REASON_KIND_FIELD_WRONG:
    case v1::STATE_REASON_KIND_FIELD_MISSING:
      return PlaceOfId(catalog_->form_fields(), reason.id());
    default:
      return 0;
  }
}

void ReasonTally::Add(const std::vector<v1::StateReason>& reasons) {
  for (const v1::StateReason& reason : reasons) {
    v1::ReasonCount& count = counts_[{reason.kind(), PlaceOf(reason)}];
    if (!count.has_reason()) *count.mutable_reason() = reason;
    count.set_accounts(count.accounts() + 1);
  }
}

void ReasonTally::WriteTo(google::protobuf::RepeatedPtrField<v1::ReasonCount>& counts) const {
  for (const auto& [place, count] : counts_) *counts.Add() = count;
}

}  // namespace linkstat::service
