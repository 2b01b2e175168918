#include "client/cli/input/report_json.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/time_util.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Timestamp;

// Fills a message from a JSON parser's events. Knows the kinds of fields that a
// report has: strings, booleans, times and messages. What is inside a refused
// value is skipped: the fault is told once.
class MessageBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  // `name` stands before every path.
  MessageBuilder(Message* message, std::string name) : top_(message), name_(std::move(name)) {}

  absl::Status Finish() const { return faults_.ToStatus(); }

  // As protobuf has it, null is the same as leaving the field out.
  bool null() override {
    if (skipped_depth_ > 0 || IsAwaited()) return true;
    return Refuse("null");
  }
  bool number_integer(number_integer_t) override { return Refuse("a number"); }
  bool number_unsigned(number_unsigned_t) override { return Refuse("a number"); }
  bool number_float(number_float_t, const string_t&) override { return Refuse("a number"); }
  bool binary(binary_t&) override { return Refuse("binary"); }

  bool boolean(bool value) override {
    if (skipped_depth_ > 0 || !Awaits(FieldDescriptor::CPPTYPE_BOOL)) return Refuse("a boolean");
    Message& message = *frames_.back().message;
    message.GetReflection()->SetBool(&message, frames_.back().field, value);
    return true;
  }

  bool string(string_t& value) override {
    if (skipped_depth_ > 0) return true;
    if (AwaitsTime()) return Time(value);
    if (!Awaits(FieldDescriptor::CPPTYPE_STRING)) return Refuse("a string");
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

  bool start_object(size_t) override {
    if (skipped_depth_ == 0 && frames_.empty()) {
      frames_.push_back({top_});
      return true;
    }
    if (skipped_depth_ > 0 || AwaitsTime() || !Awaits(FieldDescriptor::CPPTYPE_MESSAGE)) {
      return Skip("an object");
    }
    const Frame& frame = frames_.back();
    const auto* reflection = frame.message->GetReflection();
    frames_.push_back({frame.field->is_repeated()
                           ? reflection->AddMessage(frame.message, frame.field)
                           : reflection->MutableMessage(frame.message, frame.field)});
    return true;
  }

  bool start_array(size_t) override {
    if (skipped_depth_ > 0 || !AwaitsArray()) return Skip("an array");
    frames_.back().in_array = true;
    frames_.back().index = 0;
    return true;
  }

  bool end_object() override {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
    } else {
      frames_.pop_back();
      if (!frames_.empty()) ++frames_.back().index;
    }
    return true;
  }

  bool end_array() override {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
    } else {
      frames_.back().in_array = false;
    }
    return true;
  }

  bool key(string_t& key) override {
    if (skipped_depth_ > 0) return true;
    Frame& frame = frames_.back();
    const auto* type = frame.message->GetDescriptor();
    frame.field = type->FindFieldByCamelcaseName(key);
    if (frame.field == nullptr) frame.field = type->FindFieldByName(key);
    if (frame.field == nullptr) {
      faults_.Add(absl::StrCat(Path(), ".", key), "is no field of a report");
    } else if (!frame.seen.insert(frame.field->number()).second) {
      faults_.Add(Path(), "is given twice");
      frame.field = nullptr;
    }
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    faults_.Add(name_, absl::StrCat("is no JSON at column ", position));
    return false;
  }

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

  // Whether a single value is what follows.
  bool IsAwaited() const { return !frames_.empty() && !frames_.back().in_array; }

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
    std::string path = name_;
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
      faults_.Add(Path(), "is no time as RFC 3339 writes it, such as 2026-03-01T12:00:00Z");
      return true;
    }
    const Frame& frame = frames_.back();
    frame.message->GetReflection()->MutableMessage(frame.message, frame.field)->CopyFrom(time);
    return true;
  }

  bool Refuse(absl::string_view what) {
    if (skipped_depth_ > 0) return true;
    // The fault of a field without a name of its own was told with its key.
    const bool told = !frames_.empty() && frames_.back().field == nullptr;
    if (!told) faults_.Add(Path(), absl::StrCat("is ", what, ", not ", Expected()));
    if (!frames_.empty()) ++frames_.back().index;
    return true;
  }

  bool Skip(absl::string_view what) {
    Refuse(what);
    ++skipped_depth_;
    return true;
  }

  Message* const top_;
  const std::string name_;
  std::vector<Frame> frames_;
  FieldFaults faults_;
  int skipped_depth_ = 0;
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
