#include <gtest/gtest.h>

#include "agent/core/decide.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

TEST(Decide, AllocatesNothingForLabels) {
  const auto observed = test::ParseProto<v1::ObservedPermissions>(R"pb(
    names: "Edit Company Settings"
    names: "Manage Employees"
    names: "View all employee information"
    names: "View basic employee information"
    names: "Upload and View all Documents"
    names: "View Invoices and Reporting"
    names: "Run Payments"
  )pb");
  const Snapshot& snapshot = test::TestSnapshot();

  const int64_t before = test::Allocations();
  const Decision decision = Decide(snapshot, &observed);
  const int64_t after = test::Allocations();

  EXPECT_EQ(decision.verdict, v1::VERDICT_SATISFIED);
  EXPECT_EQ(after - before, 0);
}

TEST(Decide, AllocatesForOtherSpellings) {
  const auto observed = test::ParseProto<v1::ObservedPermissions>("names: 'manage employees'");
  const Snapshot& snapshot = test::TestSnapshot();

  const int64_t before = test::Allocations();
  const Decision decision = Decide(snapshot, &observed);

  EXPECT_EQ(decision.inexact.size(), 1u);
  EXPECT_GT(test::Allocations(), before);
}

}  // namespace
}  // namespace linkstat::core
