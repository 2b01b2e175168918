#include "agent/service/derivation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/service/account_message.h"
#include "agent/service/indexed_account.h"
#include "tests/service/random_account.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::ParseProto;

// The account as an index keeps it.
IndexedAccount::Ptr Add(ObservationTable& table, const store::v1::StoredAccount& account) {
  store::v1::StoredFacts facts;
  EXPECT_TRUE(facts.ParseFromString(account.SerializeAsString()));
  return IndexedAccount::Make("id", 1, *table.Add(facts));
}

// Whether both say the same of the account.
void ExpectSame(const core::Snapshot& snapshot, const store::v1::StoredAccount& account,
                const core::AccountEvaluation& actual) {
  const core::AccountEvaluation expected = core::EvaluateAccount(snapshot, FactsOf(account));
  EXPECT_EQ(actual.state, expected.state) << account.DebugString();
  EXPECT_EQ(actual.missing, expected.missing) << account.DebugString();
  v1::LinkedAccount actual_reasons;
  v1::LinkedAccount expected_reasons;
  for (const auto& reason : core::ReasonsFor(snapshot, actual)) {
    *actual_reasons.add_reasons() = reason;
  }
  for (const auto& reason : core::ReasonsFor(snapshot, expected)) {
    *expected_reasons.add_reasons() = reason;
  }
  EXPECT_THAT(actual_reasons, test::EqualsProto(expected_reasons)) << account.DebugString();
}

TEST(Derivation, SaysTheSameAsDerivingEachAccountAlone) {
  std::mt19937 random(test::RandomSeed());
  std::vector<store::v1::StoredAccount> accounts;
  ObservationTable table;
  std::vector<IndexedAccount::Ptr> indexed;
  for (int i = 0; i < 500; ++i) {
    accounts.push_back(test::RandomAccount(i % 5, random));
    indexed.push_back(Add(table, accounts.back()));
  }
  for (const v1::Catalog& catalog : test::DifferentCatalogs()) {
    const auto snapshot = test::SnapshotOf(catalog);
    Derivation derivation(snapshot.get(), &table);
    for (size_t i = 0; i < accounts.size(); ++i) {
      ExpectSame(*snapshot, accounts[i], derivation.EvaluationOf(indexed[i]->facts()));
      if (HasFailure()) return;
    }
  }
}

TEST(Derivation, AValueBesideTheProvidedOneIsWrong) {
  ObservationTable table;
  Derivation derivation(&test::TestSnapshot(), &table);
  for (const char* form : {"entries { label: 'Work Email' values: 'a@b' values: 'a@b' }",
                           "entries { label: 'Work Email' values: 'a@b' values: 'x' }",
                           "entries { label: 'First Name' values: 'Ana' values: 'Ana' }"}) {
    const auto account = ParseProto<store::v1::StoredAccount>(
        absl::StrCat("identity { first_name: 'Ana' work_email: 'a@b' } form { ", form, " }"));
    const core::AccountEvaluation standing = derivation.EvaluationOf(Add(table, account)->facts());
    EXPECT_EQ(standing.state, v1::LINK_STATE_ACTION_REQUIRED) << form;
    ExpectSame(test::TestSnapshot(), account, standing);
  }
}

TEST(Derivation, ForgetsWhatItKnewOfANumberThatIsUsedAgain) {
  ObservationTable table;
  Derivation derivation(&test::TestSnapshot(), &table);
  const auto wrong = ParseProto<store::v1::StoredAccount>(
      "identity { work_email: 'a@b' } form { entries { label: 'Title' values: 'Boss' } }");
  const auto right = ParseProto<store::v1::StoredAccount>(
      "identity { work_email: 'a@b' } form { entries { label: 'Title' values: 'Service Account' } "
      "}");
  const auto before = Add(table, wrong);
  EXPECT_EQ(derivation.Derive(before->facts()).state, v1::LINK_STATE_ACTION_REQUIRED);
  table.Remove(before->facts());
  const auto after = Add(table, right);
  ASSERT_EQ(after->facts().form->entries, before->facts().form->entries);
  EXPECT_EQ(derivation.Derive(after->facts()).state, v1::LINK_STATE_PENDING);
}

TEST(ObservationTable, AccountsShareWhatTheyHaveInCommon) {
  ObservationTable table;
  const auto ana = Add(table, ParseProto<store::v1::StoredAccount>(R"pb(
                         identity { first_name: "Ana" work_email: "ana@example.com" }
                         observed { names: "B" names: "A" names: "B" }
                         form { entries { label: "Work Email" values: "ana@example.com" } }
                       )pb"));
  const auto bob = Add(table, ParseProto<store::v1::StoredAccount>(R"pb(
                         identity { first_name: "Bob" work_email: "bob@example.com" }
                         observed { names: "A" names: "B" }
                         form { entries { label: "Work Email" values: "bob@example.com" } }
                       )pb"));
  EXPECT_EQ(ana->facts().permissions, bob->facts().permissions);
  const CompactForm form = *bob->facts().form;
  EXPECT_EQ(ana->facts().form->entries, form.entries);
  EXPECT_THAT(table.Entry(form.entries[0], form),
              test::EqualsTextProto("label: 'Work Email' values: 'bob@example.com'"));
}

TEST(ObservationTable, AFormWithBytesThatAreNoEntryLeavesNothingBehind) {
  ObservationTable table;
  store::v1::StoredFacts facts;
  facts.mutable_identity()->set_work_email("a@b");
  facts.mutable_observed()->add_names("A");
  v1::ObservedField entry;
  entry.set_label("Title");
  facts.mutable_form()->add_entries(entry.SerializeAsString());
  facts.mutable_form()->add_entries("\xff");
  EXPECT_EQ(table.Add(facts).status(),
            absl::DataLossError("a record of the store holds no linked account"));
  EXPECT_EQ(table.entries().Get(0), "");
  EXPECT_EQ(table.permissions().limit(), 0);
}

}  // namespace
}  // namespace linkstat::service
