#include "tests/bench/lifelike_accounts.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "agent/catalog/load.h"

namespace linkstat::bench {
namespace {

bool OnceIn(int n, std::mt19937& random) {
  return std::uniform_int_distribution<int>(1, n)(random) == 1;
}

void AddForm(store::v1::StoredAccount& account, std::mt19937& random) {
  for (const v1::FormField& field : catalog::EmbeddedCatalog()->catalog().form_fields()) {
    v1::ObservedField& entry = *account.mutable_form()->add_entries();
    entry.set_label(field.label());
    if (OnceIn(200, random)) {
      entry.add_values("Something else");
    } else if (field.provided() == v1::PROVIDED_VALUE_WORK_EMAIL) {
      entry.add_values(account.identity().work_email());
    } else if (field.provided() == v1::PROVIDED_VALUE_FIRST_NAME) {
      entry.add_values(account.identity().first_name());
    } else if (field.kind() == v1::FIELD_KIND_ANY_VALUE) {
      entry.add_values(absl::StrCat("2025-", 10 + random() % 3, "-", 10 + random() % 19));
    } else if (field.parts_size() > 0) {
      for (const v1::ValuePart& part : field.parts()) entry.add_values(part.value());
    } else {
      entry.add_values(field.value());
    }
  }
}

}  // namespace

service::AccountRecord Account(int number, std::mt19937& random) {
  service::AccountRecord record;
  record.id = absl::StrFormat("customer-%09d", number);
  record.revision = number + 1;
  v1::LinkIdentity& identity = *record.account.mutable_identity();
  identity.set_first_name(absl::StrCat("Name ", random() % 5000));
  identity.set_work_email(absl::StrFormat("link-%026d@links.example.com", number));
  record.account.mutable_created_at()->set_seconds(1'700'000'000);
  for (const auto& permission : catalog::EmbeddedCatalog()->catalog().permissions()) {
    if (!OnceIn(8, random)) record.account.mutable_observed()->add_names(permission.label());
  }
  std::shuffle(record.account.mutable_observed()->mutable_names()->begin(),
               record.account.mutable_observed()->mutable_names()->end(), random);
  record.account.mutable_permissions_observed_at()->set_seconds(1'700'000'100);
  AddForm(record.account, random);
  record.account.mutable_form_observed_at()->set_seconds(1'700'000'100);
  return record;
}

void Fill(store::Store& store, int accounts) {
  std::mt19937 random(1);
  std::vector<store::Mutation> mutations;
  for (int i = 0; i < accounts; ++i) {
    const service::AccountRecord record = Account(i, random);
    mutations.push_back({record.id, 0, record.account.SerializeAsString(),
                         service::KeyOf(record.account.identity().work_email())});
    if (mutations.size() < 10'000 && i + 1 < accounts) continue;
    if (!store.Write(mutations).ok()) std::abort();
    mutations.clear();
  }
}

}  // namespace linkstat::bench
