#include "agent/service/account_record.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace linkstat::service {

absl::Status ReadRecord(const store::Record& record, AccountRecord& account) {
  account.id = record.id;
  account.revision = record.revision;
  const bool read = account.account.ParseFromString(record.value);
  const auto& identity = account.account.identity();
  if (!read || !identity.has_first_name() || !identity.has_work_email()) {
    return absl::DataLossError("a record of the store holds no linked account");
  }
  return absl::OkStatus();
}

std::string KeyOf(absl::string_view work_email) { return absl::AsciiStrToLower(work_email); }

std::string EtagOf(store::Revision revision) { return absl::StrCat(revision); }

}  // namespace linkstat::service
