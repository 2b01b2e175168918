#include "agent/rpc/call/methods.h"

#include <array>

#include "absl/container/flat_hash_map.h"

namespace linkstat::rpc {
namespace {

using enum Method;
using enum MethodKind;
using enum AuditedCalls;
using enum access::Permission;

constexpr size_t kSmall = kMaxSmallRequestSize;

constexpr std::array<MethodTraits, kMethods> kTraits = {{
    {kCheckPermissions, "/linkstat.v1.LinkingService/CheckPermissions", kUnary, kRead, kDecisions},
    {kBatchCheckPermissions, "/linkstat.v1.LinkingService/BatchCheckPermissions", kUnary, kRead,
     kDecisions},
    {kCheckServiceAccount, "/linkstat.v1.LinkingService/CheckServiceAccount", kUnary, kRead,
     kDecisions},
    {kGetLinkingDetails, "/linkstat.v1.LinkingService/GetLinkingDetails", kUnary, kRead, kDenied,
     kSmall},
    {kFindRequirements, "/linkstat.v1.LinkingService/FindRequirements", kUnary, kRead, kDenied,
     kSmall},
    {kGetCatalog, "/linkstat.v1.CatalogService/GetCatalog", kUnary, kRead, kDenied, kSmall},
    {kWatchCatalog, "/linkstat.v1.CatalogService/WatchCatalog", kStream, kRead, kDenied, kSmall},
    {kDiffCatalog, "/linkstat.v1.CatalogService/DiffCatalog", kUnary, kRead},
    {kValidateCatalog, "/linkstat.v1.CatalogService/ValidateCatalog", kUnary, kRead},
    {kCreateLinkedAccount, "/linkstat.v1.LinkedAccountService/CreateLinkedAccount", kUnary, kReport,
     kChanges},
    {kGetLinkedAccount, "/linkstat.v1.LinkedAccountService/GetLinkedAccount", kUnary, kRead,
     kDenied, kSmall},
    {kFindByWorkEmail, "/linkstat.v1.LinkedAccountService/FindByWorkEmail", kUnary, kRead, kDenied,
     kSmall},
    {kListLinkedAccounts, "/linkstat.v1.LinkedAccountService/ListLinkedAccounts", kUnary, kRead,
     kDenied, kSmall},
    {kSummarizeLinkedAccounts, "/linkstat.v1.LinkedAccountService/SummarizeLinkedAccounts", kUnary,
     kRead, kDenied, kSmall},
    {kDeleteLinkedAccount, "/linkstat.v1.LinkedAccountService/DeleteLinkedAccount", kUnary, kDelete,
     kChanges, kSmall},
    {kReportServiceAccount, "/linkstat.v1.LinkedAccountService/ReportServiceAccount", kUnary,
     kReport, kChanges},
    {kReportServiceAccounts, "/linkstat.v1.LinkedAccountService/ReportServiceAccounts", kStream,
     kReport, kChanges},
    {kWatchLinkedAccounts, "/linkstat.v1.LinkedAccountService/WatchLinkedAccounts", kStream, kRead,
     kDenied, kSmall},
    {kPreviewCatalogImpact, "/linkstat.v1.LinkedAccountService/PreviewCatalogImpact", kUnary,
     kRead},
    {kHealthCheck, "/grpc.health.v1.Health/Check", kUnary, std::nullopt, kDenied, kSmall},
    {kHealthWatch, "/grpc.health.v1.Health/Watch", kStream, std::nullopt, kDenied, kSmall},
    {kReflection, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", kStream, kInspect},
    {kReflectionAlpha, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", kStream,
     kInspect},
    {kChannelzGetTopChannels, "/grpc.channelz.v1.Channelz/GetTopChannels", kUnary, kInspect,
     kDenied, kSmall},
    {kChannelzGetServers, "/grpc.channelz.v1.Channelz/GetServers", kUnary, kInspect, kDenied,
     kSmall},
    {kChannelzGetServer, "/grpc.channelz.v1.Channelz/GetServer", kUnary, kInspect, kDenied, kSmall},
    {kChannelzGetServerSockets, "/grpc.channelz.v1.Channelz/GetServerSockets", kUnary, kInspect,
     kDenied, kSmall},
    {kChannelzGetChannel, "/grpc.channelz.v1.Channelz/GetChannel", kUnary, kInspect, kDenied,
     kSmall},
    {kChannelzGetSubchannel, "/grpc.channelz.v1.Channelz/GetSubchannel", kUnary, kInspect, kDenied,
     kSmall},
    {kChannelzGetSocket, "/grpc.channelz.v1.Channelz/GetSocket", kUnary, kInspect, kDenied, kSmall},
}};

// Whether there is one row for each method, in the order of Method.
constexpr bool IsComplete() {
  for (size_t i = 0; i < kMethods; ++i) {
    if (kTraits[i].id != static_cast<Method>(i) || kTraits[i].path.empty()) return false;
  }
  return true;
}
static_assert(IsComplete());

}  // namespace

const MethodTraits& TraitsOf(Method method) { return kTraits[static_cast<size_t>(method)]; }

std::optional<Method> FindMethod(absl::string_view path) {
  static const auto* const by_path = [] {
    auto* methods = new absl::flat_hash_map<absl::string_view, Method>();
    for (const MethodTraits& it : kTraits) methods->emplace(it.path, it.id);
    return methods;
  }();
  const auto found = by_path->find(path);
  if (found == by_path->end()) return std::nullopt;
  return found->second;
}

std::vector<telemetry::CountedMethod> CountedMethods() {
  std::vector<telemetry::CountedMethod> methods;
  for (const MethodTraits& it : kTraits) {
    methods.push_back({it.service(), it.method(), it.kind == kStream});
  }
  return methods;
}

}  // namespace linkstat::rpc
