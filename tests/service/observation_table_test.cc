#include "agent/service/observation_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/proto_matchers.h"

namespace linkstat::service {
namespace {

using test::EqualsProto;
using testing::ElementsAre;

// Lengths around those from which a length takes another byte.
constexpr size_t kLengths[] = {1, 127, 128, 16383, 16384};

class ObservationTableTest : public testing::Test {
 protected:
  // An account with one form entry.
  static store::v1::StoredFacts AccountWith(const std::string& first_name,
                                            const v1::ObservedField& entry) {
    store::v1::StoredFacts account;
    account.mutable_identity()->set_first_name(first_name);
    account.mutable_identity()->set_work_email("ana@example.com");
    account.mutable_form()->add_entries(entry.SerializeAsString());
    return account;
  }

  static v1::ObservedField Entry(const std::string& label, const std::vector<std::string>& values) {
    v1::ObservedField entry;
    if (!label.empty()) entry.set_label(label);
    for (const std::string& value : values) entry.add_values(value);
    return entry;
  }

  // The values of the account's entry as they are shared with others.
  std::vector<std::string> SharedValues(const store::v1::StoredFacts& account) {
    const CompactForm form = *table_.Add(account).value().form;
    EXPECT_THAT(table_.Entry(form.entries[0], form), EqualsProto(EntryOf(account)));
    const v1::ObservedField marked = table_.MarkedEntry(form.entries[0]);
    return {marked.values().begin(), marked.values().end()};
  }

  static v1::ObservedField EntryOf(const store::v1::StoredFacts& account) {
    v1::ObservedField entry;
    EXPECT_TRUE(entry.ParseFromString(account.form().entries(0)));
    return entry;
  }

  const std::string first_name_mark_{ObservationTable::MarkOf(v1::PROVIDED_VALUE_FIRST_NAME)};
  const std::string work_email_mark_{ObservationTable::MarkOf(v1::PROVIDED_VALUE_WORK_EMAIL)};
  ObservationTable table_;
};

TEST_F(ObservationTableTest, KeepsNamesOfEachLengthOnceInOrder) {
  store::v1::StoredFacts account;
  std::vector<std::string> names;
  for (const size_t length : kLengths) names.emplace_back(length, 'n');
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    account.mutable_observed()->add_names(*name);
    account.mutable_observed()->add_names(*name);
  }
  const CompactFacts facts = table_.Add(account).value();
  EXPECT_THAT(table_.Permissions(facts.permissions).names(), testing::ElementsAreArray(names));
}

TEST_F(ObservationTableTest, MarksAFirstNameOfEachLength) {
  for (const size_t length : kLengths) {
    const std::string name(length, 'n');
    EXPECT_THAT(SharedValues(AccountWith(name, Entry("First name", {name}))),
                ElementsAre(first_name_mark_))
        << length;
  }
}

TEST_F(ObservationTableTest, MarksEachOfTheOwnValuesAndNoOther) {
  EXPECT_THAT(
      SharedValues(AccountWith("Ana", Entry("Any", {"Ana", "Anabel", "ana@example.com", "Ana"}))),
      ElementsAre(first_name_mark_, "Anabel", work_email_mark_, first_name_mark_));
}

TEST_F(ObservationTableTest, MarksAValueWithoutALabelBeforeIt) {
  EXPECT_THAT(SharedValues(AccountWith("Ana", Entry("", {"Ana"}))), ElementsAre(first_name_mark_));
}

TEST_F(ObservationTableTest, SharesTheEntriesOfAccountsThatHoldTheirOwnValues) {
  store::v1::StoredFacts other = AccountWith("Eva", Entry("Any", {"Eva", "eva@example.com"}));
  other.mutable_identity()->set_work_email("eva@example.com");
  const auto first = AccountWith("Ana", Entry("Any", {"Ana", "ana@example.com"}));
  const InternPool::Id entry = table_.Add(first).value().form->entries[0];
  EXPECT_EQ(table_.Add(other).value().form->entries[0], entry);
}

TEST_F(ObservationTableTest, TakesNothingInOfAFormWithAnEntryThatIsNone) {
  store::v1::StoredFacts account = AccountWith("Ana", Entry("Any", {"a"}));
  account.mutable_form()->add_entries("\xff");
  EXPECT_EQ(table_.Add(account).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(table_.entries().Get(0), "");
}

}  // namespace
}  // namespace linkstat::service
