#include "agent/service/create_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::EqualsTextProto;
using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using Request = v1::CreateLinkedAccountRequest;

TEST(CreateAccount, AnswersTheWholeAccount) {
  Room room;
  const auto response = room.create.Run(ParseProto<Request>(R"pb(
    id: "acme"
    identity { first_name: "Ana" work_email: "Ana@example.com" }
    transitioning: true
  )pb"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, EqualsTextProto(R"pb(
    linked_account {
      id: "acme"
      identity { first_name: "Ana" work_email: "Ana@example.com" }
      transitioning: true
      state: LINK_STATE_RELINK_REQUIRED
      reasons { kind: STATE_REASON_KIND_NOT_RELINKED id: "previous-authentication" }
      created_at { seconds: 1772366400 }
      catalog_revision: "00000000000000000000000000000001"
      etag: "1"
      state_since { seconds: 1772366400 }
    }
    created: true
  )pb"));
}

TEST(CreateAccount, TakesFirstNameFromSettingsAndIssuesWorkEmail) {
  Room room;
  room.random.Push('\0');
  const auto response = room.create.Run(ParseProto<Request>("id: 'acme'"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->linked_account().identity(),
              EqualsTextProto("first_name: 'Integration' "
                              "work_email: 'link-aaaaaaaaaaaaaaaaaaaaaaaaaa@links.example.com'"));
}

TEST(CreateAccount, IssuesAnotherWorkEmailWhenOneIsTaken) {
  Room room;
  room.random.Push('x');
  const auto first = room.create.Run(ParseProto<Request>("id: 'one'"));
  room.random.Push('x');
  const auto second = room.create.Run(ParseProto<Request>("id: 'two'"));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->linked_account().identity().work_email(),
            second->linked_account().identity().work_email());
}

TEST(CreateAccount, NeverIssuesAWorkEmailAgainAfterDeletion) {
  Room room;
  room.random.Push('x');
  const auto first = room.create.Run(ParseProto<Request>("id: 'one'"));
  room.Delete("one");
  room.random.Push('x');
  const auto second = room.create.Run(ParseProto<Request>("id: 'one'"));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(second->created());
  EXPECT_NE(first->linked_account().identity().work_email(),
            second->linked_account().identity().work_email());
}

TEST(CreateAccount, IssuesAnIdWithoutOne) {
  Room room;
  const auto one = room.create.Run({});
  const auto two = room.create.Run({});
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_THAT(one->linked_account().id(), StartsWith("account-"));
  EXPECT_NE(one->linked_account().id(), two->linked_account().id());
}

TEST(CreateAccount, ReturnsTheAccountOfTheSameId) {
  Room room;
  const auto request = ParseProto<Request>("id: 'acme'");
  const auto first = room.create.Run(request);
  const auto second = room.create.Run(request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_FALSE(second->created());
  EXPECT_THAT(second->linked_account(), test::EqualsProto(first->linked_account()));
}

TEST(CreateAccount, ReturnsTheAccountOfTheSameRequestId) {
  Room room;
  const auto request = ParseProto<Request>("request_id: 'order 66'");
  const auto first = room.create.Run(request);
  const auto second = room.create.Run(request);
  const auto other = room.create.Run(ParseProto<Request>("request_id: 'order 67'"));
  ASSERT_TRUE(first.ok() && second.ok() && other.ok());
  EXPECT_FALSE(second->created());
  EXPECT_THAT(second->linked_account(), test::EqualsProto(first->linked_account()));
  EXPECT_NE(other->linked_account().id(), first->linked_account().id());
}

TEST(CreateAccount, WorkEmailInOtherCaseIsNoContradiction) {
  Room room;
  room.Create("acme");
  const auto response = room.create.Run(
      ParseProto<Request>("id: 'acme' identity { work_email: 'ACME@EXAMPLE.COM' }"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->linked_account().identity().work_email(), "acme@example.com");
}

TEST(CreateAccount, ContradictionNamesFieldsAndNoValues) {
  Room room;
  room.Create("acme");
  const absl::Status status = room.create
                                  .Run(ParseProto<Request>(R"pb(
                                    id: "acme"
                                    identity { first_name: "Bob" work_email: "bob@example.com" }
                                    transitioning: true
                                  )pb"))
                                  .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(test::ReasonOf(status), "ACCOUNT_EXISTS");
  EXPECT_EQ(test::MetadataOf(status, "differing_fields"),
            "identity.first_name,identity.work_email,transitioning");
  EXPECT_THAT(status.ToString(), Not(HasSubstr("Ana")));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("acme@")));
}

TEST(CreateAccount, RefusesAWorkEmailOfAnotherAccount) {
  Room room;
  room.Create("acme");
  const absl::Status status =
      room.create.Run(ParseProto<Request>("id: 'b' identity { work_email: 'Acme@example.com' }"))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(test::ReasonOf(status), "WORK_EMAIL_TAKEN");
}

TEST(CreateAccount, RefusesAWorkEmailOfADeletedAccount) {
  Room room;
  room.Create("acme");
  room.Delete("acme");
  const absl::Status status =
      room.create.Run(ParseProto<Request>("id: 'b' identity { work_email: 'acme@example.com' }"))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(status), "WORK_EMAIL_RETIRED");
}

TEST(CreateAccount, RefusesEveryBadFieldAtOnce) {
  Room room;
  const absl::Status status =
      room.create
          .Run(ParseProto<Request>(R"pb(id: "Acme"
                                        request_id: "\n"
                                        identity { first_name: " " work_email: "x" })pb"))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(test::ViolationsOf(status),
              ElementsAre(StartsWith("id is not a valid id"),
                          "request_id is not 1 to 128 printable ASCII bytes",
                          StartsWith("identity.first_name"), StartsWith("identity.work_email")));
}

// The use case of an agent whose settings give no first name and no domain.
CreateAccount WithoutSettings(Room& room) {
  return {&room.accounts, &room.registry, &room.observation_clock, &room.random, {}};
}

TEST(CreateAccount, RequiresOfANewAccountWhatTheSettingsDoNotGive) {
  Room room;
  const auto by_id = ParseProto<Request>("id: 'acme'");
  const auto by_request_id = ParseProto<Request>("request_id: 'order 66'");
  for (const Request& request : {Request(), by_id, by_request_id}) {
    const absl::Status status = WithoutSettings(room).Run(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(
        test::ViolationsOf(status),
        ElementsAre("identity.first_name is required, because the agent's settings have none",
                    "identity.work_email is required, because the agent's settings issue none"));
  }
}

TEST(CreateAccount, NeedsNoSettingsForWhatTheRequestGives) {
  Room room;
  const auto whole =
      ParseProto<Request>("identity { first_name: 'Ana' work_email: 'ana@example.com' }");
  const auto response = WithoutSettings(room).Run(whole);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->linked_account().identity(), test::EqualsProto(whole.identity()));
  EXPECT_THAT(test::ViolationsOf(WithoutSettings(room)
                                     .Run(ParseProto<Request>("identity { first_name: 'Ana' }"))
                                     .status()),
              ElementsAre("identity.work_email is required, because the agent's settings issue "
                          "none"));
  EXPECT_THAT(
      test::ViolationsOf(WithoutSettings(room)
                             .Run(ParseProto<Request>("identity { work_email: 'eva@example.com' }"))
                             .status()),
      ElementsAre("identity.first_name is required, because the agent's settings have none"));
}

TEST(CreateAccount, RequiresNothingOfTheSettingsForAnAccountThatExists) {
  Room room;
  const auto by_id = ParseProto<Request>("id: 'acme'");
  const auto by_request_id = ParseProto<Request>("request_id: 'order 66'");
  for (const Request& request : {by_id, by_request_id}) {
    const auto first = room.create.Run(request);
    const auto again = WithoutSettings(room).Run(request);
    ASSERT_TRUE(first.ok() && again.ok()) << again.status();
    EXPECT_FALSE(again->created());
    EXPECT_THAT(again->linked_account(), test::EqualsProto(first->linked_account()));
  }
}

TEST(CreateAccount, ContradictsAnAccountThatExistsWhateverTheSettings) {
  Room room;
  room.Create("acme");
  const absl::Status status =
      WithoutSettings(room).Run(ParseProto<Request>("id: 'acme' transitioning: true")).status();
  EXPECT_EQ(test::ReasonOf(status), "ACCOUNT_EXISTS");
  EXPECT_EQ(test::MetadataOf(status, "differing_fields"), "transitioning");
}

TEST(CreateAccount, ReturnsTheAccountThatSomebodyElseCreatedMeanwhile) {
  Room room;
  // Between the look-up and the write.
  room.BeforeStoreCall(2, [&] { room.Create("acme"); });
  const auto response =
      room.create.Run(ParseProto<Request>("id: 'acme' identity { first_name: 'Ana' }"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_FALSE(response->created());
  EXPECT_EQ(response->linked_account().identity().work_email(), "acme@example.com");
}

TEST(CreateAccount, ManyRacersWithOneRequestIdGetOneAccount) {
  Room room;
  constexpr int kRacers = 8;
  std::vector<v1::CreateLinkedAccountResponse> responses(kRacers);
  std::vector<std::thread> racers;
  for (auto& response : responses) {
    racers.emplace_back([&room, &response] {
      auto result = room.create.Run(ParseProto<Request>("request_id: 'same'"));
      if (result.ok()) response = *result;
    });
  }
  for (std::thread& racer : racers) racer.join();
  int created = 0;
  for (const auto& response : responses) {
    created += response.created() ? 1 : 0;
    EXPECT_THAT(response.linked_account(), test::EqualsProto(responses[0].linked_account()));
  }
  EXPECT_EQ(created, 1);
  EXPECT_NE(responses[0].linked_account().id(), "");
}

// How a creation ends of which the first work emails that are issued, so many, are taken.
absl::Status CreateWithWorkEmailsTaken(int times) {
  Room room;
  for (int i = 0; i < 1 + times; ++i) room.random.Push('x');
  EXPECT_TRUE(room.create.Run(ParseProto<Request>("id: 'one'")).ok());
  return room.create.Run(ParseProto<Request>("id: 'two'")).status();
}

TEST(CreateAccount, IssuesAWorkEmailAfterFifteenThatAreTaken) {
  EXPECT_EQ(CreateWithWorkEmailsTaken(15), absl::OkStatus());
}

TEST(CreateAccount, GivesUpAfterSixteenWorkEmailsThatAreTaken) {
  const absl::Status status = CreateWithWorkEmailsTaken(16);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(test::ReasonOf(status), "CONFLICT");
}

}  // namespace
}  // namespace linkstat::service
