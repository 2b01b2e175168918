#include "client/cli/input/form_json.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/counted_text.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

// Builds the form from a JSON parser's events. What is inside a refused array
// or object is skipped: the fault is told once, at its start.
class FormBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit FormBuilder(const CountedText::Place& place) : place_(place) {}

  absl::StatusOr<v1::ObservedForm> Finish() {
    LINKSTAT_RETURN_IF_ERROR(faults_.ToStatus());
    return std::move(form_);
  }

  bool null() override {
    return Refuse("null", "; leave out what was not observed, and give \"\" for an empty field");
  }
  bool boolean(bool) override { return Refuse("a boolean"); }
  bool number_integer(number_integer_t) override { return Refuse("a number"); }
  bool number_unsigned(number_unsigned_t) override { return Refuse("a number"); }
  bool number_float(number_float_t, const string_t&) override { return Refuse("a number"); }
  bool binary(binary_t&) override { return Refuse("binary"); }

  bool string(string_t& value) override {
    if (skipped_depth_ > 0) return true;
    if (level_ == Level::kTop) return Refuse("a string");
    entry_->add_values(std::move(value));
    ++index_;
    return true;
  }

  bool start_object(size_t) override {
    if (skipped_depth_ == 0 && level_ == Level::kTop) {
      level_ = Level::kForm;
      return true;
    }
    return Skip("an object");
  }

  bool start_array(size_t) override {
    if (skipped_depth_ == 0 && level_ == Level::kForm) {
      level_ = Level::kValues;
      return true;
    }
    return Skip("an array");
  }

  bool end_object() override {
    if (skipped_depth_ > 0) --skipped_depth_;
    return true;
  }

  bool end_array() override {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
    } else {
      level_ = Level::kForm;
    }
    return true;
  }

  bool key(string_t& label) override {
    if (skipped_depth_ > 0) return true;
    index_ = 0;
    entry_ = form_.add_entries();
    entry_->set_label(label);
    if (!labels_.insert(label).second) Fault(Path(), "is given twice");
    return true;
  }

  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override {
    faults_.Add("form",
                absl::StrCat("is no JSON at line ", place_.line, ", column ", place_.column));
    return false;
  }

 private:
  // Where the next value stands.
  enum class Level { kTop, kForm, kValues };

  std::string Path() const {
    switch (level_) {
      case Level::kTop:
        return "form";
      case Level::kForm:
        return absl::StrCat("form[\"", entry_->label(), "\"]");
      case Level::kValues:
        break;
    }
    return absl::StrCat("form[\"", entry_->label(), "\"][", index_, "]");
  }

  const char* Expected() const {
    switch (level_) {
      case Level::kTop:
        return "an object from label to value";
      case Level::kForm:
        return "a string or an array of strings";
      case Level::kValues:
        break;
    }
    return "a string";
  }

  void Fault(std::string path, absl::string_view description) {
    faults_.Add(std::move(path), absl::StrCat(description, " (line ", place_.line, ")"));
  }

  bool Refuse(absl::string_view what, absl::string_view advice = "") {
    if (skipped_depth_ > 0) return true;
    Fault(Path(), absl::StrCat("is ", what, ", not ", Expected(), advice));
    ++index_;
    return true;
  }

  bool Skip(absl::string_view what) {
    Refuse(what);
    ++skipped_depth_;
    return true;
  }

  const CountedText::Place& place_;
  v1::ObservedForm form_;
  v1::ObservedField* entry_ = nullptr;
  absl::flat_hash_set<std::string> labels_;
  FieldFaults faults_;
  Level level_ = Level::kTop;
  int index_ = 0;
  int skipped_depth_ = 0;
};

}  // namespace

absl::StatusOr<v1::ObservedForm> ParseFormJson(absl::string_view json) {
  CountedText::Place place;
  FormBuilder builder(place);
  nlohmann::json::sax_parse(CountedText(json.data(), &place),
                            CountedText(json.data() + json.size(), &place), &builder);
  return builder.Finish();
}

}  // namespace linkstat::cli
