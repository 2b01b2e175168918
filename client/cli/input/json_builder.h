#ifndef LINKSTAT_CLIENT_CLI_INPUT_JSON_BUILDER_H_
#define LINKSTAT_CLIENT_CLI_INPUT_JSON_BUILDER_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "agent/base/error.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {

// Builds a value from a JSON parser's events, and collects every fault. The content of a
// rejected array or object is skipped: its fault is reported once, at its start.
class JsonBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  // `name` is the path of the whole.
  explicit JsonBuilder(std::string name) : name_(std::move(name)) {}

  bool null() final { return Skipping() || TakeNull() || Reject("null"); }
  bool boolean(bool value) final { return Skipping() || TakeBoolean(value) || Reject("a boolean"); }
  bool number_integer(number_integer_t) final { return Skipping() || Reject("a number"); }
  bool number_unsigned(number_unsigned_t) final { return Skipping() || Reject("a number"); }
  bool number_float(number_float_t, const string_t&) final {
    return Skipping() || Reject("a number");
  }
  bool binary(binary_t&) final { return Skipping() || Reject("binary"); }
  bool string(string_t& value) final {
    return Skipping() || TakeString(value) || Reject("a string");
  }
  bool key(string_t& key) final {
    if (!Skipping()) TakeKey(key);
    return true;
  }
  bool start_object(size_t) final { return (!Skipping() && BeginObject()) || Skip("an object"); }
  bool start_array(size_t) final { return (!Skipping() && BeginArray()) || Skip("an array"); }
  bool end_object() final {
    if (!EndSkipped()) EndObject();
    return true;
  }
  bool end_array() final {
    if (!EndSkipped()) EndArray();
    return true;
  }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception&) final {
    faults_.Add(name_, absl::StrCat("is not valid JSON at ", PlaceOf(position)));
    return false;
  }

 protected:
  const std::string& name() const { return name_; }
  FieldFaults& faults() { return faults_; }

  // Each takes a value where one of its kind is expected, and returns false elsewhere.
  virtual bool TakeNull() { return false; }
  virtual bool TakeBoolean(bool) { return false; }
  virtual bool TakeString(std::string& value) = 0;
  virtual bool BeginObject() = 0;
  virtual bool BeginArray() = 0;

  virtual void TakeKey(std::string& key) = 0;
  virtual void EndObject() = 0;
  virtual void EndArray() = 0;
  // Adds the fault of a value that is not expected, which is `what`, and passes over it.
  virtual void Rejected(absl::string_view what) = 0;
  // A position, in bytes, for people.
  virtual std::string PlaceOf(size_t position) const = 0;

 private:
  bool Skipping() const { return skipped_depth_ > 0; }

  // Whether what ends was skipped.
  bool EndSkipped() { return Skipping() && skipped_depth_-- > 0; }

  bool Reject(absl::string_view what) {
    Rejected(what);
    return true;
  }

  bool Skip(absl::string_view what) {
    if (!Skipping()) Rejected(what);
    ++skipped_depth_;
    return true;
  }

  const std::string name_;
  FieldFaults faults_;
  int skipped_depth_ = 0;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_JSON_BUILDER_H_
