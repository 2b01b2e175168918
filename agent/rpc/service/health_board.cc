#include "agent/rpc/service/health_board.h"

namespace linkstat::rpc {

using grpc::health::v1::HealthCheckResponse;

HealthBoard::HealthBoard(const std::vector<std::string>& services) {
  services_[""] = true;
  for (const std::string& service : services) services_[service] = true;
}

std::optional<ServingStatus> HealthBoard::Get(const std::string& service) const {
  const MutexLock lock(&mutex_);
  const auto entry = services_.find(service);
  if (entry == services_.end()) return std::nullopt;
  return serving_ && entry->second ? HealthCheckResponse::SERVING
                                   : HealthCheckResponse::NOT_SERVING;
}

void HealthBoard::SetServing(bool serving) {
  const MutexLock lock(&mutex_);
  serving_ = serving;
}

void HealthBoard::SetHealthy(const std::string& service, bool healthy) {
  const MutexLock lock(&mutex_);
  services_[service] = healthy;
}

}  // namespace linkstat::rpc
