#ifndef LINKSTAT_AGENT_CATALOG_FAULT_LIST_H_
#define LINKSTAT_AGENT_CATALOG_FAULT_LIST_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// Collects what is wrong with a catalog.
class FaultList {
 public:
  // At most this many are reported one by one; the rest are counted.
  static constexpr int kMaxTold = 1000;

  // `message` states what is wrong and what to do; it quotes nothing of the
  // catalog.
  void Add(const SourceLocation& place, v1::CatalogFaultReason reason, absl::string_view message);
  void Add(v1::CatalogFault fault);
  // Counts faults that are not reported one by one.
  void AddUntold(int count) { total_ += count; }

  bool empty() const { return total_ == 0; }
  int total() const { return total_; }

  // The reported faults, in the order of the text; those without a line come first.
  std::vector<v1::CatalogFault> InOrder() const;

 private:
  std::vector<v1::CatalogFault> told_;
  int total_ = 0;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FAULT_LIST_H_
