// What the agent itself adds to a call that is answered from prepared bytes, and
// what a batch of checks costs in it. Times are of one call; items are
// checks.

#include <benchmark/benchmark.h>

#include <string>

#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/prepared_answers.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

catalog::Registry& TheRegistry() {
  static auto* const registry = new catalog::Registry(catalog::EmbeddedCatalog());
  return *registry;
}

v1::CheckPermissionsRequest CheckAll() {
  v1::CheckPermissionsRequest request;
  request.set_view(v1::VIEW_BASIC);
  for (const auto& permission : TheRegistry().Current()->catalog().permissions()) {
    request.mutable_observed()->add_names(permission.label());
  }
  return request;
}

// Runs `answer(prepared, bytes, response)` on `request`.
template <typename Answer>
void Measure(benchmark::State& state, const google::protobuf::Message& request,
             const Answer& answer) {
  ServedAnswers answers(&TheRegistry());
  const grpc::ByteBuffer bytes = Encode(request);
  for (auto _ : state) {
    grpc::ByteBuffer response;
    if (!answer(*answers.Current(), bytes, response)) state.SkipWithError("not prepared");
  }
}

void BM_FindServedAnswers(benchmark::State& state) {
  static auto* const answers = new ServedAnswers(&TheRegistry());
  for (auto _ : state) benchmark::DoNotOptimize(answers->Current());
}
BENCHMARK(BM_FindServedAnswers)->Threads(1)->Threads(2);

void BM_CheckPermissions(benchmark::State& state) {
  Measure(state, CheckAll(), [](const auto& prepared, const auto& bytes, auto& response) {
    telemetry::DecisionCounts decisions;
    return prepared.CheckPermissions(bytes, response, decisions);
  });
}
BENCHMARK(BM_CheckPermissions);

void BM_BatchCheckPermissions(benchmark::State& state) {
  v1::BatchCheckPermissionsRequest request;
  for (int i = 0; i < 1000; ++i) *request.add_requests() = CheckAll();
  Measure(state, request, [](const auto& prepared, const auto& bytes, auto& response) {
    telemetry::DecisionCounts decisions;
    return prepared.BatchCheckPermissions(bytes, response, decisions);
  });
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(BM_BatchCheckPermissions);

void BM_GetLinkingDetails(benchmark::State& state) {
  v1::GetLinkingDetailsRequest request;
  request.mutable_identity()->set_first_name("Integration");
  request.mutable_identity()->set_work_email("link.7f3a@accounts.example.com");
  Measure(state, request, [](const auto& prepared, const auto& bytes, auto& response) {
    return prepared.GetLinkingDetails(bytes, response);
  });
}
BENCHMARK(BM_GetLinkingDetails);

void BM_Prepare(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(PreparedAnswers(TheRegistry().Current()));
}
BENCHMARK(BM_Prepare)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace linkstat::rpc
