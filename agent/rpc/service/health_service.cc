#include "agent/rpc/service/health_service.h"

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "agent/base/error.h"
#include "agent/rpc/service/unary.h"

namespace linkstat::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// A service's status, and each other one that follows.
class HealthSource final : public EventSource {
 public:
  HealthSource(const HealthService* health, std::string service)
      : health_(health), service_(std::move(service)) {}

  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override {
    const HealthService::Status status = health_->Get(service_);
    if (std::exchange(sent_, status) == status) return std::optional<grpc::ByteBuffer>();
    HealthCheckResponse response;
    response.set_status(status);
    return Encode(response);
  }

 private:
  const HealthService* const health_;
  const std::string service_;
  std::optional<HealthService::Status> sent_;
};

absl::StatusOr<HealthCheckResponse> CheckHealth(const HealthService& health,
                                                const HealthCheckRequest& request) {
  const HealthService::Status status = health.Get(request.service());
  if (status == HealthCheckResponse::SERVICE_UNKNOWN) {
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_HEALTH_SERVICE_NOT_FOUND,
                     "the agent has no service of this name");
  }
  HealthCheckResponse response;
  response.set_status(status);
  return response;
}

}  // namespace

HealthService::HealthService(const std::vector<std::string>& services) {
  services_[""] = true;
  for (const std::string& service : services) services_[service] = true;
}

HealthService::Status HealthService::Get(const std::string& service) const {
  const MutexLock lock(&mutex_);
  const auto entry = services_.find(service);
  if (entry == services_.end()) return HealthCheckResponse::SERVICE_UNKNOWN;
  return serving_ && entry->second ? HealthCheckResponse::SERVING
                                   : HealthCheckResponse::NOT_SERVING;
}

void HealthService::SetServing(bool serving) {
  {
    const MutexLock lock(&mutex_);
    serving_ = serving;
  }
  streams_.WakeAll();
}

void HealthService::SetHealthy(const std::string& service, bool healthy) {
  {
    const MutexLock lock(&mutex_);
    services_[service] = healthy;
  }
  streams_.WakeAll();
}

void HealthService::AddTo(MethodHandlers& handlers) {
  handlers.Add(Method::kHealthCheck, [this](ServerCall* call) {
    AnswerUnary<HealthCheckRequest>(
        call, [this](const auto& decoded) { return CheckHealth(*this, decoded); });
  });
  handlers.Add(Method::kHealthWatch, [this](ServerCall* call) {
    HealthCheckRequest decoded;
    const absl::Status status = Decode(call->request(), decoded);
    if (status.ok()) {
      streams_.Open(std::make_unique<HealthSource>(this, decoded.service()), call);
    } else {
      call->Finish(status);
    }
  });
}

}  // namespace linkstat::rpc
