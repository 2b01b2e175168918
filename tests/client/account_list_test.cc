#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"
#include "tests/support/proto_matchers.h"

// The verbs for many linked accounts, against an agent.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::FakeAgent;
using ::linkstat::test::ParseProto;
using ::linkstat::test::TemporaryFile;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr cli::Terminal kTerminal = {true, false, 100};

CliRun Ask(const FakeAgent& agent, std::vector<std::string> arguments,
           cli::Terminal terminal = {}) {
  return test::RunOnline(agent.endpoint(), std::move(arguments), "", terminal);
}

// Pages of two accounts until all were given, for each state requested.
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

TEST(AccountList, RequestsEachState) {
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
    *response->add_linked_accounts() = ParseProto<v1::LinkedAccount>(R"pb(
      id: "acme"
      state: LINK_STATE_ACTION_REQUIRED
      reasons { kind: STATE_REASON_KIND_PERMISSION_MISSING id: "fly" label: "Fly" }
      reasons { kind: STATE_REASON_KIND_PERMISSION_MISSING id: "swim" label: "Swim" }
      reasons { kind: STATE_REASON_KIND_FIELD_WRONG id: "title" label: "Title" }
      observed_at { seconds: 1772366402 nanos: 5 }
    )pb");
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

TEST(AccountSummary, ShowsTheMostMissedPermissionFirst) {
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

TEST(CatalogImpact, ListsEveryAccountThatWouldMove) {
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

}  // namespace
}  // namespace linkstat
