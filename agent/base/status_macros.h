#ifndef LINKSTAT_AGENT_BASE_STATUS_MACROS_H_
#define LINKSTAT_AGENT_BASE_STATUS_MACROS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the function when `expression` is not OK.
#define LINKSTAT_RETURN_IF_ERROR(expression)                                \
  do {                                                                      \
    if (absl::Status linkstat_status = (expression); !linkstat_status.ok()) \
      return linkstat_status;                                               \
  } while (false)

// Declares or assigns `target` from a StatusOr; returns when it is not OK.
#define LINKSTAT_ASSIGN_OR_RETURN(target, expression) \
  LINKSTAT_ASSIGN_OR_RETURN_IMPL_(LINKSTAT_CONCAT_(linkstat_or_, __LINE__), target, expression)

#define LINKSTAT_CONCAT_(a, b) LINKSTAT_CONCAT_IMPL_(a, b)
#define LINKSTAT_CONCAT_IMPL_(a, b) a##b
#define LINKSTAT_ASSIGN_OR_RETURN_IMPL_(status_or, target, expression) \
  auto status_or = (expression);                                       \
  if (!status_or.ok()) return std::move(status_or).status();           \
  target = *std::move(status_or)

#endif  // LINKSTAT_AGENT_BASE_STATUS_MACROS_H_
