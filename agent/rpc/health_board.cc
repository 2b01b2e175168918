#include "agent/rpc/health_board.h"

namespace linkstat::rpc {

using grpc::health::v1::HealthCheckResponse;

HealthBoard::HealthBoard(const std::vector<std::string>& services) {
  statuses_[""] = HealthCheckResponse::NOT_SERVING;
  for (const std::string& service : services) {
    statuses_[service] = HealthCheckResponse::NOT_SERVING;
  }
}

absl::optional<ServingStatus> HealthBoard::Get(const std::string& service) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = statuses_.find(service);
  if (entry == statuses_.end()) return absl::nullopt;
  return entry->second;
}

void HealthBoard::SetAll(ServingStatus status) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto& entry : statuses_) entry.second = status;
}

}  // namespace linkstat::rpc
