#include "client/cli/input/report_json.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"
#include "client/cli/input/json_tree.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/time_util.h"

namespace linkstat::cli {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Timestamp;
using Kind = JsonValue::Kind;

void ReadMessage(const JsonValue& object, const std::string& path, Message& message,
                 FieldFaults& faults);

bool IsTime(const FieldDescriptor& field) {
  return field.message_type() == Timestamp::descriptor();
}

// How a value of the field, or an element of it, is written.
Kind KindOf(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return Kind::kBoolean;
  const bool object = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTime(field);
  return object ? Kind::kObject : Kind::kString;
}

void Reject(const JsonValue& value, const std::string& path, const char* expected,
            FieldFaults& faults) {
  faults.Add(path, absl::StrCat("is ", KindText(value.kind), ", not ", expected));
}

// Reads one value into a field, or adds it to a repeated one. Supports the kinds of fields
// that a report has: strings, booleans, times and messages.
void ReadValue(const JsonValue& value, const FieldDescriptor& field, const std::string& path,
               Message& message, FieldFaults& faults) {
  const auto* reflection = message.GetReflection();
  const Kind expected = KindOf(field);
  if (value.kind != expected) {
    Reject(value, path, IsTime(field) ? "a time" : KindText(expected), faults);
  } else if (IsTime(field)) {
    Timestamp time;
    if (google::protobuf::util::TimeUtil::FromString(value.text, &time)) {
      reflection->MutableMessage(&message, &field)->CopyFrom(time);
    } else {
      faults.Add(path, "is not a time of RFC 3339 such as 2026-03-01T12:00:00Z");
    }
  } else if (expected == Kind::kObject) {
    ReadMessage(value, path,
                field.is_repeated() ? *reflection->AddMessage(&message, &field)
                                    : *reflection->MutableMessage(&message, &field),
                faults);
  } else if (expected == Kind::kBoolean) {
    reflection->SetBool(&message, &field, value.boolean);
  } else if (field.is_repeated()) {
    reflection->AddString(&message, &field, value.text);
  } else {
    reflection->SetString(&message, &field, value.text);
  }
}

void ReadField(const JsonValue& value, const FieldDescriptor& field, const std::string& path,
               Message& message, FieldFaults& faults) {
  // As in protobuf's JSON, null is the same as leaving the field out.
  if (value.kind == Kind::kNull) return;
  if (!field.is_repeated()) return ReadValue(value, field, path, message, faults);
  if (value.kind != Kind::kArray) return Reject(value, path, "an array", faults);
  for (size_t i = 0; i < value.parts.size(); ++i) {
    ReadValue(value.parts[i], field, absl::StrCat(path, "[", i, "]"), message, faults);
  }
}

void ReadMessage(const JsonValue& object, const std::string& path, Message& message,
                 FieldFaults& faults) {
  std::set<const FieldDescriptor*> seen;
  for (size_t i = 0; i < object.parts.size(); i += 2) {
    const std::string& key = object.parts[i].text;
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByCamelcaseName(key);
    if (field == nullptr) field = message.GetDescriptor()->FindFieldByName(key);
    if (field == nullptr) {
      faults.Add(absl::StrCat(path, ".", key), "is not a field of a report");
      continue;
    }
    const std::string field_path = absl::StrCat(path, ".", field->name());
    if (!seen.insert(field).second) {
      faults.Add(field_path, "is given twice");
    } else if (i + 1 < object.parts.size()) {
      ReadField(object.parts[i + 1], *field, field_path, message, faults);
    }
  }
}

}  // namespace

absl::StatusOr<v1::ServiceAccountReport> ParseReportJson(absl::string_view json) {
  v1::ServiceAccountReport report;
  FieldFaults faults;
  if (!core::IsUtf8(json)) {
    faults.Add("report", "is not UTF-8");
    return faults.ToStatus();
  }
  const JsonTree tree = ReadJson(json);
  if (tree.root && tree.root->kind == Kind::kObject) {
    ReadMessage(*tree.root, "report", report, faults);
  } else if (tree.root) {
    Reject(*tree.root, "report", "an object", faults);
  }
  if (!tree.valid) {
    faults.Add("report", absl::StrCat("is not valid JSON at column ", tree.error_offset));
  }
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return report;
}

}  // namespace linkstat::cli
