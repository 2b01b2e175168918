// What the agent itself adds to a call of a pure method: with a response from the cache,
// with one that is computed, and for a mix in which some requests are more frequent than
// others. Times are of one call, without gRPC; items of batches are checks.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/pure_call.h"

namespace linkstat::rpc {
namespace {

// Ten times what the cache holds.
constexpr size_t kRequests = 10 * ResponseCache::kMaxResponses;

catalog::Registry& TheRegistry() {
  static auto* const registry = new catalog::Registry(catalog::EmbeddedCatalog());
  return *registry;
}

std::string Label(size_t permission) {
  const auto& permissions = TheRegistry().Current()->catalog().permissions();
  return permissions[static_cast<int>(permission) % permissions.size()].label();
}

// The request of this number: six labels of the catalog, in any order and number.
v1::CheckPermissionsRequest CheckRequest(size_t number) {
  v1::CheckPermissionsRequest request;
  request.set_view(number % 2 == 0 ? v1::VIEW_BASIC : v1::VIEW_FULL);
  number /= 2;
  for (size_t i = 0; i < 6; ++i, number /= 6) request.mutable_observed()->add_names(Label(number));
  return request;
}

v1::CheckPermissionsRequest CheckAll() {
  v1::CheckPermissionsRequest request;
  request.set_view(v1::VIEW_BASIC);
  for (size_t i = 0; i < 6; ++i) request.mutable_observed()->add_names(Label(i));
  return request;
}

// Encoded requests, and the hits and misses that answering them has.
class Calls {
 public:
  Calls(Method method, const std::vector<std::string>& requests) : method_(method) {
    for (const std::string& request : requests) {
      const grpc::Slice slice(request);
      requests_.emplace_back(&slice, 1);
    }
  }

  size_t size() const { return requests_.size(); }

  template <typename Request, typename Response>
  void Answer(size_t number,
              absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&)) {
    const auto served = snapshots_.Current();
    grpc::ByteBuffer response;
    CallSummary notes;
    PureCall call(method_, served.get(), requests_[number], response, notes);
    if (call.AnswerFromCache()) return;
    Request request;
    if (!Decode(requests_[number], request).ok() || !call.Answer(request, answer).ok()) abort();
  }

  void Report(benchmark::State& state) const {
    telemetry::MetricFamilies families;
    snapshots_.Collect(families);
    state.counters["hits"] = families[0].metric[0].counter.value;
    state.counters["misses"] = families[1].metric[0].counter.value;
    state.counters["cache_bytes"] = families[2].metric[0].gauge.value;
  }

 private:
  const Method method_;
  ServedSnapshots snapshots_{&TheRegistry()};
  std::vector<grpc::ByteBuffer> requests_;
};

// Every call finds the same request.
void MeasureRepeated(benchmark::State& state, const v1::CheckPermissionsRequest& request) {
  static Calls* calls = nullptr;
  if (state.thread_index() == 0) {
    delete calls;
    calls = new Calls(Method::kCheckPermissions, {request.SerializeAsString()});
  }
  for (auto _ : state) calls->Answer(0, core::CheckPermissions);
  if (state.thread_index() == 0) calls->Report(state);
}

void BM_CheckHit(benchmark::State& state) { MeasureRepeated(state, CheckAll()); }
BENCHMARK(BM_CheckHit)->Threads(1)->Threads(2);

void BM_CheckHitOfOtherSpellings(benchmark::State& state) {
  v1::CheckPermissionsRequest request;
  for (size_t i = 0; i < 6; ++i) request.mutable_observed()->add_names(Label(i) + " ");
  MeasureRepeated(state, request);
}
BENCHMARK(BM_CheckHitOfOtherSpellings);

Calls& AllChecks() {
  std::vector<std::string> requests;
  for (size_t i = 0; i < kRequests; ++i) requests.push_back(CheckRequest(i).SerializeAsString());
  return *new Calls(Method::kCheckPermissions, requests);
}

// Each request comes again when it was forgotten that it came.
void BM_CheckMiss(benchmark::State& state) {
  Calls& calls = AllChecks();
  size_t number = 0;
  for (auto _ : state) calls.Answer(number++ % kRequests, core::CheckPermissions);
  calls.Report(state);
  delete &calls;
}
BENCHMARK(BM_CheckMiss);

// Each request comes twice, and its response is stored.
void BM_CheckMissStored(benchmark::State& state) {
  Calls& calls = AllChecks();
  size_t number = 0;
  for (auto _ : state) calls.Answer(number++ / 2 % kRequests, core::CheckPermissions);
  calls.Report(state);
  delete &calls;
}
BENCHMARK(BM_CheckMissStored);

// Requests by Zipf's law: the n-th comes once for n times that the first comes.
void BM_CheckZipf(benchmark::State& state) {
  std::vector<double> weights(kRequests);
  for (size_t i = 0; i < kRequests; ++i) weights[i] = 1.0 / static_cast<double>(i + 1);
  std::mt19937 random(std::random_device{}());
  std::discrete_distribution<size_t> zipf(weights.begin(), weights.end());
  std::vector<size_t> drawn(1 << 20);
  for (size_t& number : drawn) number = zipf(random);
  Calls& calls = AllChecks();
  size_t next = 0;
  for (auto _ : state) calls.Answer(drawn[next++ % drawn.size()], core::CheckPermissions);
  calls.Report(state);
  delete &calls;
}
BENCHMARK(BM_CheckZipf)->MinTime(2);

// `distinct` different checks in batches of a thousand.
void BM_BatchCheckPermissions(benchmark::State& state) {
  const auto distinct = static_cast<size_t>(state.range(0));
  std::vector<std::string> batches;
  for (size_t first = 0; first < distinct; first += 1000) {
    v1::BatchCheckPermissionsRequest batch;
    for (size_t i = 0; i < 1000; ++i) *batch.add_requests() = CheckRequest((first + i) % distinct);
    batches.push_back(batch.SerializeAsString());
  }
  Calls calls(Method::kBatchCheckPermissions, batches);
  size_t number = 0;
  for (auto _ : state) {
    calls.Answer<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
        number++ % calls.size(), core::BatchCheckPermissions);
  }
  state.SetItemsProcessed(state.iterations() * 1000);
  calls.Report(state);
}
BENCHMARK(BM_BatchCheckPermissions)->Arg(64)->Arg(kRequests);

void BM_GetLinkingDetailsOfFreshIdentity(benchmark::State& state) {
  std::vector<std::string> requests;
  for (int i = 0; i < 10'000; ++i) {
    v1::GetLinkingDetailsRequest request;
    request.mutable_identity()->set_first_name("Integration");
    request.mutable_identity()->set_work_email(
        absl::StrCat("link.", absl::Hex(i, absl::kZeroPad4), "@accounts.example.com"));
    requests.push_back(request.SerializeAsString());
  }
  Calls calls(Method::kGetLinkingDetails, requests);
  size_t number = 0;
  for (auto _ : state) calls.Answer(number++ % calls.size(), core::GetLinkingDetails);
}
BENCHMARK(BM_GetLinkingDetailsOfFreshIdentity);

void BM_NewSnapshot(benchmark::State& state) {
  ResponseCache::Counts counts;
  for (auto _ : state) ServedSnapshot(TheRegistry().Current(), &counts);
}
BENCHMARK(BM_NewSnapshot)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace linkstat::rpc
