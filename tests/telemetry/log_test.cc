#include "agent/telemetry/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "nlohmann/json.hpp"
#include "tests/support/captured_log.h"
#include "tests/support/fake_clock.h"

namespace linkstat::telemetry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LogOptions OptionsWith(LogStyle style) {
  static const test::FakeClock clock(
      absl::FromCivil(absl::CivilSecond(2024, 2, 29, 23, 59, 58), absl::UTCTimeZone()) +
      absl::Milliseconds(7));
  LogOptions options;
  options.style = style;
  options.clock = &clock;
  return options;
}

TEST(Log, WritesOneJsonObjectALineWithTypedFields) {
  test::CapturedLog sink;
  Log(OptionsWith(LogStyle::kJson), &sink)
      .Info("listening",
            {{"address", "127.0.0.1:50051"}, {"port", 50051}, {"ratio", 0.5}, {"open", true}});
  EXPECT_THAT(sink.lines(),
              ElementsAre(R"({"time":"2024-02-29T23:59:58.007Z","level":"info",)"
                          R"("message":"listening","address":"127.0.0.1:50051","port":50051,)"
                          R"("ratio":0.5,"open":true})"
                          "\n"));
}

TEST(Log, WritesTimesBeforeTheEpochAndAcrossSeconds) {
  test::FakeClock clock(absl::UnixEpoch() - absl::Milliseconds(1));
  LogOptions options;
  options.clock = &clock;
  test::CapturedLog sink;
  const Log log(options, &sink);
  log.Info("m");
  clock.Advance(absl::Milliseconds(1));
  log.Info("m");
  EXPECT_THAT(
      sink.lines(),
      ElementsAre(
          "{\"time\":\"1969-12-31T23:59:59.999Z\",\"level\":\"info\",\"message\":\"m\"}\n",
          "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\",\"message\":\"m\"}\n"));
}

TEST(Log, WritesTextForPeople) {
  test::CapturedLog sink;
  Log(OptionsWith(LogStyle::kText), &sink)
      .Warning("slow", {{"count", 3}, {"why", "two words"}, {"empty", ""}, {"plain", "a:b"}});
  EXPECT_THAT(sink.lines(),
              ElementsAre("2024-02-29T23:59:58.007Z warning slow count=3 why=\"two words\" "
                          "empty=\"\" plain=a:b\n"));
}

TEST(Log, ColorsTheLevelOfTextForTerminals) {
  test::CapturedLog sink;
  Log(OptionsWith(LogStyle::kColoredText), &sink).Error("failed");
  EXPECT_THAT(sink.lines(), ElementsAre("\033[2m2024-02-29T23:59:58.007Z\033[0m "
                                        "\033[31merror  \033[0m failed\n"));
}

TEST(Log, LeavesOutLinesBelowItsLevel) {
  LogOptions options = OptionsWith(LogStyle::kJson);
  options.least = LogLevel::kWarning;
  test::CapturedLog sink;
  const Log log(options, &sink);
  log.Debug("a");
  log.Info("b");
  EXPECT_THAT(sink.lines(), IsEmpty());
  log.Warning("c");
  log.Error("d");
  EXPECT_EQ(sink.lines().size(), 2u);
}

TEST(Log, KeepsAJsonLineWhoseFieldIsNoUtf8) {
  test::CapturedLog sink;
  Log(OptionsWith(LogStyle::kJson), &sink).Info("m", {{"field", "a\xff"}});
  ASSERT_EQ(sink.lines().size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(sink.lines()[0])["field"], "a\xef\xbf\xbd");
}

TEST(Log, WritesWhatJsonCannotHoldPlainly) {
  test::CapturedLog sink;
  Log(OptionsWith(LogStyle::kJson), &sink)
      .Info("m", {{"quoted", "a\"b\\c"},
                  {"none", std::numeric_limits<double>::quiet_NaN()},
                  {"small", 0.000001},
                  {"least", std::numeric_limits<int64_t>::min()}});
  EXPECT_THAT(sink.lines(),
              ElementsAre(R"({"time":"2024-02-29T23:59:58.007Z","level":"info","message":"m",)"
                          R"("quoted":"a\"b\\c","none":null,"small":1e-06,)"
                          R"("least":-9223372036854775808})"
                          "\n"));
}

TEST(Log, WritesEachByteAsJsonDoesAtEachPosition) {
  constexpr size_t kLength = 17;
  for (int byte = 0; byte < 0x80; ++byte) {
    for (size_t place = 0; place < kLength; ++place) {
      std::string text(kLength, 'a');
      text[place] = static_cast<char>(byte);
      test::CapturedLog sink;
      Log(OptionsWith(LogStyle::kJson), &sink).Info("m", {{"field", text}});
      EXPECT_THAT(sink.lines(), ElementsAre(testing::HasSubstr(absl::StrCat(
                                    R"("field":)", nlohmann::json(text).dump(), "}"))));
    }
  }
}

TEST(Log, WritesTimesAsMilliseconds) {
  test::CapturedLog sink;
  using std::chrono::nanoseconds;
  Log(OptionsWith(LogStyle::kText), &sink)
      .Info("m", {{"none", nanoseconds(0)},
                  {"least", nanoseconds(1)},
                  {"some", nanoseconds(12'340'500)},
                  {"whole", nanoseconds(90'000'000)},
                  {"before", nanoseconds(-1'500)},
                  {"longer", nanoseconds(-2'500'000)}});
  EXPECT_THAT(sink.lines(),
              ElementsAre("2024-02-29T23:59:58.007Z info    m none=0 least=0.000001 some=12.3405 "
                          "whole=90 before=-0.0015 longer=-2.5\n"));
}

TEST(Log, KeepsAFieldWithNewlinesOnOneLine) {
  for (const LogStyle style : {LogStyle::kJson, LogStyle::kText, LogStyle::kColoredText}) {
    test::CapturedLog sink;
    Log(OptionsWith(style), &sink).Info("m", {{"field", "one\ntwo\x1b[31m\r"}});
    ASSERT_EQ(sink.lines().size(), 1u);
    const std::string line = sink.lines()[0];
    EXPECT_EQ(line.find('\n'), line.size() - 1) << line;
    EXPECT_EQ(line.find('\r'), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace linkstat::telemetry
