#include "agent/app/config/setting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "agent/app/config/check_settings.h"
#include "agent/app/config/config_file.h"
#include "agent/app/config/durations.h"
#include "google/protobuf/text_format.h"
#include "tests/support/proto_matchers.h"

// Every test walks the descriptor of AgentConfig: a setting that is added is tested as it is.
namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

class EverySetting : public testing::TestWithParam<const Setting*> {
 protected:
  const Setting& setting_ = *GetParam();
  const std::string name_{setting_.name()};
  const agent::v1::SettingOptions& options_ = OptionsOf(setting_);
  const bool is_number_ = setting_.cpp_type() == Setting::CPPTYPE_UINT32;
  const bool is_duration_ = setting_.cpp_type() == Setting::CPPTYPE_MESSAGE;
};

// The value of a setting as a flag spells it.
std::string TextOf(const Setting& setting, const AgentConfig& config) {
  const auto& reflection = *config.GetReflection();
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_BOOL:
      return reflection.GetBool(config, &setting) ? "true" : "false";
    case Setting::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetUInt32(config, &setting));
    case Setting::CPPTYPE_ENUM:
      return WordsOf(*setting.enum_type(),
                     Spelling::kFlag)[reflection.GetEnumValue(config, &setting) - 1];
    case Setting::CPPTYPE_MESSAGE: {
      google::protobuf::Duration duration;
      duration.CopyFrom(reflection.GetMessage(config, &setting));
      return absl::FormatDuration(*FromProto(duration));
    }
    default:
      return setting.is_repeated() ? reflection.GetRepeatedString(config, &setting, 0)
                                   : reflection.GetString(config, &setting);
  }
}

// Values that the setting's type and bounds allow, as a flag spells them.
std::vector<std::string> SamplesOf(const Setting& setting) {
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_BOOL:
      return {"false", "true"};
    case Setting::CPPTYPE_ENUM:
      return WordsOf(*setting.enum_type(), Spelling::kFlag);
    case Setting::CPPTYPE_STRING:
      return {"some text"};
    default:
      return {OptionsOf(setting).minimum(), OptionsOf(setting).maximum()};
  }
}

// Values just beyond the bounds of a number or a duration.
std::vector<std::string> BeyondOf(const Setting& setting) {
  const agent::v1::SettingOptions& options = OptionsOf(setting);
  if (setting.cpp_type() == Setting::CPPTYPE_UINT32) {
    uint32_t minimum = 0;
    uint32_t maximum = 0;
    EXPECT_TRUE(absl::SimpleAtoi(options.minimum(), &minimum));
    EXPECT_TRUE(absl::SimpleAtoi(options.maximum(), &maximum));
    std::vector<std::string> beyond = {absl::StrCat(maximum + 1)};
    if (minimum > 0) beyond.push_back(absl::StrCat(minimum - 1));
    return beyond;
  }
  absl::Duration minimum;
  absl::Duration maximum;
  EXPECT_TRUE(absl::ParseDuration(options.minimum(), &minimum));
  EXPECT_TRUE(absl::ParseDuration(options.maximum(), &maximum));
  return {absl::FormatDuration(minimum - absl::Nanoseconds(1)),
          absl::FormatDuration(maximum + absl::Nanoseconds(1))};
}

std::vector<std::string> LinesOf(const ConfigBuilder& builder) {
  std::vector<std::string> lines;
  for (const SettingFault& fault : builder.faults()) {
    lines.push_back(absl::StrCat(fault.place, ": ", fault.text));
  }
  return lines;
}

std::vector<std::string> FaultsOfFlag(const Setting& setting, const std::string& value) {
  ConfigBuilder builder;
  ApplyFlags({{std::string(setting.name()), {value}}}, builder);
  CheckSettings(builder);
  return LinesOf(builder);
}

std::vector<std::string> FaultsOfFile(const std::string& text) {
  ConfigBuilder builder;
  if (ReadConfigText(text, "FILE", builder)) CheckSettings(builder);
  return LinesOf(builder);
}

AgentConfig ConfigWith(const Setting& setting, const std::string& value) {
  AgentConfig config;
  EXPECT_EQ(SetValue(setting, value, config), std::nullopt);
  return config;
}

std::string FileText(const AgentConfig& config) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  return text;
}

TEST_P(EverySetting, IsDescribed) {
  EXPECT_FALSE(options_.help().empty());
  EXPECT_FALSE(absl::EndsWith(options_.help(), "."));
  EXPECT_TRUE(options_.details().empty() || absl::EndsWith(options_.details(), "."));
  EXPECT_EQ(options_.minimum().empty(), options_.maximum().empty());
  EXPECT_EQ(!options_.minimum().empty(), is_number_ || is_duration_);
  EXPECT_TRUE(options_.default_value().empty() || options_.when_absent().empty());
  EXPECT_TRUE(options_.needs().empty() || FindSetting(options_.needs()) != nullptr);
  // What a flag can set: see setting_values.cc.
  const bool is_text = setting_.cpp_type() == Setting::CPPTYPE_STRING;
  EXPECT_EQ(is_text && options_.form() == agent::v1::TEXT_FORM_UNSPECIFIED,
            !options_.placeholder().empty());
  EXPECT_TRUE(is_text || !setting_.is_repeated());
}

