#include "agent/service/derivation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/service/account_message.h"
#include "tests/service/random_account.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::ParseProto;

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
  std::vector<CompactFacts> facts;
  for (int i = 0; i < 500; ++i) {
    accounts.push_back(test::RandomAccount(i % 5, random));
    facts.push_back(table.Add(accounts.back()));
  }
  for (const v1::Catalog& catalog : test::DifferentCatalogs()) {
    const auto snapshot = test::SnapshotOf(catalog);
    Derivation derivation(snapshot.get(), &table);
    for (size_t i = 0; i < accounts.size(); ++i) {
      ExpectSame(*snapshot, accounts[i], derivation.EvaluationOf(facts[i]));
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
    const core::AccountEvaluation standing = derivation.EvaluationOf(table.Add(account));
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
  const CompactFacts before = table.Add(wrong);
  EXPECT_EQ(derivation.Derive(before).state, v1::LINK_STATE_ACTION_REQUIRED);
  table.Remove(before);
  const CompactFacts after = table.Add(right);
  ASSERT_EQ(after.form->entries, before.form->entries);
  EXPECT_EQ(derivation.Derive(after).state, v1::LINK_STATE_PENDING);
}

TEST(ObservationTable, AccountsShareWhatTheyHaveInCommon) {
  ObservationTable table;
  const CompactFacts ana = table.Add(ParseProto<store::v1::StoredAccount>(R"pb(
    identity { first_name: "Ana" work_email: "ana@example.com" }
    observed { names: "B" names: "A" names: "B" }
    form { entries { label: "Work Email" values: "ana@example.com" } }
  )pb"));
  const CompactFacts bob = table.Add(ParseProto<store::v1::StoredAccount>(R"pb(
    identity { first_name: "Bob" work_email: "bob@example.com" }
    observed { names: "A" names: "B" }
    form { entries { label: "Work Email" values: "bob@example.com" } }
  )pb"));
  EXPECT_EQ(ana.permissions, bob.permissions);
  EXPECT_EQ(ana.form->entries, bob.form->entries);
  EXPECT_THAT(table.Entry(bob.form->entries[0], *bob.form),
              test::EqualsTextProto("label: 'Work Email' values: 'bob@example.com'"));
}

}  // namespace
}  // namespace linkstat::service
