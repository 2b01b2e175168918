#include "agent/app/config/listen_address.h"

#include <gtest/gtest.h>

#include <tuple>

#include "tests/support/table.h"

namespace linkstat::app {
namespace {

class ListenAddressTest : public testing::TestWithParam<test::TableRow> {};

TEST_P(ListenAddressTest, IsReadAndJudged) {
  const auto& [text, outcome, written] =
      std::tie(GetParam().cells[0], GetParam().cells[1], GetParam().cells[2]);
  const absl::StatusOr<ListenAddress> address = ParseListenAddress(text);
  if (!address.ok()) {
    EXPECT_EQ(address.status().message(), outcome);
    return;
  }
  EXPECT_EQ(address->IsLoopback() ? "loopback" : "open", outcome);
  EXPECT_EQ(address->ToString(address->port), written);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ListenAddressTest,
    testing::ValuesIn(test::ReadTable("tests/cases/settings/listen_addresses.tsv", 3)),
    test::NameOfCase);

}  // namespace
}  // namespace linkstat::app
