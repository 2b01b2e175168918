#include "client/cli/report/words.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"

namespace linkstat::cli {

std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* named = type.FindValueByNumber(value);
  if (named == nullptr) return std::to_string(value);
  // The first value of every enum of the API is PREFIX_UNSPECIFIED.
  const std::string prefix(absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED"));
  return std::string(absl::StripPrefix(named->name(), prefix));
}

std::string LowerEnumWord(const google::protobuf::EnumDescriptor& type, int value) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(EnumWord(type, value)), {{"_", " "}});
}

Cell VerdictCell(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_SATISFIED:
      return {Word(verdict), Tone::kGood};
    case v1::VERDICT_NOT_SATISFIED:
      return {Word(verdict), Tone::kBad};
    default:
      return {Word(verdict), Tone::kWarning};
  }
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string DurationText(const google::protobuf::Duration& duration) {
  constexpr int64_t kDay = 24 * 60 * 60;
  if (duration.seconds() == 0) return "0s";
  if (duration.seconds() >= 2 * kDay) return absl::StrCat(duration.seconds() / kDay, "d");
  return absl::FormatDuration(absl::Seconds(duration.seconds()));
}

std::string Count(int64_t number, absl::string_view noun) {
  return absl::StrCat(number, " ", noun, number == 1 ? "" : "s");
}

Line RevisionLine(std::string revision, std::string key, std::string title) {
  return {std::move(key), std::move(title), {std::move(revision), Tone::kFaint}, ""};
}

Line NumberLine(std::string key, std::string title, int64_t number) {
  std::string word = absl::StrCat(number);
  return {std::move(key), std::move(title), {std::move(word)}, ""};
}

}  // namespace linkstat::cli
