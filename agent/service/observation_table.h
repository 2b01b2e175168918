#ifndef LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_
#define LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "agent/service/intern_pool.h"
#include "linkstat/store/v1/stored_account.pb.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::service {

// An observed form and what it is compared with.
struct CompactForm {
  absl::string_view work_email;
  // Into the table's first names.
  InternPool::Id first_name = InternPool::kNone;
  // Into ObservationTable::entries(), in order of the form.
  absl::Span<const InternPool::Id> entries;
};

// What decides on an account's state, in little memory: accounts share what they
// have in common. A view of what somebody else keeps.
struct CompactFacts {
  bool transitioning = false;
  bool relinked = false;
  // Into ObservationTable::permissions(); kNone: not observed.
  InternPool::Id permissions = InternPool::kNone;
  // Absent: not observed.
  std::optional<CompactForm> form;
};

// The observations of many accounts, each distinct one once. In form entries
// the account's own first name and work email are kept as marks, so that all the
// forms that hold them at the right place share the entry. Threads: as
// InternPool.
class ObservationTable {
 public:
  // Takes in what decides on the state of `account`. The result is good until the
  // next call, and as long as `account`; give it, or a copy, back to Remove.
  // DATA_LOSS when an entry of the form is none; then nothing was taken in.
  absl::StatusOr<CompactFacts> Add(const store::v1::StoredFacts& account);
  void Remove(const CompactFacts& facts);

  // An observation that grants the same as the one taken in; names are in
  // another order, each spelling once.
  v1::ObservedPermissions Permissions(InternPool::Id id) const;

  // A form entry as it was taken in.
  v1::ObservedField Entry(InternPool::Id id, const CompactForm& form) const;

  // Likewise, with marks; the same for every account that has this entry.
  v1::ObservedField MarkedEntry(InternPool::Id id) const;

  // The mark for an account's own first name or work email.
  static absl::string_view MarkOf(v1::ProvidedValue provided);
  // Whether a mark is among the values of an entry.
  static bool HasMark(const v1::ObservedField& marked);

  v1::LinkIdentity Identity(const CompactForm& form) const;

  const InternPool& permissions() const { return permissions_; }
  const InternPool& entries() const { return entries_; }

 private:
  InternPool::Id AddPermissions(const v1::ObservedPermissions& observed);
  absl::StatusOr<CompactForm> AddForm(const store::v1::StoredFacts& account);
  // Absent when `bytes` are no entry. `guess` as in InternPool.
  std::optional<InternPool::Id> AddEntry(absl::string_view bytes, InternPool::Id guess);

  InternPool permissions_;
  InternPool entries_;
  InternPool first_names_;

  // What Add works with, kept to spare allocations.
  std::vector<absl::string_view> names_;
  std::vector<InternPool::Id> form_;
  std::vector<InternPool::Id> form_before_;
  v1::ObservedField entry_;
  // The account's own values as the bytes of an entry hold them.
  std::string own_first_name_;
  std::string own_work_email_;
  std::string key_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_
