#include "agent/service/account_record.h"

#include <gtest/gtest.h>

#include <functional>

namespace linkstat::service {
namespace {

using google::protobuf::Timestamp;
using store::v1::StoredAccount;

StoredAccount SoundAccount() {
  StoredAccount account;
  account.mutable_identity()->set_first_name("Ana");
  account.mutable_identity()->set_work_email("acme@example.com");
  return account;
}

absl::Status Read(const std::string& id, const std::string& value) {
  AccountRecord account;
  return ReadRecord({id, value, "", 7}, account);
}

TEST(AccountRecord, OfASoundAccountIsRead) {
  AccountRecord account;
  ASSERT_TRUE(ReadRecord({"acme", SoundAccount().SerializeAsString(), "", 7}, account).ok());
  EXPECT_EQ(account.id, "acme");
  EXPECT_EQ(account.revision, 7u);
  EXPECT_EQ(account.account.SerializeAsString(), SoundAccount().SerializeAsString());
}

TEST(AccountRecord, WithoutAnAccountIsDataLoss) {
  const absl::Status expected =
      absl::DataLossError("a record of the store holds no linked account");
  EXPECT_EQ(Read("acme", "\xff"), expected);
  EXPECT_EQ(Read("acme", ""), expected);
}

TEST(AccountRecord, WithoutAPartOfTheIdentityIsDataLoss) {
  StoredAccount no_name = SoundAccount(), no_work_email = SoundAccount();
  no_name.mutable_identity()->clear_first_name();
  no_work_email.mutable_identity()->clear_work_email();
  for (const StoredAccount& account : {no_name, no_work_email}) {
    EXPECT_EQ(Read("acme", account.SerializeAsString()),
              absl::DataLossError("a record of the store holds no linked account"));
  }
}

TEST(AccountRecord, UnderAnIdThatNoAccountHasIsDataLoss) {
  for (const char* id : {"", "Acme", "1a", "a\n", "a-", "\xff"}) {
    EXPECT_EQ(Read(id, SoundAccount().SerializeAsString()),
              absl::DataLossError("a record of the store has an id that no account has"))
        << id;
  }
}

TEST(AccountRecord, WithATimeOutOfRangeIsDataLoss) {
  const std::function<Timestamp*(StoredAccount&)> times[] = {
      [](StoredAccount& account) { return account.mutable_relinked_at(); },
      [](StoredAccount& account) { return account.mutable_created_at(); },
      [](StoredAccount& account) { return account.mutable_permissions_observed_at(); },
      [](StoredAccount& account) { return account.mutable_form_observed_at(); },
      [](StoredAccount& account) { return account.mutable_state_mark()->mutable_since(); },
      [](StoredAccount& account) { return account.mutable_state_mark()->mutable_written_at(); },
  };
  Timestamp bad[4];
  bad[0].set_seconds(INT64_MAX);
  bad[1].set_seconds(INT64_MIN);
  bad[2].set_nanos(1'000'000'000);
  bad[3].set_nanos(-1);
  for (const auto& time : times) {
    for (const Timestamp& value : bad) {
      StoredAccount account = SoundAccount();
      *time(account) = value;
      EXPECT_EQ(Read("acme", account.SerializeAsString()),
                absl::DataLossError("a record of the store holds a time that is out of range"));
    }
  }
}

}  // namespace
}  // namespace linkstat::service
