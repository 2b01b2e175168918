#include "agent/service/indexed_account.h"

#include <algorithm>
#include <new>

namespace linkstat::service {
namespace {

const CompactForm kNoForm;

const CompactForm& FormOf(const CompactFacts& facts) {
  return facts.form.has_value() ? *facts.form : kNoForm;
}

}  // namespace

void IndexedAccount::Delete::operator()(IndexedAccount* account) const {
  account->~IndexedAccount();
  ::operator delete(account);
}

IndexedAccount::Ptr IndexedAccount::Make(absl::string_view id, store::Revision revision,
                                         const CompactFacts& facts) {
  const CompactForm& form = FormOf(facts);
  void* const memory =
      ::operator new(sizeof(IndexedAccount) + form.entries.size() * sizeof(InternPool::Id) +
                     form.work_email.size() + id.size());
  return Ptr(new (memory) IndexedAccount(id, revision, facts));
}

IndexedAccount::IndexedAccount(absl::string_view id, store::Revision revision,
                               const CompactFacts& facts)
    : revision_(revision),
      permissions_(facts.permissions),
      first_name_(FormOf(facts).first_name),
      entry_count_(static_cast<uint32_t>(FormOf(facts).entries.size())),
      email_size_(static_cast<uint32_t>(FormOf(facts).work_email.size())),
      id_size_(static_cast<uint8_t>(id.size())),
      transitioning_(facts.transitioning),
      relinked_(facts.relinked),
      has_form_(facts.form.has_value()) {
  const CompactForm& form = FormOf(facts);
  std::copy(form.entries.begin(), form.entries.end(), entries());
  char* const email = reinterpret_cast<char*>(entries() + entry_count_);
  std::copy(form.work_email.begin(), form.work_email.end(), email);
  std::copy(id.begin(), id.end(), email + email_size_);
}

absl::string_view IndexedAccount::id() const { return {text() + email_size_, id_size_}; }

CompactFacts IndexedAccount::facts() const {
  CompactFacts facts{transitioning_, relinked_, permissions_, std::nullopt};
  if (has_form_) {
    facts.form = CompactForm{{text(), email_size_}, first_name_, {entries(), entry_count_}};
  }
  return facts;
}

}  // namespace linkstat::service
