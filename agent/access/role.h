#ifndef LINKSTAT_AGENT_ACCESS_ROLE_H_
#define LINKSTAT_AGENT_ACCESS_ROLE_H_

namespace linkstat::access {

// What a caller may do. Each role may do what those before it may.
enum class Role {
  // Ask: what is required, what a check says, what is stored of an account.
  kReader,
  // Create accounts and report what was observed of them.
  kReporter,
  // Delete accounts, and look into the server itself (reflection, channelz).
  kAdmin,
};

}  // namespace linkstat::access

#endif  // LINKSTAT_AGENT_ACCESS_ROLE_H_
