#include "agent/telemetry/call_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "agent/telemetry/log_writer.h"
#include "nlohmann/json.hpp"
#include "tests/support/captured_log.h"
#include "tests/support/fake_clock.h"

namespace linkstat::telemetry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Takes nothing until it may.
class SlowReader final : public LogSink {
 public:
  void Write(absl::string_view lines) override {
    if (!reached_.try_wait()) reached_.count_down();
    may_read_.wait();
    absl::StrAppend(&read_, lines);
  }

  void WaitUntilReached() { reached_.wait(); }
  void GoOn() { may_read_.count_down(); }
  // Once nothing is written any more.
  const std::string& read() const { return read_; }

 private:
  std::latch reached_{1};
  std::latch may_read_{1};
  std::string read_;
};

CallRecord PlainRecord() {
  return {.end = std::chrono::steady_clock::now(),
          .took = std::chrono::microseconds(12),
          .method = "Service/Method",
          .code = "OK"};
}

std::vector<nlohmann::json> Parsed(absl::string_view lines) {
  std::vector<nlohmann::json> parsed;
  for (const absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    parsed.push_back(nlohmann::json::parse(line));
  }
  return parsed;
}

std::vector<nlohmann::json> Parsed(const test::CapturedLog& out) {
  return Parsed(absl::StrJoin(out.lines(), ""));
}

TEST(CallLog, WritesALineForACall) {
  test::CapturedLog out;
  const Log log({}, &out);
  LogWriter writer(&out);
  CallLog calls(&log, LogLevel::kInfo, &writer);
  calls.Add(PlainRecord());
  EXPECT_THAT(out.WaitFor("call"),
              testing::EndsWith(R"("level":"info","message":"call","method":"Service/Method",)"
                                R"("code":"OK","milliseconds":0.012})"
                                "\n"));
}

TEST(CallLog, WritesTheTextsOfEachCallThatHasThem) {
  test::CapturedLog out;
  const Log log({}, &out);
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kInfo, &writer);
    CallRecord record = PlainRecord();
    std::string gone_soon = "spiffe://example/caller";
    record.caller = gone_soon;
    record.trace_id = "trace";
    record.parent_span_id = "span";
    calls.Add(record);
    gone_soon.assign(gone_soon.size(), 'x');
    calls.Add(PlainRecord());
    record = PlainRecord();
    record.request_id = "request";
    calls.Add(record);
  }
  std::vector<nlohmann::json> texts;
  for (nlohmann::json line : Parsed(out)) {
    for (const char* others : {"time", "level", "message", "method", "code", "milliseconds"}) {
      EXPECT_EQ(line.erase(others), 1u) << others;
    }
    texts.push_back(line);
  }
  EXPECT_THAT(texts, ElementsAre(nlohmann::json::parse(R"({"caller": "spiffe://example/caller",
                                                           "trace_id": "trace",
                                                           "parent_span_id": "span"})"),
                                 nlohmann::json::object(),
                                 nlohmann::json::parse(R"({"request_id": "request"})")));
}

TEST(CallLog, WritesWhenACallEndedNotWhenItWasWritten) {
  test::CapturedLog out;
  const absl::Time now = absl::UnixEpoch() + absl::Hours(100);
  const test::FakeClock clock(now);
  LogOptions options;
  options.clock = &clock;
  const Log log(options, &out);
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kInfo, &writer);
    CallRecord record = PlainRecord();
    record.end -= std::chrono::hours(2);
    calls.Add(record);
  }
  absl::Time told;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, Parsed(out).at(0).at("time").get<std::string>(),
                              &told, &error))
      << error;
  EXPECT_LE(told, now - absl::Hours(2));
  EXPECT_GT(told, now - absl::Hours(3));
}

TEST(CallLog, WritesNothingBelowTheLevelOfTheLog) {
  test::CapturedLog out;
  const Log log({}, &out);
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kDebug, &writer);
    EXPECT_FALSE(calls.Writes());
    calls.Add(PlainRecord());
  }
  EXPECT_THAT(out.lines(), IsEmpty());
}

TEST(CallLog, KeepsTheOrderAndWritesAllAtItsEndAndTogether) {
  test::CapturedLog out;
  const Log log({}, &out);
  std::vector<std::string> ids;
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kInfo, &writer);
    for (int i = 0; i < 1'000; ++i) {
      CallRecord record = PlainRecord();
      record.request_id = ids.emplace_back(absl::StrCat(i));
      calls.Add(record);
    }
  }
  std::vector<std::string> told;
  for (const nlohmann::json& line : Parsed(out)) told.push_back(line.at("request_id"));
  EXPECT_EQ(told, ids);
  EXPECT_EQ(out.lines().size(), ids.size());
  EXPECT_LT(out.writes(), 100u);
}

TEST(CallLog, EndsWithoutWaitingForASlowReader) {
  SlowReader out;
  const Log log({}, &out);
  LogWriter writer(&out);
  {
    CallLog calls(&log, LogLevel::kInfo, &writer);
    calls.Add(PlainRecord());
    out.WaitUntilReached();
    calls.Add(PlainRecord());
  }
  out.GoOn();
  writer.Drain();
  EXPECT_EQ(Parsed(out.read()).size(), 2u);
}

TEST(CallLog, LosesAndCountsWhatDoesNotFitBehindASlowReader) {
  SlowReader out;
  const Log log({}, &out);
  const std::string long_id(100'000, 'x');
  size_t added = 1;
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kInfo, &writer);
    CallRecord record = PlainRecord();
    calls.Add(record);
    out.WaitUntilReached();
    record.request_id = long_id;
    for (; writer.lost() == 0 && added < 100; ++added) calls.Add(record);
    calls.Add(record);
    EXPECT_EQ(writer.lost(), 2);
    out.GoOn();
  }
  // One by one they came to more than may wait, and the last of these was lost.
  EXPECT_EQ(added, 1 + CallLog::kMaxWaiting / long_id.size() + 2);
  EXPECT_EQ(Parsed(out.read()).size(), added - 1);
}

TEST(CallLog, WritesCallsOfSeveralThreads) {
  test::CapturedLog out;
  const Log log({}, &out);
  {
    LogWriter writer(&out);
    CallLog calls(&log, LogLevel::kInfo, &writer);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&calls] {
        for (int j = 0; j < 1'000; ++j) calls.Add(PlainRecord());
      });
    }
    threads.clear();
    EXPECT_EQ(writer.lost(), 0);
  }
  EXPECT_EQ(Parsed(out).size(), 4'000u);
}

}  // namespace
}  // namespace linkstat::telemetry
