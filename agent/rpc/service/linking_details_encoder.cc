#include "agent/rpc/service/linking_details_encoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/string_view.h"
#include "agent/core/answer_parts.h"
#include "agent/core/linking.h"
#include "agent/rpc/call/codec.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

size_t IndexOf(const v1::GetLinkingDetailsRequest& request) {
  return (request.view() == v1::VIEW_FULL ? 1 : 0) + (request.transitioning() ? 2 : 0);
}

// Null when the identity does not have the value.
const std::string* ValueOf(v1::ProvidedValue provided, const v1::LinkIdentity& identity) {
  if (provided == v1::PROVIDED_VALUE_FIRST_NAME && identity.has_first_name()) {
    return &identity.first_name();
  }
  if (provided == v1::PROVIDED_VALUE_WORK_EMAIL && identity.has_work_email()) {
    return &identity.work_email();
  }
  return nullptr;
}

std::string EncodeEntry(v1::GuideField field) {
  v1::GetLinkingDetailsResponse response;
  *response.add_form_fields() = std::move(field);
  return response.SerializeAsString();
}

std::string EncodeBesideValue(const v1::FormField& field, v1::View view) {
  v1::LinkIdentity any;
  any.set_first_name("any");
  any.set_work_email("any");
  v1::GuideField guide = core::MakeGuideField(field, any, view);
  guide.clear_values();
  guide.clear_display();
  return guide.SerializeAsString();
}

// An entry of the response's form fields: `content`, and the value, which is also what
// is displayed.
std::string EncodeEntry(absl::string_view content, const std::string& value) {
  using Guide = v1::GuideField;
  // Tags of one byte.
  static_assert(v1::GetLinkingDetailsResponse::kFormFieldsFieldNumber < 16 &&
                Guide::kValuesFieldNumber < 16 && Guide::kDisplayFieldNumber < 16);
  const size_t value_size = 1 + WireFormatLite::StringSize(value);
  const size_t size = content.size() + 2 * value_size;
  std::string entry(1 + CodedOutputStream::VarintSize32(static_cast<uint32_t>(size)) + size, '\0');
  auto* end = reinterpret_cast<uint8_t*>(entry.data());
  end = WireFormatLite::WriteTagToArray(v1::GetLinkingDetailsResponse::kFormFieldsFieldNumber,
                                        WireFormatLite::WIRETYPE_LENGTH_DELIMITED, end);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(size), end);
  end = std::copy(content.begin(), content.end(), end);
  end = WireFormatLite::WriteStringToArray(Guide::kValuesFieldNumber, value, end);
  WireFormatLite::WriteStringToArray(Guide::kDisplayFieldNumber, value, end);
  return entry;
}

}  // namespace

LinkingDetailsEncoder::LinkingDetailsEncoder(const core::Snapshot& snapshot) {
  v1::GetLinkingDetailsRequest request;
  for (const bool transitioning : {false, true}) {
    for (const v1::View view : {v1::VIEW_BASIC, v1::VIEW_FULL}) {
      request.set_transitioning(transitioning);
      request.set_view(view);
      parts_[IndexOf(request)] = EncodeParts(snapshot, request);
    }
  }
}

// Protocol Buffers lets the fields of a message come in any order, entries of one field
// in theirs: the form follows the rest of the response, a value the rest of its field.
LinkingDetailsEncoder::Parts LinkingDetailsEncoder::EncodeParts(
    const core::Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request) {
  auto details = core::StoredLinkingDetails(snapshot, request).value();
  details.clear_form_fields();
  std::string bytes = details.SerializeAsString();
  Parts all;
  for (const v1::FormField& field : snapshot.catalog().form_fields()) {
    std::string without_value = EncodeEntry(core::MakeGuideField(field, {}, request.view()));
    if (field.kind() == v1::FIELD_KIND_PROVIDED) {
      all.parts.push_back(
          {std::exchange(bytes, ""),
           {field.provided(), std::move(without_value), EncodeBesideValue(field, request.view())}});
    } else {
      bytes += without_value;
    }
  }
  all.end = std::move(bytes);
  return all;
}

grpc::ByteBuffer LinkingDetailsEncoder::Encode(const v1::GetLinkingDetailsRequest& request) const {
  const Parts& all = parts_[IndexOf(request)];
  std::vector<std::string> entries;
  entries.reserve(all.parts.size());
  std::vector<absl::string_view> joined;
  joined.reserve(2 * all.parts.size() + 1);
  for (const Part& part : all.parts) {
    joined.push_back(part.bytes);
    const std::string* value = ValueOf(part.field.provided, request.identity());
    joined.push_back(value == nullptr
                         ? part.field.without_value
                         : entries.emplace_back(EncodeEntry(part.field.beside_value, *value)));
  }
  joined.push_back(all.end);
  return Join(joined);
}

}  // namespace linkstat::rpc
