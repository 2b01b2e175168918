#include "agent/telemetry/batching_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/support/captured_log.h"

namespace linkstat::telemetry {
namespace {

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

double Lost(const BatchingSink& sink) {
  MetricFamilies families;
  sink.Collect(families);
  return families.at(0).metric.at(0).counter.value;
}

TEST(BatchingSink, WritesALineByItself) {
  test::CapturedLog out;
  BatchingSink sink(&out);
  sink.Write("a\n");
  EXPECT_EQ(out.WaitFor("a"), "a\n");
}

TEST(BatchingSink, KeepsTheOrderAndWritesAllAtItsEnd) {
  test::CapturedLog out;
  std::string all;
  {
    BatchingSink sink(&out);
    for (int i = 0; i < 1'000; ++i) {
      const std::string line = absl::StrCat(i, "\n");
      sink.Write(line);
      all += line;
    }
  }
  EXPECT_EQ(absl::StrJoin(out.lines(), ""), all);
  // Together, not each by itself.
  EXPECT_LT(out.lines().size(), 100u);
}

TEST(BatchingSink, LosesAndCountsWhatASlowReaderLeavesNoRoomFor) {
  SlowReader out;
  const std::string line = std::string(BatchingSink::kMaxWaiting / 4 - 1, 'x') + "\n";
  {
    BatchingSink sink(&out);
    sink.Write("first\n");
    out.WaitUntilReached();
    for (int i = 0; i < 4; ++i) sink.Write(line);
    EXPECT_EQ(Lost(sink), 0);
    sink.Write("lost\n");
    sink.Write("lost\n");
    EXPECT_EQ(Lost(sink), 2);
    out.GoOn();
  }
  EXPECT_EQ(out.read(), absl::StrCat("first\n", line, line, line, line));
}

}  // namespace
}  // namespace linkstat::telemetry
