#include "agent/service/store_health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace linkstat::service {
namespace {

TEST(StoreHealth, TellsEachChangeOnce) {
  std::vector<absl::Status> told;
  StoreHealth health([&](const absl::Status& status) { told.push_back(status); });
  EXPECT_TRUE(health.healthy());
  health.Recovered();
  health.Failed(absl::UnavailableError("busy"));
  health.Failed(absl::DataLossError("damaged"));
  EXPECT_FALSE(health.healthy());
  health.Recovered();
  EXPECT_TRUE(health.healthy());
  EXPECT_THAT(told, testing::ElementsAre(absl::UnavailableError("busy"), absl::OkStatus()));
}

}  // namespace
}  // namespace linkstat::service
