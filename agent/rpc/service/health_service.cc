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

// Tells a service's status when it is another one than was told last.
class HealthSource final : public EventSource {
 public:
  HealthSource(const HealthBoard* board, std::string service)
      : board_(board), service_(std::move(service)) {}

  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override {
    const ServingStatus status =
        board_->Get(service_).value_or(HealthCheckResponse::SERVICE_UNKNOWN);
    if (told_ == status) return std::optional<grpc::ByteBuffer>();
    told_ = status;
    HealthCheckResponse response;
    response.set_status(status);
    return Encode(response);
  }

 private:
  const HealthBoard* const board_;
  const std::string service_;
  std::optional<ServingStatus> told_;
};

absl::StatusOr<HealthCheckResponse> CheckHealth(const HealthBoard& board,
                                                const HealthCheckRequest& request) {
  const std::optional<ServingStatus> status = board.Get(request.service());
  if (!status) {
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_HEALTH_SERVICE_NOT_FOUND,
                     "the agent has no service of this name");
  }
  HealthCheckResponse response;
  response.set_status(*status);
  return response;
}

}  // namespace

void HealthService::SetServing(bool serving) {
  board_.SetServing(serving);
  streams_.WakeAll();
}

void HealthService::SetHealthy(const std::string& service, bool healthy) {
  board_.SetHealthy(service, healthy);
  streams_.WakeAll();
}

void HealthService::AddTo(MethodHandlers& handlers) {
  handlers.Add(Method::kHealthCheck, [this](ServerCall* call) {
    AnswerUnary<HealthCheckRequest>(
        call, [this](const auto& decoded) { return CheckHealth(board_, decoded); });
  });
  handlers.Add(Method::kHealthWatch, [this](ServerCall* call) {
    HealthCheckRequest decoded;
    const absl::Status status = Decode(call->request(), decoded);
    if (status.ok()) {
      streams_.Open(std::make_unique<HealthSource>(&board_, decoded.service()), call);
    } else {
      call->Finish(status);
    }
  });
}

}  // namespace linkstat::rpc
