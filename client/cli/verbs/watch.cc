#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/stop_signals.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Prints one line for the catalog served and one for each change, until Ctrl-C (exit\n"
    "code 0) or until the agent stops. With --output json a line contains the catalog as\n"
    "well.\n"
    "\n"
    "Examples:\n"
    "  linkstat watch\n"
    "  linkstat watch --resume-revision 0123456789abcdef0123456789abcdef --output json";

absl::Status ShowChange(const v1::WatchCatalogResponse& event, Session& session) {
  if (!event.has_change()) return absl::OkStatus();
  if (session.json()) return session.ShowJson(event, JsonLayout::kOneLine);
  const v1::CatalogChange& change = event.change();
  return session.Write(absl::StrCat("catalog\t", SafeText(change.catalog_revision()), "\t",
                                    change.catalog().permissions_size(), " permissions\t",
                                    change.catalog().form_fields_size(), " form fields\n"));
}

absl::StatusOr<ExitCode> RunWatch(const v1::WatchCatalogRequest& request, Session& session) {
  const StopSignals signals;
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  absl::Status shown;
  const absl::Status end = client->WatchCatalog(
      request,
      [&](const v1::WatchCatalogResponse& event) {
        shown = ShowChange(event, session);
        return shown.ok();
      },
      signals.token());
  LINKSTAT_RETURN_IF_ERROR(shown);
  LINKSTAT_RETURN_IF_ERROR(end);
  return ExitCode::kYes;
}

}  // namespace

void AddWatchVerb(CLI::App& app, Verb& selected) {
  auto [verb, request] = AddVerb(
      app, selected, {"watch", "Watch the agent's catalog for changes", kHelp, Source::kAgentOnly},
      RunWatch);
  AddField(verb, "--resume-revision", "REVISION", request, "resume_revision",
           "Start with the changes since this revision");
}

}  // namespace linkstat::cli
