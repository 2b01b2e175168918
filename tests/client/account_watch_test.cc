#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

#include "agent/base/error.h"
#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"

// `linkstat account watch` against an agent.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::FakeAgent;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Writer = grpc::ServerWriter<v1::WatchLinkedAccountsResponse>;

void SendAccount(const std::string& id, const std::string& cursor, Writer& writer) {
  v1::WatchLinkedAccountsResponse event;
  event.mutable_linked_account()->set_id(id);
  event.mutable_linked_account()->set_state(v1::LINK_STATE_READY);
  event.set_cursor(cursor);
  writer.Write(event);
}

void SendMark(const std::string& cursor, Writer& writer) {
  v1::WatchLinkedAccountsResponse event;
  event.mutable_mark();
  event.set_cursor(cursor);
  writer.Write(event);
}

grpc::Status Refusal() {
  return test::SentError(
      MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_TOKEN, "no cursor"));
}

CliRun Watch(const FakeAgent& agent, std::vector<std::string> options = {},
             cli::Terminal terminal = {}) {
  options.insert(options.begin(), {"account", "watch"});
  return test::RunOnline(agent.endpoint(), options, "", terminal);
}

TEST(AccountWatch, IsAnObjectALineWithoutSignsOfLife) {
  FakeAgent agent;
  agent.watch_accounts = [](grpc::ServerContext&, const auto&, Writer& writer) {
    SendAccount("a", "1", writer);
    SendMark("2", writer);
    v1::WatchLinkedAccountsResponse event;
    event.set_deleted_id("a");
    event.set_cursor("3");
    writer.Write(event);
    event.mutable_restart();
    writer.Write(event);
    return Refusal();
  };
  const CliRun run = Watch(agent);
  EXPECT_EQ(run.out,
            "{\"linkedAccount\":{\"id\":\"a\",\"state\":\"LINK_STATE_READY\"},\"cursor\":\"1\"}\n"
            "{\"deletedId\":\"a\",\"cursor\":\"3\"}\n"
            "{\"restart\":{},\"cursor\":\"3\"}\n");
  EXPECT_EQ(run.err, "linkstat: INVALID_ARGUMENT INVALID_TOKEN: no cursor\n");
  EXPECT_EQ(run.code, 2);
}

TEST(AccountWatch, ResumesFromTheLastMessageAfterALoss) {
  std::vector<std::string> cursors;
  FakeAgent agent;
  agent.watch_accounts = [&](grpc::ServerContext&, const auto& request, Writer& writer) {
    cursors.push_back(request.has_cursor() ? request.cursor() : "(none)");
    if (cursors.size() == 3) return Refusal();
    SendAccount("a", cursors.size() == 1 ? "1" : "3", writer);
    if (cursors.size() == 1) SendMark("2", writer);
    return test::SentError(MakeError(absl::StatusCode::kUnavailable,
                                     v1::ERROR_REASON_AGENT_STOPPING, "the agent is stopping"));
  };
  const CliRun run = Watch(agent);
  EXPECT_THAT(cursors, ElementsAre("(none)", "2", "3"));
  EXPECT_THAT(run.err, StartsWith("linkstat: UNAVAILABLE AGENT_STOPPING: the agent is stopping\n"
                                  "linkstat: resuming in 250ms\n"
                                  "linkstat: the watch resumed\n"
                                  "linkstat: UNAVAILABLE AGENT_STOPPING: the agent is stopping\n"
                                  "linkstat: resuming in 250ms\n"));
}

TEST(AccountWatch, ResumesWhenItWasTooSlow) {
  int calls = 0;
  FakeAgent agent;
  agent.watch_accounts = [&](grpc::ServerContext&, const auto&, Writer& writer) {
    if (++calls == 2) return Refusal();
    SendAccount("a", "1", writer);
    return test::SentError(MakeError(absl::StatusCode::kResourceExhausted,
                                     v1::ERROR_REASON_READER_TOO_SLOW, "too slow"));
  };
  EXPECT_THAT(Watch(agent).err,
              StartsWith("linkstat: RESOURCE_EXHAUSTED READER_TOO_SLOW: too slow\n"
                         "linkstat: resuming in 250ms\n"));
  EXPECT_EQ(calls, 2);
}

TEST(AccountWatch, BeginsAtTheCursorGiven) {
  std::string cursor;
  FakeAgent agent;
  agent.watch_accounts = [&](grpc::ServerContext&, const auto& request, Writer&) {
    cursor = request.cursor();
    return Refusal();
  };
  Watch(agent, {"--from", "7"});
  EXPECT_EQ(cursor, "7");
}

TEST(AccountWatch, AgentThatWasNeverReachedIsAFailure) {
  const CliRun run = test::RunOnline("unix:/nonexistent/linkstat.sock", {"account", "watch"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, StartsWith("linkstat: UNAVAILABLE: "));
}

// Sends one account, interrupts the command line and waits for its end.
grpc::Status SendAndInterrupt(grpc::ServerContext& context, const v1::WatchLinkedAccountsRequest&,
                              Writer& writer) {
  SendAccount("a", "1", writer);
  std::raise(SIGINT);
  while (!context.IsCancelled()) std::this_thread::yield();
  return grpc::Status::CANCELLED;
}

TEST(AccountWatch, InterruptEndsItInPeace) {
  FakeAgent agent;
  agent.watch_accounts = SendAndInterrupt;
  const CliRun run = Watch(agent);
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(AccountWatch, InterruptEndsTheWaitForALostAgent) {
  FakeAgent agent;
  std::atomic<bool> interrupted = false;
  agent.watch_accounts = [&](grpc::ServerContext&, const auto&, Writer& writer) {
    SendAccount("a", "1", writer);
    // It may ask again before it hears of it, and a second one would end it.
    if (!interrupted.exchange(true)) std::raise(SIGINT);
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  EXPECT_EQ(Watch(agent).code, 0);
}

TEST(AccountWatch, TerminalShowsTheLastState) {
  FakeAgent agent;
  agent.watch_accounts = [](grpc::ServerContext&, const auto&, Writer& writer) {
    SendAccount("a", "1", writer);
    SendAccount("b", "2", writer);
    return Refusal();
  };
  const CliRun run = Watch(agent, {}, {true, false, 80, 24, true});
  EXPECT_THAT(run.out, HasSubstr("\x1b[?7l"));
  EXPECT_THAT(run.out, EndsWith("2 accounts  2 READY\x1b[K\n"
                                "  State  Account  Observed  Why\x1b[K\n"
                                "  ─────  ───────  ────────  ───\x1b[K\n"
                                "  READY  b        never\x1b[K\n"
                                "  READY  a        never\x1b[K\n"
                                "Watching for changes; Ctrl-C stops.\x1b[K\n"
                                "\x1b[J\x1b[?7h"));
}

TEST(AccountWatch, TerminalShowsALoss) {
  int calls = 0;
  FakeAgent agent;
  agent.watch_accounts = [&](grpc::ServerContext&, const auto&, Writer& writer) {
    if (++calls == 2) return Refusal();
    SendAccount("a", "1", writer);
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  const CliRun run = Watch(agent, {}, {true, false, 80, 24, true});
  EXPECT_THAT(run.out, HasSubstr("Connection lost (UNAVAILABLE); retrying in 250ms."));
}

}  // namespace
}  // namespace linkstat
