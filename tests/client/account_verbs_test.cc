#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/base/error.h"
#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"
#include "tests/support/proto_matchers.h"

// The verbs of linked accounts that ask one question, against an agent.
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

TEST(AccountFind, AsksForTheWorkEmail) {
  std::string asked;
  FakeAgent agent;
  agent.find_account = [&](grpc::ServerContext& context, const auto& request, auto* response) {
    asked = request.work_email();
    return WithState(v1::LINK_STATE_PENDING)(context, request, response);
  };
  const CliRun run = Ask(agent, {"account", "find", "ada@link.example"});
  EXPECT_EQ(run.code, 4) << run.err;
  EXPECT_EQ(asked, "ada@link.example");
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
  EXPECT_THAT(run.out, HasSubstr("outcome\tSTALE\tNewer was known; nothing was changed.\n"));
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

// Pages of two accounts until all were given, for each state asked for.
class Pages {
 public:
  grpc::Status operator()(grpc::ServerContext&, const v1::ListLinkedAccountsRequest& request,
                          v1::ListLinkedAccountsResponse* response) {
    requests.push_back(request);
    const std::string page = request.page_token().empty() ? "1" : request.page_token();
    for (const char* letter : {"a", "b"}) {
      auto& account = *response->add_linked_accounts();
      account.set_id(letter + page);
      account.set_state(request.state());
    }
    if (page != "3") response->set_next_page_token(std::to_string(std::stoi(page) + 1));
    response->set_catalog_revision(page == changed_at ? "other" : "r");
    return grpc::Status::OK;
  }

  std::vector<v1::ListLinkedAccountsRequest> requests;
  // The page before which the catalog changes.
  std::string changed_at;
};

TEST(AccountList, FollowsThePages) {
  Pages pages;
  FakeAgent agent;
  agent.list_accounts = std::ref(pages);
  const CliRun run = Ask(agent, {"account", "list", "--state", "READY", "--missing", "Fly",
                                 "--page-size", "2", "--expected-revision", "r"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            "account\tREADY\ta1\tnever\t\naccount\tREADY\tb1\tnever\t\n"
            "account\tREADY\ta2\tnever\t\naccount\tREADY\tb2\tnever\t\n"
            "account\tREADY\ta3\tnever\t\naccount\tREADY\tb3\tnever\t\n"
            "accounts\t6\nrevision\tr\n");
  ASSERT_EQ(pages.requests.size(), 3U);
  EXPECT_THAT(pages.requests[1], EqualsTextProto(R"pb(state: LINK_STATE_READY
                                                      missing_permission: "Fly"
                                                      expected_revision: "r"
                                                      page_size: 2
                                                      page_token: "2")pb"));
}

TEST(AccountList, StopsAtTheLimit) {
  Pages pages;
  FakeAgent agent;
  agent.list_accounts = std::ref(pages);
  EXPECT_THAT(Ask(agent, {"account", "list", "--limit", "3"}).out,
              HasSubstr("a2\tnever\t\naccounts\t3\n"));
  ASSERT_EQ(pages.requests.size(), 2U);
  EXPECT_EQ(pages.requests[1].page_size(), 1);
}

TEST(AccountList, AsksForEachState) {
  Pages pages;
  FakeAgent agent;
  agent.list_accounts = std::ref(pages);
  Ask(agent, {"account", "list", "--state", "ready", "--state", "pending", "--limit", "7"});
  ASSERT_EQ(pages.requests.size(), 4U);
  EXPECT_EQ(pages.requests[0].state(), v1::LINK_STATE_PENDING);
  EXPECT_EQ(pages.requests[3].state(), v1::LINK_STATE_READY);
}

TEST(AccountList, IsAnObjectALineAsJson) {
  Pages pages;
  FakeAgent agent;
  agent.list_accounts = std::ref(pages);
  EXPECT_EQ(Ask(agent, {"account", "list", "--limit", "2", "--output", "json"}).out,
            "{\"id\":\"a1\"}\n{\"id\":\"b1\"}\n");
}

TEST(AccountList, IsATableOnATerminal) {
  FakeAgent agent;
  agent.list_accounts = [](grpc::ServerContext&, const auto&, auto* response) {
    *response->add_linked_accounts() = ParseProto<v1::LinkedAccount>(kAccount);
    response->set_catalog_revision("r");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Ask(agent, {"account", "list"}, kTerminal).out,
            "Linked accounts: 1\n\n"
            "Accounts\n"
            "  State            Account  Observed              Why\n"
            "  ───────────────  ───────  ────────────────────  "
            "─────────────────────────────────────────────────\n"
            "  ACTION_REQUIRED  acme     2026-03-01T12:00:02Z  "
            "permission missing: Fly, Swim; field wrong: Title\n\n"
            "Catalog revision: r\n");
}

TEST(AccountList, PagesOfTwoCatalogsAreNoAnswer) {
  Pages pages;
  pages.changed_at = "2";
  FakeAgent agent;
  agent.list_accounts = std::ref(pages);
  const CliRun run = Ask(agent, {"account", "list"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, StartsWith("linkstat: ABORTED: "));
}

grpc::Status Summary(grpc::ServerContext&, const v1::SummarizeLinkedAccountsRequest&,
                     v1::SummarizeLinkedAccountsResponse* response) {
  *response = ParseProto<v1::SummarizeLinkedAccountsResponse>(R"pb(
    states { state: LINK_STATE_PENDING accounts: 1 }
    states { state: LINK_STATE_READY accounts: 3 }
    missing { permission_id: "fly" label: "Fly" accounts: 1 }
    missing { permission_id: "run" label: "Run" accounts: 0 }
    missing { permission_id: "swim" label: "Swim" accounts: 2 }
    catalog_revision: "r"
  )pb");
  return grpc::Status::OK;
}

TEST(AccountSummary, TellsTheMostMissedPermissionFirst) {
  FakeAgent agent;
  agent.summarize_accounts = Summary;
  EXPECT_EQ(Ask(agent, {"account", "summary"}).out,
            "accounts\t4\t3 READY.\nstate\tPENDING\t1\nstate\tREADY\t3\n"
            "missing\tSwim\t2\nmissing\tFly\t1\nrevision\tr\n");
}

TEST(AccountSummary, IsABarChartOnATerminal) {
  FakeAgent agent;
  agent.summarize_accounts = Summary;
  EXPECT_EQ(Ask(agent, {"account", "summary"}, kTerminal).out,
            "Linked accounts: 4  3 READY.\n\n"
            "By state\n"
            "  State    Accounts\n"
            "  ───────  ────────  ───────────────────────\n"
            "  PENDING  1         ███████▌\n"
            "  READY    3         ██████████████████████▌\n\n"
            "Permissions that are missing\n"
            "  Permission  Accounts\n"
            "  ──────────  ────────  ───────────────\n"
            "  Swim        2         ███████████████\n"
            "  Fly         1         ███████▌\n\n"
            "Catalog revision: r\n");
}

// Two pages of moving accounts.
grpc::Status Impact(grpc::ServerContext&, const v1::PreviewCatalogImpactRequest& request,
                    v1::PreviewCatalogImpactResponse* response) {
  *response = ParseProto<v1::PreviewCatalogImpactResponse>(R"pb(
    from_revision: "f"
    to_revision: "t"
    moves { from: LINK_STATE_READY to: LINK_STATE_ACTION_REQUIRED accounts: 2 }
    reasons {
      reason { kind: STATE_REASON_KIND_PERMISSION_MISSING id: "fly" label: "Fly" }
      accounts: 2
    }
  )pb");
  auto& account = *response->add_accounts();
  account.set_id(request.page_token().empty() ? "a" : "b");
  account.set_from(v1::LINK_STATE_READY);
  account.set_to(v1::LINK_STATE_ACTION_REQUIRED);
  if (request.page_token().empty()) response->set_next_page_token("2");
  return grpc::Status::OK;
}

TEST(CatalogImpact, TellsEveryAccountThatWouldMove) {
  FakeAgent agent;
  agent.preview_impact = Impact;
  const CliRun run = Ask(agent, {"catalog", "impact", TemporaryFile("catalog", "x")});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.out,
            "impact\tACCOUNTS_MOVE\t2 accounts would have another state.\n"
            "move\tREADY\tACTION_REQUIRED\t2\n"
            "reason\tpermission missing: Fly\t2\n"
            "account\ta\tREADY\tACTION_REQUIRED\t\n"
            "account\tb\tREADY\tACTION_REQUIRED\t\n"
            "from\tf\nto\tt\n");
}

TEST(CatalogImpact, ListsAsManyAccountsAsTheLimitAndCountsAll) {
  FakeAgent agent;
  agent.preview_impact = Impact;
  const CliRun run =
      Ask(agent, {"catalog", "impact", TemporaryFile("catalog", "x"), "--limit", "1"});
  EXPECT_THAT(run.out, StartsWith("impact\tACCOUNTS_MOVE\t2 accounts would have another state, of "
                                  "which 1 are listed.\n"));
  EXPECT_THAT(run.out, Not(HasSubstr("account\tb")));
}

TEST(CatalogImpact, NoneIsYes) {
  v1::PreviewCatalogImpactRequest received;
  FakeAgent agent;
  agent.preview_impact = [&](grpc::ServerContext&, const auto& request, auto*) {
    received = request;
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"catalog", "impact", std::string(32, '0')});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(received.catalog().revision(), std::string(32, '0'));
  EXPECT_THAT(run.out, StartsWith("impact\tNONE\tNo account would have another state.\n"));
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
