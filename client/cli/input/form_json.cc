#include "client/cli/input/form_json.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/counted_text.h"
#include "client/cli/input/json_builder.h"

namespace linkstat::cli {
namespace {

class FormBuilder final : public JsonBuilder {
 public:
  explicit FormBuilder(const CountedText::Place& place) : JsonBuilder("form"), place_(place) {}

  absl::StatusOr<v1::ObservedForm> Finish() {
    LINKSTAT_RETURN_IF_ERROR(faults().ToStatus());
    return std::move(form_);
  }

 protected:
  bool TakeString(std::string& value) override {
    if (level_ == Level::kTop) return false;
    entry_->add_values(std::move(value));
    ++index_;
    return true;
  }

  bool BeginObject() override {
    if (level_ != Level::kTop) return false;
    level_ = Level::kForm;
    return true;
  }

  bool BeginArray() override {
    if (level_ != Level::kForm) return false;
    level_ = Level::kValues;
    return true;
  }

  void EndObject() override {}
  void EndArray() override { level_ = Level::kForm; }

  void TakeKey(std::string& label) override {
    index_ = 0;
    entry_ = form_.add_entries();
    entry_->set_label(label);
    if (!labels_.insert(label).second) Fault(Path(), "is given twice");
  }

  void Rejected(absl::string_view what) override {
    const char* advice =
        what == "null" ? "; leave out what was not observed, and give \"\" for an empty field" : "";
    Fault(Path(), absl::StrCat("is ", what, ", not ", Expected(), advice));
    ++index_;
  }

  std::string PlaceOf(size_t) const override {
    return absl::StrCat("line ", place_.line, ", column ", place_.column);
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
    faults().Add(std::move(path), absl::StrCat(description, " (line ", place_.line, ")"));
  }

  const CountedText::Place& place_;
  v1::ObservedForm form_;
  v1::ObservedField* entry_ = nullptr;
  absl::flat_hash_set<std::string> labels_;
  Level level_ = Level::kTop;
  int index_ = 0;
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
