#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/account_options.h"
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
  IdentityOptions identity;
  AccountOption account;
  bool transitioning = false;
  bool full = false;
  std::string format;
};

v1::Render RenderOf(const Arguments& arguments, bool json) {
  if (arguments.format == "markdown") return v1::RENDER_MARKDOWN;
  if (arguments.format == "html") return v1::RENDER_HTML;
  if (arguments.format == "text" || !json) return v1::RENDER_TEXT;
  return v1::RENDER_UNSPECIFIED;
}

absl::StatusOr<ExitCode> RunDetails(const Arguments& arguments, Session& session) {
  const bool others = arguments.identity.given() || arguments.transitioning;
  LINKSTAT_RETURN_IF_ERROR(CheckAccountUsage(arguments.account, others, session));
  const bool json = session.json() || arguments.format == "json";
  v1::GetLinkingDetailsRequest request;
  if (arguments.identity.given()) *request.mutable_identity() = arguments.identity.ToProto();
  if (arguments.account) request.set_linked_account(*arguments.account);
  request.set_transitioning(arguments.transitioning);
  request.set_view(arguments.full ? v1::VIEW_FULL : v1::VIEW_BASIC);
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
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("details", "Show how to link an account");
  verb->footer(kHelp);
  AddIdentityOptions(*verb, arguments->identity, "for the form");
  AddAccountOption(*verb, arguments->account, "Use the values of this linked account in the form");
  verb->add_flag("--transitioning", arguments->transitioning,
                 "The customer is moving from a previous authentication process");
  verb->add_option("--format", arguments->format, "Format of the guide (default: text)")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}))
      ->type_name("FORMAT");
  verb->add_flag("--full", arguments->full, "Include all text of the catalog in the JSON");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOrCatalog, true,
                [arguments](Session& session) { return RunDetails(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
