#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "The guide in text, Markdown or HTML is the document that the agent returns to every\n"
    "client. It is always complete; --full affects JSON only. With --output json and a\n"
    "format, the JSON contains the document as well.\n"
    "\n"
    "Examples:\n"
    "  linkstat details --first-name Ada --work-email ada@link.example\n"
    "  linkstat details --account acme\n"
    "  linkstat details --format html > guide.html\n"
    "  linkstat details --transitioning --full --format json";

struct Arguments {
  v1::GetLinkingDetailsRequest request;
  v1::LinkIdentity identity;
  std::string format;
};

v1::Render RenderOf(const Arguments& arguments, bool json) {
  if (arguments.format == "markdown") return v1::RENDER_MARKDOWN;
  if (arguments.format == "html") return v1::RENDER_HTML;
  if (arguments.format == "text" || !json) return v1::RENDER_TEXT;
  return v1::RENDER_UNSPECIFIED;
}

absl::StatusOr<ExitCode> RunDetails(const Arguments& arguments, Session& session) {
  v1::GetLinkingDetailsRequest request = arguments.request;
  const bool others = IsGiven(arguments.identity) || request.transitioning();
  LINKSTAT_RETURN_IF_ERROR(CheckAccountUsage(request.has_linked_account(), others, session));
  const bool json = session.json() || arguments.format == "json";
  if (IsGiven(arguments.identity)) *request.mutable_identity() = arguments.identity;
  request.set_render(RenderOf(arguments, json));
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, session.Answer(&Client::GetLinkingDetails,
                                                                core::GetLinkingDetails, request));
  LINKSTAT_RETURN_IF_ERROR(json ? session.ShowJson(response)
                                : session.Write(SafeLines(response.document().content())));
  return ExitCode::kYes;
}

}  // namespace

void AddDetailsVerb(CLI::App& app, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      app, selected,
      {"details", "Show how to link an account", kHelp, Source::kAgentOrCatalog, true}, RunDetails);
  AddIdentity(verb, arguments.identity, "for the form");
  AddAccount(verb, arguments.request, "Use the values of this linked account in the form");
  AddTransitioning(verb, arguments.request);
  verb.add_option("--format", arguments.format, "Format of the guide (default: text)")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}))
      ->type_name("FORMAT");
  AddFull(verb, arguments.request, "Include all text of the catalog in the JSON");
}

}  // namespace linkstat::cli
