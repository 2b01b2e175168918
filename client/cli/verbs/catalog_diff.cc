#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/catalog_side.h"
#include "client/cli/verbs/usage.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
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

struct Arguments {
  std::string from;
  std::string to = "served";
};

absl::StatusOr<v1::DiffCatalogResponse> Compare(const Arguments& arguments,
                                                const v1::DiffCatalogRequest& request,
                                                Session& session) {
  if (IsCatalogFile(arguments.from) && IsCatalogFile(arguments.to) && !session.has_catalog()) {
    // No side of the comparison is the registry's.
    return catalog::DiffCatalog(catalog::Registry(catalog::EmbeddedCatalog()), request);
  }
  return session.Answer(&Client::DiffCatalog, catalog::DiffCatalog, request);
}

absl::StatusOr<ExitCode> RunDiff(const Arguments& arguments, Session& session) {
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

}  // namespace

void AddCatalogDiffVerb(CLI::App& group, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb =
      group.add_subcommand("diff", "Compare two catalogs, and show whether accounts must act");
  verb->footer(kHelp);
  verb->add_option("FROM", arguments->from, "The catalog before")->required()->type_name("CATALOG");
  verb->add_option("TO", arguments->to, "The catalog after (default: served)")
      ->type_name("CATALOG");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOrCatalog, false,
                [arguments](Session& session) { return RunDiff(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
