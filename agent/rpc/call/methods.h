#ifndef LINKSTAT_AGENT_RPC_CALL_METHODS_H_
#define LINKSTAT_AGENT_RPC_CALL_METHODS_H_

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

const MethodTraits& TraitsOf(Method method);

// The method with this path; absent when the agent does not have it.
std::optional<Method> FindMethod(absl::string_view path);

// Every method in the order of Method, for its metrics.
std::vector<telemetry::CountedMethod> CountedMethods();

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_METHODS_H_
