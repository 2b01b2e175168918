#include "agent/catalog/reloader.h"

#include <sys/eventfd.h>

#include <utility>

#include "agent/base/error.h"
#include "agent/catalog/reload_worker.h"

namespace linkstat::catalog {

absl::StatusOr<std::unique_ptr<Reloader>> Reloader::Create(std::string path, Registry* registry,
                                                           ReloaderOptions options) {
  FileDescriptor wake(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!wake.valid()) {
    return MakeError(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                     "no descriptor is left to watch the catalog with");
  }
  auto worker =
      std::make_unique<Worker>(std::move(path), registry, std::move(options), std::move(wake));
  return std::unique_ptr<Reloader>(new Reloader(std::move(worker)));
}

Reloader::Reloader(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}

Reloader::~Reloader() = default;

void Reloader::RequestReload() { worker_->RequestReload(); }

}  // namespace linkstat::catalog
