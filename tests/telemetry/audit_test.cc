#include "agent/telemetry/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/metric_text.h"

namespace linkstat::telemetry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AuditTest : public testing::Test {
 protected:
  AuditOptions Options() {
    AuditOptions options;
    options.append = [this](absl::string_view line) {
      if (!full_.ok()) return full_;
      lines_.emplace_back(line);
      return absl::OkStatus();
    };
    options.health_changed = [this](const absl::Status& status) { told_.push_back(status); };
    return options;
  }

  static std::string MetricsOf(const Audit& audit) {
    MetricSet set;
    set.Add([&audit](MetricFamilies& families) { audit.Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_audit");
  }

  absl::Status full_;
  std::vector<std::string> lines_;
  std::vector<absl::Status> told_;
};

TEST_F(AuditTest, WritesOneJsonObjectALine) {
  Audit audit(Options());
  audit.Record("change", {{"method", "a.B/C"}, {"account", "acme"}});
  EXPECT_THAT(lines_, ElementsAre(testing::MatchesRegex(
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

TEST_F(AuditTest, RefusesChangesUntilWhatWaitsIsWritten) {
  Audit audit(Options());
  full_ = absl::ResourceExhaustedError("full");
  audit.Record("change", {{"account", "first"}});
  EXPECT_FALSE(audit.MayChange());
  audit.Record("change", {{"account", "second"}});
  full_ = absl::OkStatus();
  EXPECT_TRUE(audit.MayChange());
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("first"), HasSubstr("second")));
}

TEST_F(AuditTest, GoesOnWhereItIsToldTo) {
  AuditOptions options = Options();
  options.refuse_changes = false;
  Audit audit(std::move(options));
  full_ = absl::ResourceExhaustedError("full");
  audit.Record("change", {});
  EXPECT_TRUE(audit.MayChange());
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_lines_waiting 1\n"));
}

TEST_F(AuditTest, TellsOnceThatItFailsAndOnceThatItWorksAgain) {
  Audit audit(Options());
  full_ = absl::ResourceExhaustedError("full");
  audit.Record("change", {});
  audit.Record("change", {});
  EXPECT_FALSE(audit.MayChange());
  full_ = absl::OkStatus();
  EXPECT_TRUE(audit.MayChange());
  EXPECT_THAT(told_, ElementsAre(absl::ResourceExhaustedError("full"), absl::OkStatus()));
}

TEST_F(AuditTest, CountsWhatIsLostBeyondItsBound) {
  Audit audit(Options());
  full_ = absl::ResourceExhaustedError("full");
  for (size_t i = 0; i < Audit::kMaxWaiting + 2; ++i) audit.Record("decision", {});
  EXPECT_THAT(MetricsOf(audit), HasSubstr("linkstat_audit_lines_lost_total 2\n"));
  full_ = absl::OkStatus();
  audit.Record("decision", {});
  EXPECT_EQ(lines_.size(), Audit::kMaxWaiting);
}

TEST_F(AuditTest, CountsLinesAndFailures) {
  Audit audit(Options());
  audit.Record("decision", {});
  full_ = absl::ResourceExhaustedError("full");
  audit.Record("decision", {});
  EXPECT_EQ(MetricsOf(audit),
            "linkstat_audit_lines_total 1\n"
            "linkstat_audit_failures_total 1\n"
            "linkstat_audit_lines_lost_total 0\n"
            "linkstat_audit_lines_waiting 1\n");
}

}  // namespace
}  // namespace linkstat::telemetry
