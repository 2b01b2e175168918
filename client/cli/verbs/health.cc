#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/output/table.h"
#include "client/cli/stop_signals.h"
#include "client/cli/verbs/verb.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Exit code: 0 SERVING, 1 NOT_SERVING. With --watch, one line for each change until\n"
    "Ctrl-C (exit code 0) or until the agent stops.\n"
    "\n"
    "Examples:\n"
    "  linkstat health\n"
    "  linkstat health --service linkstat.v1.LinkingService\n"
    "  linkstat health --watch --output json";

struct Arguments {
  std::string service;
  bool watch = false;
};

absl::Status ShowHealth(const std::string& service, bool serving, Session& session) {
  const std::string status = serving ? "SERVING" : "NOT_SERVING";
  if (session.json()) {
    const nlohmann::ordered_json line = {{"service", service}, {"status", status}};
    return session.Write(line.dump() + "\n");
  }
  const std::string painted =
      Painted(status, serving ? Tone::kGood : Tone::kBad, session.terminal().colour);
  return session.Write(
      absl::StrCat(painted, "\t", service.empty() ? "agent" : SafeText(service), "\n"));
}

absl::StatusOr<ExitCode> RunWatch(const std::string& service, Session& session) {
  const StopSignals signals;
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  bool last_serving = false;
  absl::Status shown;
  const absl::Status end = client->WatchHealth(
      service,
      [&](bool serving) {
        last_serving = serving;
        shown = ShowHealth(service, serving, session);
        return shown.ok();
      },
      signals.token());
  LINKSTAT_RETURN_IF_ERROR(shown);
  LINKSTAT_RETURN_IF_ERROR(end);
  return last_serving || signals.token().stop_requested() ? ExitCode::kYes : ExitCode::kNo;
}

absl::StatusOr<ExitCode> RunHealth(const Arguments& arguments, Session& session) {
  if (arguments.watch) return RunWatch(arguments.service, session);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const bool serving, client->CheckHealth(arguments.service));
  LINKSTAT_RETURN_IF_ERROR(ShowHealth(arguments.service, serving, session));
  return serving ? ExitCode::kYes : ExitCode::kNo;
}

}  // namespace

void AddHealthVerb(CLI::App& app, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      app, selected, {"health", "Show whether the agent is serving", kHelp, Source::kAgentOnly},
      RunHealth);
  verb.add_option("--service", arguments.service, "A service (default: the whole agent)")
      ->type_name("NAME");
  verb.add_flag("--watch", arguments.watch, "Print a line for each change");
}

}  // namespace linkstat::cli
