#include "agent/rpc/call/methods.h"

#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace linkstat::rpc {
namespace {

using access::Role;

constexpr char kLinking[] = "linkstat.v1.LinkingService";
constexpr char kCatalog[] = "linkstat.v1.CatalogService";
constexpr char kAccounts[] = "linkstat.v1.LinkedAccountService";
constexpr char kHealth[] = "grpc.health.v1.Health";
constexpr char kReflection[] = "grpc.reflection.v1.ServerReflection";
constexpr char kReflectionAlpha[] = "grpc.reflection.v1alpha.ServerReflection";

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
    {kReflection, "ServerReflectionInfo", MethodKind::kStream, Role::kAdmin},
    {kReflectionAlpha, "ServerReflectionInfo", MethodKind::kStream, Role::kAdmin},
}};

absl::flat_hash_map<std::string, Method> MethodsByPath() {
  absl::flat_hash_map<std::string, Method> methods;
  for (size_t i = 0; i < kMethods; ++i) {
    methods.emplace(absl::StrCat("/", kTraits[i].service, "/", kTraits[i].method),
                    static_cast<Method>(i));
  }
  return methods;
}

}  // namespace

const MethodTraits& TraitsOf(Method method) { return kTraits[static_cast<size_t>(method)]; }

absl::optional<Method> FindMethod(absl::string_view path) {
  static const auto* const by_path = new auto(MethodsByPath());
  const auto found = by_path->find(path);
  if (found == by_path->end()) return absl::nullopt;
  return found->second;
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
