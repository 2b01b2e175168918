#ifndef LINKSTAT_AGENT_SERVICE_REASON_TALLY_H_
#define LINKSTAT_AGENT_SERVICE_REASON_TALLY_H_

#include <map>
#include <utility>
#include <vector>

#include "agent/core/snapshot.h"
#include "google/protobuf/repeated_field.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// Counts the reasons of accounts under one catalog.
class ReasonTally {
 public:
  // `catalog` must outlive the tally.
  explicit ReasonTally(const v1::Catalog* catalog) : catalog_(catalog) {}

  // The reasons of one account, from core::ReasonsFor.
  void Add(const std::vector<v1::StateReason>& reasons);

  // Adds every reason that occurred, in order of kind, then of the catalog.
  void WriteTo(google::protobuf::RepeatedPtrField<v1::ReasonCount>& counts) const;

 private:
  // The place of the reason's entry among those of its kind.
  int PlaceOf(const v1::StateReason& reason) const;

  const v1::Catalog* const catalog_;
  std::map<std::pair<v1::StateReasonKind, int>, v1::ReasonCount> counts_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_REASON_TALLY_H_
