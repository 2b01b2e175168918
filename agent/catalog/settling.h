#ifndef LINKSTAT_AGENT_CATALOG_SETTLING_H_
#define LINKSTAT_AGENT_CATALOG_SETTLING_H_

#include <optional>
#include <utility>

#include "agent/base/regular_file.h"

namespace linkstat::catalog {

// Decides from what a file holds whether it is to be loaded: when it is not what
// was loaded last, and two checks in a row find the same, so that a writer is not
// caught half way.
class Settling {
 public:
  enum class Step {
    // Nothing changed.
    kRest,
    // It has just changed: check again in a moment.
    kLookAgain,
    // Load what was found.
    kLoad,
  };

  // `content` was loaded without a request.
  void SetLoaded(FileContent content) { loaded_ = std::move(content); }

  // The file was found to hold `content`. Content that was `asked` for is loaded
  // in any case.
  Step Next(const FileContent& content, bool asked);

 private:
  std::optional<FileContent> loaded_;
  std::optional<FileContent> unsettled_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_SETTLING_H_
