#include "agent/telemetry/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/metric_text.h"

namespace linkstat::telemetry {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kDeadline = std::chrono::seconds(30);

// Where an audit goes, and what it says of itself. It may fail, or block for a while.
class Place {
 public:
  absl::Status Append(absl::string_view line) {
    std::unique_lock lock(mutex_);
    blocked_ = blocks_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !blocks_; });
    blocked_ = false;
    if (!failure_.ok()) return failure_;
    lines_.emplace_back(line);
    return absl::OkStatus();
  }

  void Tell(const absl::Status& status) {
    const std::lock_guard lock(mutex_);
    told_.push_back(status);
    changed_.notify_all();
  }

  void Fail(absl::Status status) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(status);
  }

  void Block(bool blocks) {
    const std::lock_guard lock(mutex_);
    blocks_ = blocks;
    changed_.notify_all();
  }

  void WaitUntilBlocked() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kDeadline, [this] { return blocked_; }));
  }

  // Waits until so much was told: all of it.
  std::vector<absl::Status> Told(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kDeadline, [&] { return told_.size() >= count; }));
    return told_;
  }

  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  absl::Status failure_;
  bool blocks_ = false;
  bool blocked_ = false;
  std::vector<std::string> lines_;
  std::vector<absl::Status> told_;
};

const absl::Status kFull = absl::ResourceExhaustedError("full");
const absl::Status kBehind = absl::DeadlineExceededError("its reader does not keep up");

class AuditTest : public testing::Test {
 protected:
  // One that is never behind because a thread had to wait for its turn.
  AuditOptions Options() {
    AuditOptions options;
    options.append = [place = place_](absl::string_view line) { return place->Append(line); };
    options.health_changed = [place = place_](const absl::Status& status) { place->Tell(status); };
    options.patience = kDeadline;
    options.end_patience = kDeadline;
    return options;
  }

  // One that finds out quickly that a write does not return.
  AuditOptions Impatient() {
    AuditOptions options = Options();
    options.patience = milliseconds(20);
    options.end_patience = milliseconds(20);
    return options;
  }

