#ifndef LINKSTAT_AGENT_RPC_CALL_METHODS_H_
#define LINKSTAT_AGENT_RPC_CALL_METHODS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/access/role.h"
#include "agent/telemetry/call_metrics.h"

namespace linkstat::rpc {

// Every method that the agent serves itself.
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
};
inline constexpr size_t kMethods = 23;

// How calls of a method are bounded.
enum class MethodKind {
  kUnary,
  kStream,
  // Never refused for want of room, and open to every caller.
  kHealth,
};

// What is decided of a method before its service sees a call.
struct MethodTraits {
  // As in the proto: `linkstat.v1.LinkingService`, `CheckPermissions`.
  absl::string_view service;
  absl::string_view method;
  MethodKind kind;
  // The least role that may call it; without meaning for kHealth.
  access::Role role;
  // Whether it changes what is stored.
  bool changes = false;
};

const MethodTraits& TraitsOf(Method method);

// The method with this path, `/SERVICE/METHOD`; absent when the agent does not
// serve it itself.
absl::optional<Method> FindMethod(absl::string_view path);

// Every method in the order of Method, for its metrics.
std::vector<telemetry::CountedMethod> CountedMethods();

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_METHODS_H_
