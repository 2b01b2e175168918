// An account's record as a store gives it back, whatever it holds.

#include <string>

#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_message.h"
#include "agent/service/account_record.h"
#include "agent/service/state_history.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr char kId[] = "account";

void RequireMessage(const service::AccountRecord& account) {
  static const catalog::Registry* const registry =
      new catalog::Registry(catalog::EmbeddedCatalog());
  const service::StateHistory history(*registry);
  const service::ObservationTime now{absl::UnixEpoch(), absl::UnixEpoch()};
  const auto checked = service::MakeCheckedAccount(history, account, now);
  const v1::LinkedAccount message = service::MakeLinkedAccount(history, account, now);
  Require(message.state() != v1::LINK_STATE_UNSPECIFIED, "every account has a state");
  Require(message.etag() == service::EtagOf(account.revision), "its etag is its revision's");
  if (!checked.ok()) return;
  v1::LinkedAccount without = *checked;
  without.clear_permissions();
  Require(MessageDifferencer::Equals(without, message), "the check changes nothing else");
}

void Run(absl::string_view value) {
  store::Record record;
  record.id = kId;
  record.value = std::string(value);
  record.revision = 7;
  service::AccountRecord account;
  const absl::Status status = service::ReadRecord(record, account);
  // Who reads many accounts reads them into one object.
  static service::AccountRecord* const reused = new service::AccountRecord();
  const absl::Status again = service::ReadRecord(record, *reused);
  Require(again == status, "what was read before changes no outcome");
  if (!status.ok()) return Require(absl::IsDataLoss(status), "no account is DATA_LOSS");
  Require(MessageDifferencer::Equals(reused->account, account.account),
          "nothing stays of what was read before");
  record.value = account.account.SerializeAsString();
  Require(service::ReadRecord(record, *reused).ok() &&
              MessageDifferencer::Equals(reused->account, account.account),
          "an account comes back from its own bytes");
  const std::string key = service::KeyOf(account.account.identity().work_email());
  Require(service::KeyOf(key) == key, "a key is its own key");
  RequireMessage(account);
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
