#include <algorithm>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/catalog_side.h"
#include "client/cli/verbs/usage.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Exit code: 0 no account's state would change, 1 some would.\n"
    "\n"
    "CATALOG is a revision (32 hexadecimal digits) or otherwise a file; - is standard\n"
    "input. The counts include all accounts, listed or not.\n"
    "\n"
    "Examples:\n"
    "  linkstat catalog impact new.textproto\n"
    "  linkstat catalog impact new.textproto --limit 100000 --output json";

constexpr int kMaxPageSize = 1000;

struct Arguments {
  std::string catalog;
  int limit = 100;
};

// The first page's answer with the accounts of as many pages as the limit needs.
absl::StatusOr<v1::PreviewCatalogImpactResponse> Preview(const Arguments& arguments,
                                                         v1::PreviewCatalogImpactRequest& request,
                                                         Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  request.set_page_size(std::min(arguments.limit, kMaxPageSize));
  LINKSTAT_ASSIGN_OR_RETURN(auto whole, client->PreviewCatalogImpact(request));
  while (!whole.next_page_token().empty() && whole.accounts_size() < arguments.limit) {
    request.set_page_token(whole.next_page_token());
    request.set_page_size(std::min(arguments.limit - whole.accounts_size(), kMaxPageSize));
    LINKSTAT_ASSIGN_OR_RETURN(auto page, client->PreviewCatalogImpact(request));
    if (page.from_revision() != whole.from_revision()) return CatalogChangedBetweenPages();
    whole.mutable_accounts()->MergeFrom(page.accounts());
    whole.set_next_page_token(page.next_page_token());
  }
  return whole;
}

absl::StatusOr<ExitCode> RunImpact(const Arguments& arguments, Session& session) {
  v1::PreviewCatalogImpactRequest request;
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_catalog(),
                            ReadCatalogReference(arguments.catalog, "catalog", session));
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, Preview(arguments, request, session));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, ImpactReport(response)));
  return MovingAccounts(response) == 0 ? ExitCode::kYes : ExitCode::kNo;
}

}  // namespace

void AddCatalogImpactVerb(CLI::App& group, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = group.add_subcommand(
      "impact", "List the linked accounts whose state another catalog would change");
  verb->footer(kHelp);
  verb->add_option("CATALOG", arguments->catalog, "The other catalog")
      ->required()
      ->type_name("CATALOG");
  AddLimit(*verb, arguments->limit, "List at most this many accounts (default: 100)");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOnly, false,
                [arguments](Session& session) { return RunImpact(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
