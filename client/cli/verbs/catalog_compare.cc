#include <algorithm>
#include <string>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "agent/core/identifiers.h"
#include "client/cli/input/text_file.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kDiffHelp[] =
    "Exit code: 0 no difference, 1 differences.\n"
    "\n"
    "FROM and TO are `served`, a revision (32 hexadecimal digits) or otherwise a file;\n"
    "./NAME is always a file. Two files are compared here, by the agent's own code,\n"
    "without an agent. With --catalog, `served` is that file's catalog.\n"
    "\n"
    "Examples:\n"
    "  linkstat catalog diff served new.textproto\n"
    "  linkstat catalog diff old.textproto new.textproto --output json\n"
    "  linkstat catalog diff 0123456789abcdef0123456789abcdef";

constexpr char kImpactHelp[] =
    "Exit code: 0 no account's state would change, 1 some would.\n"
    "\n"
    "CATALOG is a revision (32 hexadecimal digits) or otherwise a file; - is standard\n"
    "input. The counts include all accounts, listed or not.\n"
    "\n"
    "Examples:\n"
    "  linkstat catalog impact new.textproto\n"
    "  linkstat catalog impact new.textproto --limit 100000 --output json";

constexpr int kMaxPageSize = 1000;

// Whether a catalog on the command line is a file: it is neither `served` nor a
// revision of 32 hexadecimal digits.
bool IsCatalogFile(const std::string& side) { return side != "served" && !core::IsRevision(side); }

// The catalog that `side` names. INVALID_ARGUMENT for a file that cannot be
// read; the fault names `argument`.
absl::StatusOr<v1::CatalogReference> ReadCatalogReference(const std::string& side,
                                                          absl::string_view argument,
                                                          Session& session) {
  v1::CatalogReference reference;
  if (core::IsRevision(side)) {
    reference.set_revision(side);
  } else if (IsCatalogFile(side)) {
    LINKSTAT_ASSIGN_OR_RETURN(*reference.mutable_textproto(),
                              ReadText(side, argument, session.in()));
  }
  return reference;
}

struct DiffArguments {
  std::string from;
  std::string to = "served";
};

absl::StatusOr<v1::DiffCatalogResponse> Compare(const DiffArguments& arguments,
                                                const v1::DiffCatalogRequest& request,
                                                Session& session) {
  if (IsCatalogFile(arguments.from) && IsCatalogFile(arguments.to) && !session.has_catalog()) {
    // No side of the comparison is the registry's.
    return catalog::DiffCatalog(catalog::Registry(catalog::EmbeddedCatalog()), request);
  }
  return session.Answer(&Client::DiffCatalog, catalog::DiffCatalog, request);
}

absl::StatusOr<ExitCode> RunDiff(const DiffArguments& arguments, Session& session) {
  if (arguments.from == "-" && arguments.to == "-") {
    return UsageError("FROM and TO cannot both be standard input");
  }
  v1::DiffCatalogRequest request;
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_from(),
                            ReadCatalogReference(arguments.from, "from", session));
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_to(),
                            ReadCatalogReference(arguments.to, "to", session));
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, Compare(arguments, request, session));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, DiffReport(response)));
  return response.changes().empty() ? ExitCode::kYes : ExitCode::kNo;
}

struct ImpactArguments {
  std::string catalog;
  int limit = 100;
};

// The first page's answer with the accounts of as many pages as the limit needs.
absl::StatusOr<v1::PreviewCatalogImpactResponse> Preview(const ImpactArguments& arguments,
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

absl::StatusOr<ExitCode> RunImpact(const ImpactArguments& arguments, Session& session) {
  v1::PreviewCatalogImpactRequest request;
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_catalog(),
                            ReadCatalogReference(arguments.catalog, "catalog", session));
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, Preview(arguments, request, session));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, ImpactReport(response)));
  return MovingAccounts(response) == 0 ? ExitCode::kYes : ExitCode::kNo;
}

}  // namespace

void AddCatalogDiffVerb(CLI::App& group, Verb& selected) {
  auto [verb, arguments] =
      AddVerb(group, selected,
              {"diff", "Compare two catalogs, and show whether accounts must act", kDiffHelp,
               Source::kAgentOrCatalog},
              RunDiff);
  verb.add_option("FROM", arguments.from, "The catalog before")->required()->type_name("CATALOG");
  verb.add_option("TO", arguments.to, "The catalog after (default: served)")->type_name("CATALOG");
}

void AddCatalogImpactVerb(CLI::App& group, Verb& selected) {
  auto [verb, arguments] =
      AddVerb(group, selected,
              {"impact", "List the linked accounts whose state another catalog would change",
               kImpactHelp, Source::kAgentOnly},
              RunImpact);
  verb.add_option("CATALOG", arguments.catalog, "The other catalog")
      ->required()
      ->type_name("CATALOG");
  AddLimit(verb, arguments.limit, "List at most this many accounts (default: 100)");
}

}  // namespace linkstat::cli
