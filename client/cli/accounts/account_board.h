#ifndef LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_BOARD_H_
#define LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_BOARD_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "client/cli/output/report.h"
#include "client/cli/streams.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::cli {

// The state of a watch of linked accounts: the number of accounts in each state,
// and the last changes, the newest first.
class AccountBoard {
 public:
  // Takes a message of the stream in.
  void Apply(const v1::WatchLinkedAccountsResponse& event);

  // As lines of a terminal, at most one less than its height. `status` is the
  // last line.
  std::vector<std::string> Lines(const Terminal& terminal, const std::string& status) const;

 private:
  struct Change {
    std::string id;
    std::vector<Cell> cells;
  };

  void Forget(const std::string& id);
  void AddChange(const std::string& id, std::vector<Cell> cells);

  absl::flat_hash_map<std::string, v1::LinkState> states_;
  std::map<v1::LinkState, int64_t> counts_;
  std::deque<Change> changes_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_BOARD_H_
