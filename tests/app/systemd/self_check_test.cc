#include "agent/app/systemd/self_check.h"

#include <gtest/gtest.h>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server_builder.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/test_catalog.h"

namespace linkstat::app {
namespace {

class SelfCheckTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  SelfCheck check_{agent_.server().InProcessChannel()};
};

TEST_F(SelfCheckTest, PassesWhenTheAgentSaysServing) {
  agent_.server().SetServing(true);
  EXPECT_TRUE(check_.Passes(absl::Seconds(30)));
}

TEST_F(SelfCheckTest, FailsWhenTheAgentSaysNotServing) {
  EXPECT_FALSE(check_.Passes(absl::Seconds(30)));
}

// No handler takes the call, as when every thread hangs.
TEST(SelfCheck, FailsWhenTheAgentDoesNotAnswerInTime) {
  grpc::AsyncGenericService any_call;
  grpc::ServerBuilder builder;
  builder.RegisterAsyncGenericService(&any_call);
  const auto queue = builder.AddCompletionQueue();
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  const SelfCheck check(server->InProcessChannel({}));
  EXPECT_FALSE(check.Passes(absl::Milliseconds(20)));
  server->Shutdown();
  queue->Shutdown();
}

}  // namespace
}  // namespace linkstat::app
