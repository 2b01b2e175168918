#include "agent/catalog/settling.h"

namespace linkstat::catalog {

Settling::Step Settling::Next(const FileContent& content, bool asked) {
  if (!asked && content == loaded_) {
    unsettled_.reset();
    return Step::kRest;
  }
  if (!asked && content != unsettled_) {
    unsettled_ = content;
    return Step::kLookAgain;
  }
  unsettled_.reset();
  loaded_ = content;
  return Step::kLoad;
}

}  // namespace linkstat::catalog
