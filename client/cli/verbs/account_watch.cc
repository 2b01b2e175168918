#include <memory>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/accounts/account_follower.h"
#include "client/cli/accounts/live_view.h"
#include "client/cli/output/error_text.h"
#include "client/cli/stop_signals.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Prints every account and then each change, until Ctrl-C (exit code 0). After a lost\n"
    "connection the watch resumes where it was, and reports that on standard error. A\n"
    "terminal shows the counts and the last changes; a pipe, or --output json, gets one\n"
    "object per line, whose cursor --from takes. A line with `restart` means: discard\n"
    "the accounts so far, all are sent again.\n"
    "\n"
    "Examples:\n"
    "  linkstat account watch\n"
    "  linkstat account watch | jq -r '.linkedAccount.id // empty'\n"
    "  linkstat account watch --from \"$cursor\" >> changes.jsonl";

// An object a line; signs of life are left out.
class JsonLines final : public ChangeView {
 public:
  explicit JsonLines(Session& session) : session_(session) {}

  absl::Status Show(const v1::WatchLinkedAccountsResponse& event) override {
    if (lost_) session_.err() << "linkstat: the watch resumed\n" << std::flush;
    lost_ = false;
    if (event.has_mark()) return absl::OkStatus();
    return session_.ShowJson(event, JsonLayout::kOneLine);
  }

  void ShowLoss(const absl::Status& why, absl::Duration wait) override {
    lost_ = true;
    session_.err() << ErrorText(why) << "linkstat: resuming in " << absl::FormatDuration(wait)
                   << '\n'
                   << std::flush;
  }

 private:
  Session& session_;
  bool lost_ = false;
};

absl::StatusOr<ExitCode> RunWatch(const v1::WatchLinkedAccountsRequest& request, Session& session) {
  const StopSignals signals;
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  std::unique_ptr<ChangeView> view;
  if (session.terminal().movable && !session.json()) {
    view = std::make_unique<LiveView>(session.terminal(), session.out());
  } else {
    view = std::make_unique<JsonLines>(session);
  }
  LINKSTAT_RETURN_IF_ERROR(FollowAccounts(*client, request, *view, signals.token()));
  return ExitCode::kYes;
}

}  // namespace

void AddAccountWatchVerb(CLI::App& group, Verb& selected) {
  auto [verb, request] =
      AddVerb(group, selected,
              {"watch", "Watch linked accounts for changes", kHelp, Source::kAgentOnly}, RunWatch);
  AddField(verb, "--from", "CURSOR", request, "cursor", "Start after the change with this cursor");
}

}  // namespace linkstat::cli
