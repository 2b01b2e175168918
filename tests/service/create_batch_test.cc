#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "agent/service/create_account.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

// Requests that CreateAccount answers together.
namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;
using testing::SizeIs;

using Request = v1::CreateLinkedAccountRequest;

TEST(CreateBatch, AnswersEachRequestOfABatchAsIfItWereAlone) {
  Room room;
  const v1::LinkedAccount old = room.Create("old");
  const Request requests[] = {
      ParseProto<Request>("id: 'new'"),
      ParseProto<Request>("id: 'NEW'"),
      ParseProto<Request>("id: 'old'"),
      ParseProto<Request>("id: 'new'"),
      ParseProto<Request>("id: 'new' transitioning: true"),
      ParseProto<Request>("id: 'other' identity { work_email: 'OLD@example.com' }"),
      Request(),
  };
  std::vector<const Request*> batch;
  for (const Request& request : requests) batch.push_back(&request);
  const auto results = RunTogether(room.accounts, room.create, batch);
  ASSERT_THAT(results, SizeIs(batch.size()));
  EXPECT_TRUE(results[0]->created());
  EXPECT_EQ(test::ReasonOf(results[1].status()), "INVALID_FIELD");
  EXPECT_THAT(results[2]->linked_account(), test::EqualsProto(old));
  EXPECT_FALSE(results[3]->created());
  EXPECT_THAT(results[3]->linked_account(), test::EqualsProto(results[0]->linked_account()));
  EXPECT_EQ(test::ReasonOf(results[4].status()), "ACCOUNT_EXISTS");
  EXPECT_EQ(test::ReasonOf(results[5].status()), "WORK_EMAIL_TAKEN");
  EXPECT_TRUE(results[6]->created());
}

TEST(CreateBatch, AFailedWriteIsTheAnswerToAllThatItWasFor) {
  Room room;
  room.Create("old");
  const auto old = ParseProto<Request>("id: 'old'");
  const Request issued;
  // The read of the old account is the first call.
  room.store.FailCalls(2, absl::UnavailableError("busy"));
  const auto results = RunTogether(room.accounts, room.create, {&old, &issued, &issued});
  EXPECT_FALSE(results[0]->created());
  EXPECT_EQ(test::ReasonOf(results[1].status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(test::ReasonOf(results[2].status()), "STORE_UNAVAILABLE");
}

TEST(CreateBatch, AFaultOfOneAccountIsNotThatOfTheOthersOfABatch) {
  Room room;
  const Request issued;
  room.store.FailCalls(1, absl::InternalError("too large"), 2);
  const auto results = RunTogether(room.accounts, room.create, {&issued, &issued});
  EXPECT_EQ(results[0].status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(results[1].ok()) << results[1].status();
}

}  // namespace
}  // namespace linkstat::service
