#ifndef LINKSTAT_AGENT_RPC_CALL_METHODS_H_
#define LINKSTAT_AGENT_RPC_CALL_METHODS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/access/role.h"
#include "agent/telemetry/call_metrics.h"

namespace linkstat::rpc {

// Every method of the agent.
enum class Method : uint8_t {
  kCheckPermissions,
  kBatchCheckPermissions,
  kCheckServiceAccount,
  kGetLinkingDetails,
  kFindRequirements,
  kGetCatalog,
  kWatchCatalog,
  kDiffCatalog,
  kValidateCatalog,
  kCreateLinkedAccount,
  kGetLinkedAccount,
  kFindByWorkEmail,
  kListLinkedAccounts,
  kSummarizeLinkedAccounts,
  kDeleteLinkedAccount,
  kReportServiceAccount,
  kReportServiceAccounts,
  kWatchLinkedAccounts,
  kPreviewCatalogImpact,
  kHealthCheck,
  kHealthWatch,
  kReflection,
  kReflectionAlpha,
  kChannelzGetTopChannels,
  kChannelzGetServers,
  kChannelzGetServer,
  kChannelzGetServerSockets,
  kChannelzGetChannel,
  kChannelzGetSubchannel,
  kChannelzGetSocket,
};
inline constexpr size_t kMethods = static_cast<size_t>(Method::kChannelzGetSocket) + 1;

// How calls of a method are bounded, see AdmissionLimits.
enum class MethodKind : uint8_t { kUnary, kStream };

// Which of a method's calls are audited.
enum class AuditedCalls : uint8_t {
  // Those of callers without the permission.
  kDenied,
  // These, and those that decided something.
  kDecisions,
  // All: the method changes what is stored.
  kChanges,
};

// The largest request of any method, in bytes; gRPC rejects a larger one.
inline constexpr size_t kMaxRequestSize = size_t{4} << 20;
// The largest request of a method that takes no form, list or catalog.
inline constexpr size_t kMaxSmallRequestSize = size_t{64} << 10;

// One row of the method table: what is decided of a method before its service sees a
// call.
struct MethodTraits {
  Method id;
  // `/SERVICE/METHOD`, as in the protos.
  absl::string_view path;
  MethodKind kind;
  // Absent for health: every caller may call it, and no call is refused under load.
  std::optional<access::Permission> permission;
  AuditedCalls audited = AuditedCalls::kDenied;
  size_t max_request_size = kMaxRequestSize;

  // `SERVICE/METHOD`, as log and audit show it.
  absl::string_view name() const { return path.substr(1); }
  absl::string_view service() const { return path.substr(1, path.rfind('/') - 1); }
  absl::string_view method() const { return path.substr(path.rfind('/') + 1); }
  // Whether it changes what is stored.
  bool changes() const { return audited == AuditedCalls::kChanges; }
};

namespace method_table {

using enum Method;
using enum MethodKind;
using enum AuditedCalls;
using enum access::Permission;

inline constexpr size_t kSmall = kMaxSmallRequestSize;

inline constexpr std::array<MethodTraits, kMethods> kTraits = {{
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

}  // namespace method_table

constexpr const MethodTraits& TraitsOf(Method method) {
  return method_table::kTraits[static_cast<size_t>(method)];
}

// The method with this path; absent when the agent does not have it.
std::optional<Method> FindMethod(absl::string_view path);

// Every method in the order of Method, for its metrics.
std::vector<telemetry::CountedMethod> CountedMethods();

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_METHODS_H_
