#ifndef LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_
#define LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/service/intern_pool.h"
#include "linkstat/store/v1/stored_account.pb.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::service {

// An observed form and what it is compared with.
struct CompactForm {
  std::string work_email;
  // Into the table's first names.
  InternPool::Id first_name;
  // Into ObservationTable::entries(), in order of the form.
  std::vector<InternPool::Id> entries;
};

// What decides on an account's state, in little room: accounts share what they
// have in common.
struct CompactFacts {
  bool transitioning = false;
  bool relinked = false;
  // Into ObservationTable::permissions(); kNone: not observed.
  InternPool::Id permissions = InternPool::kNone;
  // Null: not observed.
  std::unique_ptr<CompactForm> form;
};

// The observations of many accounts, each distinct one once. In form entries
// the account's own first name and work email are kept as marks, so that all the
// forms that hold them at the right place share the entry. Threads: as
// InternPool.
class ObservationTable {
 public:
  // Takes in what decides on the state of `account`. Give the result back to
  // Remove.
  CompactFacts Add(const store::v1::StoredAccount& account);
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
  std::unique_ptr<CompactForm> AddForm(const store::v1::StoredAccount& account);

  InternPool permissions_;
  InternPool entries_;
  InternPool first_names_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_OBSERVATION_TABLE_H_
