#include "agent/base/error.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace linkstat {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/";

std::string TypeUrl(const google::protobuf::Message& detail) {
  return absl::StrCat(kTypePrefix, detail.GetDescriptor()->full_name());
}

void Attach(const google::protobuf::Message& detail, absl::Status& status) {
  status.SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
}

std::string ReasonName(v1::ErrorReason reason) {
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

absl::Status Internal() {
  return MakeError(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                   "internal error of the agent; its log has the reason");
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                       const ErrorMetadata& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  absl::Status status(code, message);
  Attach(info, status);
  return status;
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo info;
  absl::Duration rest;
  info.mutable_retry_delay()->set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &rest));
  info.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  Attach(info, status);
  return status;
}

void FieldFaults::Add(std::string field, std::string description, v1::ErrorReason reason) {
  if (empty()) reason_ = reason;
  if (reason != reason_) reason_ = v1::ERROR_REASON_INVALID_FIELD;
  ++total_;
  if (total_ <= kMaxTold) told_.emplace_back(std::move(field), std::move(description));
}

absl::Status FieldFaults::ToStatus() const {
  if (empty()) return absl::OkStatus();
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : told_) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  std::string message = absl::StrCat(told_.front().first, " ", told_.front().second);
  if (total_ > 1) {
    absl::StrAppend(&message, " (and ", total_ - 1, " more invalid ",
                    total_ == 2 ? "field" : "fields", ")");
  }
  absl::Status status = MakeError(absl::StatusCode::kInvalidArgument, reason_, message);
  Attach(bad, status);
  return status;
}

absl::Status MalformedMessage(absl::string_view field, absl::string_view description) {
  const std::string message =
      field.empty() ? std::string(description) : absl::StrCat(field, " ", description);
  absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_MALFORMED_MESSAGE, message);
  if (!field.empty()) {
    google::rpc::BadRequest bad;
    auto* violation = bad.add_field_violations();
    violation->set_field(std::string(field));
    violation->set_description(std::string(description));
    Attach(bad, status);
  }
  return status;
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  const std::string info_url = TypeUrl(google::rpc::ErrorInfo::default_instance());
  if (!status.ok() && !status.GetPayload(info_url).has_value()) return ToRpcStatus(Internal());
  google::rpc::Status result;
  result.set_code(static_cast<int>(status.code()));
  result.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    auto* detail = result.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(value));
  });
  // The order of payloads is not fixed; the order of details is.
  std::sort(result.mutable_details()->begin(), result.mutable_details()->end(),
            [&](const auto& a, const auto& b) {
              return std::make_pair(a.type_url() != info_url, a.type_url()) <
                     std::make_pair(b.type_url() != info_url, b.type_url());
            });
  return result;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.code()), status.message());
  for (const auto& detail : status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace linkstat