  static std::string MetricsOf(const Audit& audit) {
    MetricSet set;
    set.Add([&audit](MetricFamilies& families) { audit.Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_audit");
  }

  // Shared with a write that does not return.
  const std::shared_ptr<Place> place_ = std::make_shared<Place>();
};

TEST_F(AuditTest, WritesOneJsonObjectALine) {
  { Audit(Options()).Record("change", {{"method", "a.B/C"}, {"account", "acme"}}); }
  EXPECT_THAT(place_->lines(), ElementsAre(testing::MatchesRegex(
                                   R"(\{"time":"[^"]+","level":"info","message":"change",)"
                                   R"("method":"a.B/C","account":"acme"\})"
                                   "\n")));
}

TEST_F(AuditTest, LetsChangesBeMadeWhileItIsWritten) {
  Audit audit(Options());
  EXPECT_TRUE(audit.MayChange());
  audit.Record("change", {});
  EXPECT_TRUE(audit.MayChange());
}

TEST_F(AuditTest, HasWrittenWhatWasAwaited) {
  Audit audit(Options());
  audit.Record("change", {{"account", "first"}});
  audit.AwaitWritten();
  EXPECT_THAT(place_->lines(), ElementsAre(HasSubstr("first")));
}

TEST_F(AuditTest, RejectsChangesUntilWhatWaitsIsWritten) {
  Audit audit(Options());
  place_->Fail(kFull);
  audit.Record("change", {{"account", "first"}});
  audit.AwaitWritten();
  EXPECT_FALSE(audit.MayChange());
  audit.Record("change", {{"account", "second"}});
  place_->Fail(absl::OkStatus());
  place_->Told(2);
  audit.AwaitWritten();
  EXPECT_TRUE(audit.MayChange());
  EXPECT_THAT(place_->lines(), ElementsAre(HasSubstr("first"), HasSubstr("second")));
}

TEST_F(AuditTest, GoesOnWhereItIsToldTo) {
  AuditOptions options = Options();
  options.refuse_changes = false;
  Audit audit(std::move(options));
  place_->Fail(kFull);
  audit.Record("change", {});
  EXPECT_THAT(place_->Told(1), ElementsAre(kFull));
  EXPECT_TRUE(audit.MayChange());
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_lines_waiting 1\n"));
}

TEST_F(AuditTest, ReportsOnceThatItFailsAndOnceThatItWorksAgain) {
  Audit audit(Options());
  place_->Fail(kFull);
  audit.Record("change", {});
  audit.Record("change", {});
  audit.AwaitWritten();
  place_->Fail(absl::OkStatus());
  EXPECT_THAT(place_->Told(2), ElementsAre(kFull, absl::OkStatus()));
}

TEST_F(AuditTest, RejectsChangesWhileAWriteDoesNotReturn) {
  Audit audit(Impatient());
  place_->Block(true);
  audit.Record("change", {});
  place_->WaitUntilBlocked();
  audit.AwaitWritten();
  EXPECT_FALSE(audit.MayChange());
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_behind 1\n"));
  audit.Record("denial", {});
  EXPECT_THAT(place_->Told(1), ElementsAre(kBehind));
  place_->Block(false);
  EXPECT_THAT(place_->Told(2), ElementsAre(kBehind, absl::OkStatus()));
  audit.AwaitWritten();
  EXPECT_TRUE(audit.MayChange());
  EXPECT_EQ(place_->lines().size(), 2u);
}

TEST_F(AuditTest, WaitsOnceForAWriteThatDoesNotReturn) {
  AuditOptions options = Impatient();
  options.patience = milliseconds(300);
  Audit audit(std::move(options));
  place_->Block(true);
  audit.Record("change", {});
  const auto begin = steady_clock::now();
  audit.AwaitWritten();
  const auto first = steady_clock::now();
  EXPECT_GE(first - begin, milliseconds(300));
  for (int i = 0; i < 10; ++i) audit.AwaitWritten();
  EXPECT_LT(steady_clock::now() - first, milliseconds(300));
  place_->Block(false);
}

TEST_F(AuditTest, NeverWaitsWhereChangesGoOn) {
  AuditOptions options = Options();
  options.refuse_changes = false;
  Audit audit(std::move(options));
  place_->Block(true);
  audit.Record("change", {});
  const auto begin = steady_clock::now();
  audit.AwaitWritten();
  EXPECT_LT(steady_clock::now() - begin, kDeadline);
  EXPECT_TRUE(audit.MayChange());
  place_->Block(false);
}

TEST_F(AuditTest, EndsWhileAWriteDoesNotReturnAndReportsWhatIsLost) {
  place_->Block(true);
  {
    Audit audit(Impatient());
    audit.Record("change", {});
    place_->WaitUntilBlocked();
  }
  EXPECT_THAT(place_->Told(1),
              ElementsAre(absl::DataLossError("lines that waited until the end are lost: 1")));
  place_->Block(false);
}

TEST_F(AuditTest, TriesOnceMoreAtItsEnd) {
  {
    Audit audit(Options());
    place_->Fail(kFull);
    audit.Record("change", {});
    place_->Told(1);
    place_->Fail(absl::OkStatus());
  }
  EXPECT_EQ(place_->lines().size(), 1u);
}

TEST_F(AuditTest, CountsWhatIsLostBeyondItsBound) {
  Audit audit(Options());
  place_->Fail(kFull);
  for (size_t i = 0; i < Audit::kMaxWaiting + 2; ++i) audit.Record("change", {});
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_lines_lost_total 2\n"));
}

// However young the lines are.
TEST_F(AuditTest, RejectsChangesBeforeTheirLinesNoLongerFit) {
  AuditOptions options = Options();
  options.patience = std::chrono::hours(1);
  Audit audit(std::move(options));
  place_->Block(true);
  for (size_t i = 0; i < Audit::kMaxWaiting / 2 - 1; ++i) audit.Record("decision", {});
  EXPECT_TRUE(audit.MayChange());
  audit.Record("decision", {});
  EXPECT_FALSE(audit.MayChange());
  place_->Block(false);
}

TEST_F(AuditTest, ReservesHalfOfTheCapacityForTheLinesOfChanges) {
  Audit audit(Options());
  place_->Fail(kFull);
  for (size_t i = 0; i < Audit::kMaxWaiting; ++i) audit.Record("decision", {});
  for (size_t i = 0; i < Audit::kMaxWaiting / 2; ++i) audit.Record("change", {});
  EXPECT_THAT(
      MetricsOf(audit),
      AllOf(
          HasSubstr(absl::StrCat("linkstat_audit_lines_lost_total ", Audit::kMaxWaiting / 2, "\n")),
          HasSubstr(absl::StrCat("linkstat_audit_lines_waiting ", Audit::kMaxWaiting, "\n"))));
}

TEST_F(AuditTest, BoundsTheBytesThatWait) {
  Audit audit(Options());
  place_->Fail(kFull);
  const std::string long_name(Audit::kMaxWaitingBytes / 4, 'x');
  for (int i = 0; i < 4; ++i) audit.Record("change", {{"caller", long_name}});
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_lines_lost_total 1\n"));
}

TEST_F(AuditTest, CountsLinesAndWhatWaits) {
  Audit audit(Options());
  audit.Record("decision", {});
  audit.AwaitWritten();
  place_->Block(true);
  audit.Record("decision", {});
  EXPECT_EQ(MetricsOf(audit),
            "linkstat_audit_lines_total 1\n"
            "linkstat_audit_failures_total 0\n"
            "linkstat_audit_lines_lost_total 0\n"
            "linkstat_audit_lines_waiting 1\n"
            "linkstat_audit_behind 0\n");
  place_->Block(false);
}

TEST_F(AuditTest, CountsHowOftenItsFileWasOpenedAgain) {
  AuditOptions options = Options();
  options.reopened = [] { return uint64_t{3}; };
  const Audit audit(std::move(options));
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_file_reopened_total 3\n"));
}

}  // namespace
}  // namespace linkstat::telemetry
