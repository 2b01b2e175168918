#include "agent/catalog/read_file.h"

#include "agent/core/bounds.h"

namespace linkstat::catalog {

FileContent ReadFile(const std::string& path) {
  return ReadRegularFile(path, core::kMaxCatalogTextSize);
}

}  // namespace linkstat::catalog
