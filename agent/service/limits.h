#ifndef LINKSTAT_AGENT_SERVICE_LIMITS_H_
#define LINKSTAT_AGENT_SERVICE_LIMITS_H_

namespace linkstat::service {

// How often a use case tries a conditional write before it gives up with
// CONFLICT. Each failed try means that somebody else's succeeded.
inline constexpr int kMaxAttempts = 16;

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_LIMITS_H_
