#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/base/error.h"
#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"
#include "tests/support/proto_matchers.h"

// The verbs for one linked account, against an agent.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::FakeAgent;
using ::linkstat::test::ParseProto;
using ::linkstat::test::TemporaryFile;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr cli::Terminal kTerminal = {true, false, 100};

constexpr char kAccount[] = R"pb(
  id: "acme"
  identity { first_name: "Ada" work_email: "ada@link.example" }
  transitioning: true
  relinked_at { seconds: 1772366401 }
  state: LINK_STATE_ACTION_REQUIRED
  reasons { kind: STATE_REASON_KIND_PERMISSION_MISSING id: "fly" label: "Fly" }
  reasons { kind: STATE_REASON_KIND_PERMISSION_MISSING id: "swim" label: "Swim" }
  reasons { kind: STATE_REASON_KIND_FIELD_WRONG id: "title" label: "Title" }
  created_at { seconds: 1772366400 }
  state_since { seconds: 1772366403 }
  observed_at { seconds: 1772366402 nanos: 5 }
  observation_age { seconds: 93784 }
  catalog_revision: "r"
  etag: "7"
)pb";

CliRun Ask(const FakeAgent& agent, std::vector<std::string> arguments,
           cli::Terminal terminal = {}) {
  return test::RunOnline(agent.endpoint(), std::move(arguments), "", terminal);
}

// Answers with the account above, in another state.
auto WithState(v1::LinkState state) {
  return [state](grpc::ServerContext&, const auto&, auto* response) {
    *response->mutable_linked_account() = ParseProto<v1::LinkedAccount>(kAccount);
    response->mutable_linked_account()->set_state(state);
    return grpc::Status::OK;
  };
}

TEST(AccountGet, StateIsTheExitCode) {
  FakeAgent agent;
  agent.get_account = WithState(v1::LINK_STATE_READY);
  EXPECT_EQ(Ask(agent, {"account", "get", "acme"}).code, 0);
  agent.get_account = WithState(v1::LINK_STATE_ACTION_REQUIRED);
  EXPECT_EQ(Ask(agent, {"account", "get", "acme"}).code, 1);
  agent.get_account = WithState(v1::LINK_STATE_RELINK_REQUIRED);
  EXPECT_EQ(Ask(agent, {"account", "get", "acme"}).code, 1);
  agent.get_account = WithState(v1::LINK_STATE_PENDING);
  EXPECT_EQ(Ask(agent, {"account", "get", "acme"}).code, 4);
}

TEST(AccountGet, ShowsTheAccountAsLinesOfCells) {
  FakeAgent agent;
  agent.get_account = WithState(v1::LINK_STATE_ACTION_REQUIRED);
  EXPECT_EQ(Ask(agent, {"account", "get", "acme"}).out,
            "account\tACTION_REQUIRED\tacme\n"
            "detail\tFirst Name\tAda\n"
            "detail\tWork Email\tada@link.example\n"
            "detail\tIn this state since\t2026-03-01T12:00:03Z\n"
            "detail\tCreated\t2026-03-01T12:00:00Z\n"
            "detail\tObserved\t2026-03-01T12:00:02Z\n"
            "detail\tAge of the observation\t26h3m4s\n"
            "detail\tLinked again\t2026-03-01T12:00:01Z\n"
            "detail\tEtag\t7\n"
            "reason\tpermission missing\tFly\n"
            "reason\tpermission missing\tSwim\n"
            "reason\tfield wrong\tTitle\n"
            "revision\tr\n");
}

TEST(AccountGet, ShowsALongAgeInDays) {
  FakeAgent agent;
  agent.get_account = [](grpc::ServerContext&, const auto&, auto* response) {
    response->mutable_linked_account()->mutable_observation_age()->set_seconds(1460 * 86400 + 5);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Ask(agent, {"account", "get", "acme"}).out,
              HasSubstr("detail\tAge of the observation\t1460d\n"));
}

TEST(AccountGet, ShowsThatTheTimeOfAStateIsNotKnown) {
  FakeAgent agent;
  agent.get_account = [](grpc::ServerContext&, const auto&, auto*) { return grpc::Status::OK; };
  EXPECT_THAT(Ask(agent, {"account", "get", "acme"}).out,
              HasSubstr("detail\tIn this state since\tnot known\n"));
}

TEST(AccountGet, AccountThatDoesNotExistIsBadInput) {
  FakeAgent agent;
  agent.get_account = [](grpc::ServerContext&, const auto&, auto*) {
    return test::SentError(MakeError(absl::StatusCode::kNotFound,
                                     v1::ERROR_REASON_ACCOUNT_NOT_FOUND, "no such account"));
  };
  const CliRun run = Ask(agent, {"account", "get", "x"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err, "linkstat: NOT_FOUND ACCOUNT_NOT_FOUND: no such account\n");
}

TEST(AccountGet, TextOfTheAccountCannotSteerATerminal) {
  FakeAgent agent;
  agent.get_account = [](grpc::ServerContext&, const auto&, auto* response) {
    auto& account = *response->mutable_linked_account();
    account.set_id("a\x1b[2J");
    account.mutable_identity()->set_first_name("A\x1b]0;title\x07\xE2\x80\xAE\nda");
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"account", "get", "a"}, kTerminal);
  EXPECT_THAT(run.out, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")),
                             HasSubstr("A\\x1b]0;title\\x07\\u202e\\nda")));
}

