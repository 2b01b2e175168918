#include "agent/rpc/methods.h"

#include <algorithm>
#include <array>

#include "absl/strings/strip.h"

namespace linkstat::rpc {
namespace {

using access::Role;

constexpr char kLinking[] = "linkstat.v1.LinkingService";
constexpr char kCatalog[] = "linkstat.v1.CatalogService";
constexpr char kAccounts[] = "linkstat.v1.LinkedAccountService";
constexpr char kHealth[] = "grpc.health.v1.Health";

constexpr std::array<MethodTraits, kMethods> kTraits = {{
    {kLinking, "CheckPermissions", MethodKind::kUnary, Role::kReader},
    {kLinking, "BatchCheckPermissions", MethodKind::kUnary, Role::kReader},
    {kLinking, "CheckServiceAccount", MethodKind::kUnary, Role::kReader},
    {kLinking, "GetLinkingDetails", MethodKind::kUnary, Role::kReader},
    {kLinking, "FindRequirements", MethodKind::kUnary, Role::kReader},
    {kCatalog, "GetCatalog", MethodKind::kUnary, Role::kReader},
    {kCatalog, "WatchCatalog", MethodKind::kStream, Role::kReader},
    {kCatalog, "DiffCatalog", MethodKind::kUnary, Role::kReader},
    {kCatalog, "ValidateCatalog", MethodKind::kUnary, Role::kReader},
    {kAccounts, "CreateLinkedAccount", MethodKind::kUnary, Role::kReporter, true},
    {kAccounts, "GetLinkedAccount", MethodKind::kUnary, Role::kReader},
    {kAccounts, "FindByWorkEmail", MethodKind::kUnary, Role::kReader},
    {kAccounts, "ListLinkedAccounts", MethodKind::kUnary, Role::kReader},
    {kAccounts, "SummarizeLinkedAccounts", MethodKind::kUnary, Role::kReader},
    {kAccounts, "DeleteLinkedAccount", MethodKind::kUnary, Role::kAdmin, true},
    {kAccounts, "ReportServiceAccount", MethodKind::kUnary, Role::kReporter, true},
    {kAccounts, "ReportServiceAccounts", MethodKind::kStream, Role::kReporter, true},
    {kAccounts, "WatchLinkedAccounts", MethodKind::kStream, Role::kReader},
    {kAccounts, "PreviewCatalogImpact", MethodKind::kUnary, Role::kReader},
    {kHealth, "Check", MethodKind::kHealth, Role::kReader},
    {kHealth, "Watch", MethodKind::kHealth, Role::kReader},
}};

}  // namespace

const MethodTraits& TraitsOf(Method method) { return kTraits[static_cast<size_t>(method)]; }

const MethodTraits* FindMethod(absl::string_view path) {
  const auto* found = std::find_if(kTraits.begin(), kTraits.end(), [path](const MethodTraits& it) {
    absl::string_view rest = path;
    return absl::ConsumePrefix(&rest, "/") && absl::ConsumePrefix(&rest, it.service) &&
           absl::ConsumePrefix(&rest, "/") && rest == it.method;
  });
  return found == kTraits.end() ? nullptr : found;
}

std::vector<telemetry::CountedMethod> CountedMethods() {
  std::vector<telemetry::CountedMethod> methods;
  for (const MethodTraits& it : kTraits) {
    const bool streaming = it.kind == MethodKind::kStream || it.method == "Watch";
    methods.push_back({it.service, it.method, streaming});
  }
  return methods;
}

}  // namespace linkstat::rpc
