#include "agent/rpc/service/prepared_checks.h"

#include <cstdint>
#include <deque>
#include <utility>

#include "agent/core/bounds.h"
#include "agent/core/linking.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/wire.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

// Nothing observed comes before the sets of permissions, BASIC before FULL.
size_t IndexOf(const PlainCheck& check) {
  const size_t set = check.observed ? 1 + check.granted : 0;
  return 2 * set + (check.full ? 1 : 0);
}

v1::CheckPermissionsRequest RequestFor(const core::Snapshot& snapshot, const PlainCheck& check) {
  v1::CheckPermissionsRequest request;
  request.set_view(check.full ? v1::VIEW_FULL : v1::VIEW_BASIC);
  if (!check.observed) return request;
  v1::ObservedPermissions& observed = *request.mutable_observed();
  for (int i = 0; i < snapshot.catalog().permissions_size(); ++i) {
    if ((check.granted >> i & 1) != 0) {
      observed.add_names(snapshot.catalog().permissions(i).label());
    }
  }
  return request;
}

}  // namespace

PreparedChecks::PreparedChecks(core::SnapshotPtr snapshot) : snapshot_(std::move(snapshot)) {
  v1::BatchCheckPermissionsResponse end;
  end.set_catalog_revision(snapshot_->revision());
  batch_end_ = end.SerializeAsString();
  const int permissions = snapshot_->catalog().permissions_size();
  if (permissions > kMaxPermissions) return;
  bool all = Prepare({false, 0, false}) && Prepare({false, 0, true});
  for (uint32_t granted = 0; all && granted < uint32_t{1} << permissions; ++granted) {
    all = Prepare({true, granted, false}) && Prepare({true, granted, true});
  }
  if (!all) prepared_.clear();
}

bool PreparedChecks::Prepare(const PlainCheck& check) {
  auto response = core::CheckPermissions(*snapshot_, RequestFor(*snapshot_, check));
  if (!response.ok()) return false;
  const grpc::ByteBuffer answer = Encode(*response);
  const v1::Verdict verdict = response->verdict();
  v1::BatchCheckPermissionsResponse batch;
  *batch.add_results()->mutable_response() = *std::move(response);
  prepared_.push_back({verdict, answer, batch.SerializeAsString()});
  return true;
}

const PreparedChecks::Prepared* PreparedChecks::Find(absl::string_view request) const {
  const absl::optional<PlainCheck> check = ReadPlainCheck(request, *snapshot_);
  if (!check.has_value() || prepared_.empty()) return nullptr;
  return &prepared_[IndexOf(*check)];
}

bool PreparedChecks::Answer(absl::string_view request, grpc::ByteBuffer& response,
                            telemetry::DecisionCounts& decisions) const {
  const Prepared* found = Find(request);
  if (found == nullptr) return false;
  response = found->answer;
  decisions.Add(found->verdict, 0);
  return true;
}

absl::optional<std::string> PreparedChecks::MakeEntry(absl::string_view request,
                                                      telemetry::DecisionCounts& decisions) const {
  v1::BatchCheckPermissionsRequest batch;
  v1::CheckPermissionsRequest& item = *batch.add_requests();
  if (!item.ParseFromArray(request.data(), static_cast<int>(request.size())) ||
      item.has_linked_account()) {
    return absl::nullopt;
  }
  v1::BatchCheckPermissionsResponse response =
      core::BatchCheckPermissions(*snapshot_, batch).value();
  response.clear_catalog_revision();
  if (response.results(0).has_response()) {
    const v1::CheckPermissionsResponse& made = response.results(0).response();
    decisions.Add(made.verdict(), made.unrecognized_size());
  }
  return response.SerializeAsString();
}

bool PreparedChecks::AnswerBatch(absl::string_view request, grpc::ByteBuffer& response,
                                 telemetry::DecisionCounts& decisions) const {
  constexpr char kRequestsTag = TagOf(v1::BatchCheckPermissionsRequest::kRequestsFieldNumber);
  std::vector<absl::string_view> parts;
  std::deque<std::string> made;
  telemetry::DecisionCounts counted;
  while (!request.empty()) {
    const absl::optional<absl::string_view> item = TakeField(kRequestsTag, request);
    if (!item.has_value() || parts.size() == core::kMaxBatch) return false;
    if (const Prepared* found = Find(*item); found != nullptr) {
      parts.push_back(found->batch_entry);
      counted.Add(found->verdict, 0);
      continue;
    }
    absl::optional<std::string> entry = MakeEntry(*item, counted);
    if (!entry.has_value()) return false;
    parts.push_back(made.emplace_back(*std::move(entry)));
  }
  if (parts.empty()) return false;
  parts.push_back(batch_end_);
  response = Join(parts);
  decisions = counted;
  return true;
}

}  // namespace linkstat::rpc
