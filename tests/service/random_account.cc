#include "tests/service/random_account.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/service/room.h"
#include "tests/support/test_catalog.h"

namespace linkstat::test {
namespace {

v1::FormField* FindField(v1::Catalog& catalog, absl::string_view id) {
  for (v1::FormField& field : *catalog.mutable_form_fields()) {
    if (field.id() == id) return &field;
  }
  return nullptr;
}

std::string EmailOf(int number) { return absl::StrCat("user", number, "@example.com"); }

void AddPermissions(store::v1::StoredAccount& account, std::mt19937& random) {
  const std::vector<std::string> others = {"Run Payments", "Fly", "manage  EMPLOYEES",
                                           "View complete employee information"};
  v1::ObservedPermissions& observed = *account.mutable_observed();
  const int chance = OnceIn(2, random) ? 20 : 3;
  for (const std::string& label : AllPermissions()) {
    if (!OnceIn(chance, random)) observed.add_names(label);
  }
  while (OnceIn(3, random)) observed.add_names(AnyOf(others, random));
  std::shuffle(observed.mutable_names()->begin(), observed.mutable_names()->end(), random);
}

void AddForm(store::v1::StoredAccount& account, std::mt19937& random) {
  const std::vector<std::string> others = {"",
                                           " ",
                                           "Boss",
                                           "Bob",
                                           "Ana",
                                           "ana",
                                           "Yes",
                                           "Service Account",
                                           "Now",
                                           "Work Email",
                                           EmailOf(1),
                                           EmailOf(2),
                                           "USER1@EXAMPLE.COM"};
  v1::ObservedForm& form = *account.mutable_form();
  const int chance = OnceIn(2, random) ? 50 : 4;
  for (const v1::FormField& field : TestSnapshot().catalog().form_fields()) {
    if (OnceIn(10, random)) continue;
    v1::ObservedField& entry = *form.add_entries();
    entry.set_label(OnceIn(20, random) ? "Shoe size" : field.label());
    if (OnceIn(chance, random)) {
      entry.add_values(OnceIn(3, random) ? account.identity().work_email() : AnyOf(others, random));
    } else if (field.provided() == v1::PROVIDED_VALUE_WORK_EMAIL) {
      entry.add_values(account.identity().work_email());
    } else if (field.provided() == v1::PROVIDED_VALUE_FIRST_NAME) {
      entry.add_values(account.identity().first_name());
    } else if (field.parts_size() > 0) {
      for (const v1::ValuePart& part : field.parts()) entry.add_values(part.value());
    } else {
      entry.add_values(field.value());
    }
    if (OnceIn(2 * chance, random)) entry.add_values(AnyOf(others, random));
  }
}

}  // namespace

bool OnceIn(int n, std::mt19937& random) {
  return std::uniform_int_distribution<int>(1, n)(random) == 1;
}

store::v1::StoredAccount RandomAccount(int number, std::mt19937& random) {
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name(OnceIn(3, random) ? "Bob" : "Ana");
  account.mutable_identity()->set_work_email(EmailOf(number));
  account.set_transitioning(OnceIn(5, random));
  if (account.transitioning() && OnceIn(2, random)) account.mutable_relinked_at()->set_seconds(1);
  if (!OnceIn(4, random)) AddPermissions(account, random);
  if (!OnceIn(3, random)) AddForm(account, random);
  return account;
}

std::vector<v1::Catalog> DifferentCatalogs() {
  std::vector<v1::Catalog> catalogs = {TestCatalog(), CatalogWithout("manage-employees"),
                                       CatalogWithOptional("edit-company-settings")};
  v1::Catalog kinds = TestCatalog();
  FindField(kinds, "work-email")->set_kind(v1::FIELD_KIND_ANY_VALUE);
  FindField(kinds, "work-email")->clear_provided();
  FindField(kinds, "title")->set_value("Boss");
  kinds.clear_transition_rule();
  catalogs.push_back(kinds);

  v1::Catalog joined = TestCatalog();
  joined.mutable_form_fields()->DeleteSubrange(4, 1);
  FindField(joined, "last-name")->add_aliases("Title");
  FindField(joined, "first-name")->set_provided(v1::PROVIDED_VALUE_WORK_EMAIL);
  FindField(joined, "work-email")->set_provided(v1::PROVIDED_VALUE_FIRST_NAME);
  catalogs.push_back(joined);

  v1::Catalog fixed = TestCatalog();
  for (const char* id : {"title", "last-name", "office"})
    FindField(fixed, id)->set_value(EmailOf(1));
  catalogs.push_back(fixed);
  return catalogs;
}

}  // namespace linkstat::test
