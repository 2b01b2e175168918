#include "tests/bench/bare_store.h"

#include <cstdlib>
#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "agent/service/account_record.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_store.h"

namespace linkstat::bench {
namespace {

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::exit(1);
}

store::Connection Open(const std::string& path) {
  auto connection = store::Connection::Open(path, store::Connection::Mode::kReadWrite).value();
  for (const char* setting : {"journal_mode = WAL", "synchronous = FULL",
                              "journal_size_limit = 16777216", "secure_delete = ON"}) {
    Require(connection.Execute(absl::StrCat("PRAGMA ", setting)));
  }
  return connection;
}

std::string KeyOf(absl::string_view id) { return absl::StrCat("link-", id, "@links.example.com"); }

// What the agent stores of an account: new, and with one permission observed.
std::string Value(absl::string_view id, bool reported) {
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name("Integration");
  account.mutable_identity()->set_work_email(KeyOf(id));
  account.mutable_created_at()->set_seconds(1'700'000'000);
  account.mutable_state_mark()->set_state(v1::LINK_STATE_PENDING);
  *account.mutable_state_mark()->mutable_since() = account.created_at();
  *account.mutable_state_mark()->mutable_written_at() = account.created_at();
  if (reported) {
    account.mutable_observed()->add_names("Manage Employees");
    *account.mutable_permissions_observed_at() = account.created_at();
  }
  return account.SerializeAsString();
}

}  // namespace

std::string AccountId(int64_t number) { return absl::StrFormat("customer-%022d", number); }

void FillStore(const std::string& path, int accounts) {
  const auto store = store::SqliteStore::Open(path).value();
  std::vector<store::Mutation> mutations;
  for (int i = 0; i < accounts; ++i) {
    const std::string id = AccountId(i);
    mutations.push_back({id, 0, Value(id, false), KeyOf(id)});
  }
  Require(store->Write(mutations).status());
}

BareStore::BareStore(const std::string& path)
    : connection_(Open(path)),
      get_(*connection_.Prepare(
          absl::StrCat("SELECT ", store::kRecordColumns, " FROM records WHERE id = ?1"))),
      has_key_(*connection_.Prepare("SELECT 1 FROM records WHERE key = ?1")),
      is_retired_(*connection_.Prepare("SELECT 1 FROM retired_keys WHERE digest = ?1")),
      drop_deletion_(*connection_.Prepare("DELETE FROM deletions WHERE id = ?1")),
      insert_(*connection_.Prepare("INSERT INTO records(id, key, value, revision, checksum) "
                                   "VALUES(?1, ?2, ?3, ?4, ?5)")),
      update_(*connection_.Prepare(
          "UPDATE records SET value = ?2, revision = ?3, checksum = ?4 WHERE id = ?1")),
      accounts_(static_cast<int>(*connection_.QueryInt("SELECT count(*) FROM records"))),
      revision_(*connection_.QueryInt("SELECT last_revision FROM meta")) {}

template <typename Write>
void BareStore::Commit(int group, Write write) {
  Require(connection_.InTransaction(store::Connection::Access::kWrite, [&] {
    for (int i = 0; i < group; ++i) write();
    store::Meta meta = *store::ReadMeta(connection_);
    meta.last_revision = static_cast<store::Revision>(revision_);
    return store::UpdateMeta(connection_, meta);
  }));
}

void BareStore::Create(int group) {
  Commit(group, [this] {
    // Ids lie anywhere, as those that an agent issues.
    const std::string id = AccountId(++revision_ * 2654435761 % 4294967296 + accounts_);
    const std::string key = KeyOf(id);
    Require(get_.Run(id).Finish());
    Require(has_key_.Run(key).Finish());
    Require(is_retired_.Run(absl::string_view(key).substr(0, 32)).Finish());
    Require(drop_deletion_.Run(id).Finish());
    const std::string value = Value(id, false);
    Require(insert_.Run(id, key, value, revision_, revision_).Finish());
  });
}

void BareStore::Update(int group) {
  Commit(group, [this] {
    const std::string id = AccountId(updated_++ * 617 % accounts_);
    Require(get_.Run(id).Finish());
    ++revision_;
    const std::string value = Value(id, true);
    Require(update_.Run(id, value, revision_, revision_).Finish());
  });
}

}  // namespace linkstat::bench
