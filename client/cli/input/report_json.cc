#include "client/cli/input/report_json.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"
#include "client/cli/input/json_builder.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/time_util.h"

namespace linkstat::cli {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Timestamp;

// Fills a message. Supports the kinds of fields that a report has: strings, booleans,
// times and messages.
class MessageBuilder final : public JsonBuilder {
 public:
  MessageBuilder(Message* message, std::string name)
      : JsonBuilder(std::move(name)), top_(message) {}

  absl::Status Finish() { return faults().ToStatus(); }

 protected:
  // As in protobuf's JSON, null is the same as leaving the field out.
  bool TakeNull() override { return !frames_.empty() && !frames_.back().in_array; }

  bool TakeBoolean(bool value) override {
    if (!Awaits(FieldDescriptor::CPPTYPE_BOOL)) return false;
    Message& message = *frames_.back().message;
    message.GetReflection()->SetBool(&message, frames_.back().field, value);
    return true;
  }

  bool TakeString(std::string& value) override {
    if (AwaitsTime()) return Time(value);
    if (!Awaits(FieldDescriptor::CPPTYPE_STRING)) return false;
    Frame& frame = frames_.back();
    const auto* reflection = frame.message->GetReflection();
    if (frame.field->is_repeated()) {
      reflection->AddString(frame.message, frame.field, std::move(value));
      ++frame.index;
    } else {
      reflection->SetString(frame.message, frame.field, std::move(value));
    }
    return true;
  }

  bool BeginObject() override {
    if (frames_.empty()) {
      frames_.push_back({top_});
      return true;
    }
    if (AwaitsTime() || !Awaits(FieldDescriptor::CPPTYPE_MESSAGE)) return false;
    const Frame& frame = frames_.back();
    const auto* reflection = frame.message->GetReflection();
    frames_.push_back({frame.field->is_repeated()
                           ? reflection->AddMessage(frame.message, frame.field)
                           : reflection->MutableMessage(frame.message, frame.field)});
    return true;
  }

  bool BeginArray() override {
    if (!AwaitsArray()) return false;
    frames_.back().in_array = true;
    frames_.back().index = 0;
    return true;
  }

  void EndObject() override {
    frames_.pop_back();
    if (!frames_.empty()) ++frames_.back().index;
  }

  void EndArray() override { frames_.back().in_array = false; }

  void TakeKey(std::string& key) override {
    Frame& frame = frames_.back();
    const auto* type = frame.message->GetDescriptor();
    frame.field = type->FindFieldByCamelcaseName(key);
    if (frame.field == nullptr) frame.field = type->FindFieldByName(key);
    if (frame.field == nullptr) {
      faults().Add(absl::StrCat(Path(), ".", key), "is not a field of a report");
    } else if (!frame.seen.insert(frame.field->number()).second) {
      faults().Add(Path(), "is given twice");
      frame.field = nullptr;
    }
  }

  void Rejected(absl::string_view what) override {
    // The fault of a field without a name of its own was reported with its key.
    const bool reported = !frames_.empty() && frames_.back().field == nullptr;
    if (!reported) faults().Add(Path(), absl::StrCat("is ", what, ", not ", Expected()));
    if (!frames_.empty()) ++frames_.back().index;
  }

  std::string PlaceOf(size_t position) const override { return absl::StrCat("column ", position); }

 private:
  // A message that is being filled.
  struct Frame {
    Message* message;
    // The field of the last key. Null when there is none of that name, or it was
    // given before: its value is passed over.
    const FieldDescriptor* field = nullptr;
    bool in_array = false;
    int index = 0;
    std::set<int> seen;
  };

  bool Awaits(FieldDescriptor::CppType type) const {
    if (frames_.empty() || frames_.back().field == nullptr) return false;
    const Frame& frame = frames_.back();
    return frame.field->cpp_type() == type && frame.field->is_repeated() == frame.in_array;
  }

  bool AwaitsArray() const {
    if (frames_.empty() || frames_.back().field == nullptr) return false;
    return frames_.back().field->is_repeated() && !frames_.back().in_array;
  }

  bool AwaitsTime() const {
    return Awaits(FieldDescriptor::CPPTYPE_MESSAGE) &&
           frames_.back().field->message_type() == Timestamp::descriptor();
  }

  std::string Path() const {
    std::string path = name();
    for (const Frame& frame : frames_) {
      if (frame.field == nullptr) break;
      absl::StrAppend(&path, ".", frame.field->name());
      if (frame.in_array) absl::StrAppend(&path, "[", frame.index, "]");
    }
    return path;
  }

  const char* Expected() const {
    if (frames_.empty()) return "an object";
    const FieldDescriptor& field = *frames_.back().field;
    if (field.is_repeated() && !frames_.back().in_array) return "an array";
    if (AwaitsTime()) return "a time";
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return "an object";
    return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? "a boolean" : "a string";
  }

  bool Time(const std::string& value) {
    Timestamp time;
    if (!google::protobuf::util::TimeUtil::FromString(value, &time)) {
      faults().Add(Path(), "is not a time of RFC 3339 such as 2026-03-01T12:00:00Z");
      return true;
    }
    const Frame& frame = frames_.back();
    frame.message->GetReflection()->MutableMessage(frame.message, frame.field)->CopyFrom(time);
    return true;
  }

  Message* const top_;
  std::vector<Frame> frames_;
};

}  // namespace

absl::StatusOr<v1::ServiceAccountReport> ParseReportJson(absl::string_view json) {
  if (!core::IsUtf8(json)) {
    FieldFaults faults;
    faults.Add("report", "is not UTF-8");
    return faults.ToStatus();
  }
  v1::ServiceAccountReport report;
  MessageBuilder builder(&report, "report");
  nlohmann::json::sax_parse(json, &builder);
  LINKSTAT_RETURN_IF_ERROR(builder.Finish());
  return report;
}

}  // namespace linkstat::cli