TEST(AccountFind, SendsTheWorkEmail) {
  std::string work_email;
  FakeAgent agent;
  agent.find_account = [&](grpc::ServerContext& context, const auto& request, auto* response) {
    work_email = request.work_email();
    return WithState(v1::LINK_STATE_PENDING)(context, request, response);
  };
  const CliRun run = Ask(agent, {"account", "find", "ada@link.example"});
  EXPECT_EQ(run.code, 4) << run.err;
  EXPECT_EQ(work_email, "ada@link.example");
  EXPECT_THAT(run.out, StartsWith("account\tPENDING\tacme\n"));
}

TEST(AccountCreate, RequestHoldsWhatWasGiven) {
  v1::CreateLinkedAccountRequest received;
  FakeAgent agent;
  agent.create_account = [&](grpc::ServerContext&, const auto& request, auto* response) {
    received = request;
    response->set_created(true);
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"account", "create", "acme", "--request-id", "r", "--first-name",
                                 "Ada", "--work-email", "a@b.example", "--transitioning"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("created\tCREATED\n"));
  EXPECT_THAT(received, EqualsTextProto(R"pb(
                id: "acme"
                request_id: "r"
                identity { first_name: "Ada" work_email: "a@b.example" }
                transitioning: true)pb"));
}

TEST(AccountCreate, WhatWasNotGivenIsAbsentAndWhatWasGivenEmptyIsNot) {
  v1::CreateLinkedAccountRequest received;
  FakeAgent agent;
  agent.create_account = [&](grpc::ServerContext&, const auto& request, auto*) {
    received = request;
    return grpc::Status::OK;
  };
  EXPECT_THAT(Ask(agent, {"account", "create"}).out, HasSubstr("created\tEXISTED\n"));
  EXPECT_THAT(received, EqualsTextProto(""));
  Ask(agent, {"account", "create", "--request-id="});
  EXPECT_THAT(received, EqualsTextProto("request_id: ''"));
}

TEST(AccountDelete, DeletesIfTheEtagIsTheOneGiven) {
  v1::DeleteLinkedAccountRequest received;
  FakeAgent agent;
  agent.delete_account = [&](grpc::ServerContext&, const auto& request, auto*) {
    received = request;
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"account", "delete", "acme", "--etag", "7"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "deleted\tacme\n");
  EXPECT_THAT(received, EqualsTextProto("id: 'acme' etag: '7'"));
  EXPECT_EQ(Ask(agent, {"account", "delete", "acme", "--output", "json"}).out, "{}\n");
}

TEST(AccountReport, RequestHoldsWhatWasSeen) {
  v1::ReportServiceAccountRequest received;
  FakeAgent agent;
  agent.report_account = [&](grpc::ServerContext&, const auto& request, auto* response) {
    received = request;
    response->set_outcome(v1::REPORT_OUTCOME_STALE);
    return grpc::Status::OK;
  };
  const CliRun run =
      Ask(agent, {"account", "report", "acme", "Fly", "[a,b]", "--relinked", "--observed-at",
                  "2026-03-01T12:00:00Z", "--form", TemporaryFile("form", R"({"Title": "Boss"})")});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out,
              HasSubstr("outcome\tSTALE\tA newer observation is stored; nothing was changed.\n"));
  EXPECT_THAT(received, EqualsTextProto(R"pb(
                report {
                  linked_account: "acme"
                  observed_at { seconds: 1772366400 }
                  observed { names: "Fly" names: "[a,b]" }
                  form { entries { label: "Title" values: "Boss" } }
                  relinked: true
                })pb"));
}

TEST(AccountReport, NoneIsAnObservationAndLeavingOutIsNot) {
  v1::ReportServiceAccountRequest received;
  FakeAgent agent;
  agent.report_account = [&](grpc::ServerContext&, const auto& request, auto* response) {
    received = request;
    response->set_outcome(v1::REPORT_OUTCOME_ACCEPTED);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Ask(agent, {"account", "report", "acme", "--none"}).out,
              HasSubstr("outcome\tACCEPTED\t"));
  EXPECT_TRUE(received.report().has_observed());
  EXPECT_TRUE(received.report().has_observed_at());
  Ask(agent, {"account", "report", "acme", "--relinked"});
  EXPECT_FALSE(received.report().has_observed());
}

TEST(StoredAccount, IsNamedInQuestionsAboutLinking) {
  std::string named;
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto& request, auto* response) {
    named = request.linked_account();
    EXPECT_FALSE(request.has_observed());
    response->set_verdict(v1::VERDICT_SATISFIED);
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"check", "--account", "acme"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(named, "acme");
  EXPECT_THAT(run.err, IsEmpty());
}

}  // namespace
}  // namespace linkstat