TEST_P(EverySetting, IsSetByItsFlagToEveryValueItTakes) {
  for (const std::string& value : SamplesOf(setting_)) {
    ConfigBuilder builder;
    ApplyFlags({{name_, {value}}}, builder);
    EXPECT_THAT(builder.faults(), IsEmpty());
    EXPECT_EQ(TextOf(setting_, builder.config()), value);
    EXPECT_THAT(builder.config(), test::EqualsProto(ConfigWith(setting_, value)));
  }
}

TEST_P(EverySetting, IsSetByTheFileAsByItsFlag) {
  for (const std::string& value : SamplesOf(setting_)) {
    const AgentConfig config = ConfigWith(setting_, value);
    ConfigBuilder builder;
    EXPECT_TRUE(ReadConfigText(FileText(config), "FILE", builder));
    EXPECT_THAT(builder.config(), test::EqualsProto(config));
    EXPECT_EQ(builder.PlaceOf(name_), absl::StrCat("FILE:1: ", name_));
  }
}

TEST_P(EverySetting, TakesItsBoundsAndNothingBeyond) {
  if (!is_number_ && !is_duration_) return;
  const std::string right = absl::StrCat("must be a ", is_number_ ? "whole number" : "duration",
                                         " from ", options_.minimum(), " to ", options_.maximum());
  const std::string in_flag =
      absl::StrCat(FlagOf(name_), ": ", right, is_number_ ? "" : ", such as 10s");
  const std::string in_file =
      absl::StrCat("FILE:1: ", name_, ": ", right, is_number_ ? "" : ", such as { seconds: 10 }");
  for (const std::string& value : SamplesOf(setting_)) {
    EXPECT_THAT(FaultsOfFlag(setting_, value), Not(Contains(in_flag))) << value;
  }
  for (const std::string& value : BeyondOf(setting_)) {
    EXPECT_THAT(FaultsOfFlag(setting_, value), Contains(in_flag)) << value;
    EXPECT_THAT(FaultsOfFile(FileText(ConfigWith(setting_, value))), Contains(in_file)) << value;
  }
}

TEST_P(EverySetting, RejectsAValueOfAnotherTypeWithTheRightOnes) {
  const bool is_text = setting_.cpp_type() == Setting::CPPTYPE_STRING;
  const std::string in_file =
      absl::StrCat("FILE:1: ", name_, ": must be ", RightValues(setting_, Spelling::kFile));
  EXPECT_THAT(FaultsOfFile(absl::StrCat(name_, ": ", is_text ? "5" : "'?'")),
              testing::ElementsAre(in_file));
  if (is_text) return;
  const std::string in_flag =
      absl::StrCat(FlagOf(name_), ": must be ", RightValues(setting_, Spelling::kFlag));
  EXPECT_THAT(FaultsOfFlag(setting_, "?"), testing::ElementsAre(in_flag));
}

TEST_P(EverySetting, RejectsAnEmptyValue) {
  const Setting& setting = setting_;
  if (setting.cpp_type() == Setting::CPPTYPE_BOOL) return;
  EXPECT_THAT(FaultsOfFlag(setting, ""), Contains(FlagOf(name_) + ": needs a value"));
  if (setting.cpp_type() != Setting::CPPTYPE_STRING) return;
  EXPECT_THAT(FaultsOfFile(name_ + ": ''"), Contains("FILE:1: " + name_ + ": needs a value"));
}

TEST_P(EverySetting, HasItsDefaultWhereItHasWhatItNeeds) {
  AgentConfig config;
  // The one setting that needs a value of another one.
  if (name_ == "unix_socket_mode") config.set_health_listen("unix:/s");
  if (!options_.needs().empty()) {
    EXPECT_EQ(SetValue(*FindSetting(options_.needs()), "x", config), std::nullopt);
  }
  FillDefaults(config);
  if (!options_.default_value().empty()) {
    EXPECT_EQ(TextOf(setting_, config), options_.default_value());
    EXPECT_THAT(ValueFaults(setting_, Spelling::kFlag, config), IsEmpty());
  } else if (!absl::EndsWith(name_, "_per_caller")) {
    EXPECT_FALSE(IsSet(setting_, config));
  }
}

TEST_P(EverySetting, IsRejectedWithoutWhatItNeeds) {
  if (options_.needs().empty()) return;
  const std::string value = SamplesOf(setting_).front();
  EXPECT_THAT(FaultsOfFlag(setting_, value),
              Contains(absl::StrCat(FlagOf(name_), ": requires ", options_.needs())));
  AgentConfig config;
  FillDefaults(config);
  EXPECT_FALSE(IsSet(setting_, config));
}

INSTANTIATE_TEST_SUITE_P(AgentConfig, EverySetting, testing::ValuesIn(AllSettings()),
                         [](const auto& setting) { return std::string(setting.param->name()); });

}  // namespace
}  // namespace linkstat::app
