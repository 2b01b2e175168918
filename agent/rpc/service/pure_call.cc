#include "agent/rpc/service/pure_call.h"

#include <utility>
#include <vector>

#include "agent/core/bounds.h"
#include "agent/core/linking.h"
#include "agent/rpc/call/codec.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::internal::WireFormatLite;

absl::string_view ViewOf(const grpc::Slice& slice) {
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

// The bytes of a buffer, shared where they are in one piece. False when it has none.
bool ToSlice(const grpc::ByteBuffer& buffer, grpc::Slice& slice) {
  return buffer.TrySingleSlice(&slice).ok() || buffer.DumpToSingleSlice(&slice).ok();
}

// Whether `message`, whose unknown fields were dropped, is all that was decoded: an unknown
// field may hold anything, so a request with one is not stored.
bool IsAllOf(const google::protobuf::Message& message, size_t bytes) {
  return message.ByteSizeLong() == bytes;
}

// The items of a BatchCheckPermissionsRequest. Absent when it is malformed, out of its
// bounds or holds unknown fields.
std::optional<std::vector<absl::string_view>> ItemsOf(absl::string_view batch) {
  constexpr uint32_t kItemTag =
      WireFormatLite::MakeTag(v1::BatchCheckPermissionsRequest::kRequestsFieldNumber,
                              WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(batch.data()),
                                               static_cast<int>(batch.size()));
  std::vector<absl::string_view> items;
  uint32_t size = 0;
  while (input.ReadTag() == kItemTag && input.ReadVarint32(&size)) {
    const auto begin = static_cast<size_t>(input.CurrentPosition());
    if (items.size() == core::kMaxBatch || !input.Skip(static_cast<int>(size))) {
      return std::nullopt;
    }
    items.push_back(batch.substr(begin, size));
  }
  if (!input.ConsumedEntireMessage() || items.empty()) return std::nullopt;
  return items;
}

}  // namespace

bool PureCall::AnswerFromCache() {
  grpc::Slice request;
  const bool batch = method_ == Method::kBatchCheckPermissions;
  if (!batch && request_.Length() > ResponseCache::kMaxRequest) return false;
  if (!ToSlice(request_, request)) return false;
  if (batch) return AnswerBatch(ViewOf(request));
  const auto found = served_->responses.Find(method_, ViewOf(request));
  if (!found.has_value()) return false;
  response_ = grpc::ByteBuffer(&found->bytes, 1);
  notes_.decisions = found->decisions;
  notes_.revision = served_->snapshot->revision();
  return true;
}

absl::Status PureCall::AnswerForIdentity(const v1::GetLinkingDetailsRequest& request) {
  LINKSTAT_RETURN_IF_ERROR(core::CheckRequest(*served_->snapshot, request));
  response_ = served_->details.Encode(request);
  return absl::OkStatus();
}

bool PureCall::AnswerBatch(absl::string_view request) {
  const auto items = ItemsOf(request);
  if (!items.has_value()) return false;
  std::vector<ResponseCache::Response> results;
  std::vector<absl::string_view> parts;
  results.reserve(items->size());
  parts.reserve(items->size() + 1);
  for (const absl::string_view item : *items) {
    auto result = served_->responses.Find(method_, item);
    if (!result.has_value()) result = ResultOf(item);
    if (!result.has_value()) return false;
    results.push_back(*std::move(result));
    parts.push_back(ViewOf(results.back().bytes));
  }
  v1::BatchCheckPermissionsResponse end;
  end.set_catalog_revision(served_->snapshot->revision());
  const std::string end_bytes = end.SerializeAsString();
  parts.push_back(end_bytes);
  response_ = Join(parts);
  for (const auto& result : results) notes_.decisions.Add(result.decisions);
  notes_.revision = served_->snapshot->revision();
  return true;
}

// The result is encoded as a batch of one, without the revision.
std::optional<ResponseCache::Response> PureCall::ResultOf(absl::string_view item) {
  v1::BatchCheckPermissionsRequest batch;
  v1::CheckPermissionsRequest& request = *batch.add_requests();
  if (!request.ParseFromArray(item.data(), static_cast<int>(item.size()))) return std::nullopt;
  request.DiscardUnknownFields();
  if (!MayStore(request) || !IsAllOf(request, item.size())) return std::nullopt;
  v1::BatchCheckPermissionsResponse computed =
      core::BatchCheckPermissions(*served_->snapshot, batch).value();
  CallSummary summary;
  RecordOutcome(batch, computed, summary);
  computed.clear_catalog_revision();
  const ResponseCache::Response result = {grpc::Slice(computed.SerializeAsString()),
                                          summary.decisions};
  served_->responses.Add(method_, item, result);
  return result;
}

void PureCall::Store(const google::protobuf::Message& request) {
  grpc::Slice bytes;
  ResponseCache::Response response = {{}, notes_.decisions};
  if (IsAllOf(request, request_.Length()) && ToSlice(request_, bytes) &&
      ToSlice(response_, response.bytes)) {
    served_->responses.Add(method_, ViewOf(bytes), response);
  }
}

}  // namespace linkstat::rpc
