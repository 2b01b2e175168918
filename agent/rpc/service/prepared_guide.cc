#include "agent/rpc/service/prepared_guide.h"

#include <utility>

#include "absl/container/inlined_vector.h"
#include "agent/core/linking.h"
#include "agent/core/linking_details_field.h"
#include "agent/rpc/service/wire.h"

namespace linkstat::rpc {
namespace {

using Response = v1::GetLinkingDetailsResponse;

// `details` with the fields of numbers below that of the form only.
std::string BytesBeforeForm(const Response& details) {
  Response part;
  *part.mutable_provider() = details.provider();
  *part.mutable_auth_method() = details.auth_method();
  *part.mutable_prerequisites() = details.prerequisites();
  *part.mutable_steps() = details.steps();
  return part.SerializeAsString();
}

// The rest, without the form.
std::string BytesAfterForm(Response details) {
  details.clear_provider();
  details.clear_auth_method();
  details.clear_prerequisites();
  details.clear_steps();
  details.clear_form_fields();
  return details.SerializeAsString();
}

std::string EntryBytes(v1::GuideField field) {
  Response entry;
  *entry.add_form_fields() = std::move(field);
  return entry.SerializeAsString();
}

absl::optional<absl::string_view> ValueOf(v1::ProvidedValue provided, const GuideValues& values) {
  switch (provided) {
    case v1::PROVIDED_VALUE_FIRST_NAME:
      return values.first_name;
    case v1::PROVIDED_VALUE_WORK_EMAIL:
      return values.work_email;
    default:
      return absl::nullopt;
  }
}

}  // namespace

PreparedGuide::PreparedGuide(const core::Snapshot& snapshot, v1::View view, bool transitioning) {
  v1::GetLinkingDetailsRequest request;
  request.set_view(view);
  request.set_transitioning(transitioning);
  const Response details = core::GetLinkingDetails(snapshot, request).value();
  std::string bytes = BytesBeforeForm(details);
  for (const v1::FormField& field : snapshot.catalog().form_fields()) {
    if (field.kind() == v1::FIELD_KIND_PROVIDED) {
      pieces_.push_back({grpc::Slice(std::exchange(bytes, "")), Prepare(field, view)});
    } else {
      bytes += EntryBytes(core::MakeGuideField(field, {}, view));
    }
  }
  end_ = grpc::Slice(bytes + BytesAfterForm(details));
}

PreparedGuide::ProvidedField PreparedGuide::Prepare(const v1::FormField& field, v1::View view) {
  v1::LinkIdentity any;
  any.set_first_name("any");
  any.set_work_email("any");
  v1::GuideField before = core::MakeGuideField(field, any, view);
  v1::GuideField after;
  if (before.has_guidance()) after.set_guidance(before.guidance());
  before.clear_values();
  before.clear_display();
  before.clear_guidance();
  return {field.provided(), grpc::Slice(EntryBytes(core::MakeGuideField(field, {}, view))),
          before.SerializeAsString(), after.SerializeAsString()};
}

// A value that is known stands in `values`, and again as what to display.
grpc::Slice PreparedGuide::Entry(const ProvidedField& field, const GuideValues& values) {
  const absl::optional<absl::string_view> value = ValueOf(field.provided, values);
  if (!value.has_value()) return field.unknown;
  const size_t content =
      field.before_value.size() + 2 * FieldSize(value->size()) + field.after_value.size();
  grpc::Slice entry(FieldSize(content));
  auto* end = const_cast<uint8_t*>(entry.begin());
  end = WriteHead(Response::kFormFieldsFieldNumber, content, end);
  end = WriteBytes(field.before_value, end);
  end = WriteField(v1::GuideField::kValuesFieldNumber, *value, end);
  end = WriteField(v1::GuideField::kDisplayFieldNumber, *value, end);
  WriteBytes(field.after_value, end);
  return entry;
}

grpc::ByteBuffer PreparedGuide::Answer(const GuideValues& values) const {
  absl::InlinedVector<grpc::Slice, 8> slices;
  for (const Piece& piece : pieces_) {
    slices.push_back(piece.bytes);
    slices.push_back(Entry(piece.field, values));
  }
  slices.push_back(end_);
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace linkstat::rpc
