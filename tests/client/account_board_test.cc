#include "client/cli/accounts/account_board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr Terminal kTerminal = {true, false, 80, 10, true};

v1::WatchLinkedAccountsResponse Seen(const std::string& id, v1::LinkState state) {
  v1::WatchLinkedAccountsResponse event;
  event.mutable_linked_account()->set_id(id);
  event.mutable_linked_account()->set_state(state);
  return event;
}

v1::WatchLinkedAccountsResponse Deleted(const std::string& id) {
  v1::WatchLinkedAccountsResponse event;
  event.set_deleted_id(id);
  return event;
}

std::vector<std::string> LinesAfter(const std::vector<v1::WatchLinkedAccountsResponse>& events) {
  AccountBoard board;
  for (const auto& event : events) board.Apply(event);
  return board.Lines(kTerminal, "status");
}

TEST(AccountBoard, CountsAccountsByStateAndShowsTheNewestChangeFirst) {
  EXPECT_THAT(LinesAfter({Seen("a", v1::LINK_STATE_PENDING), Seen("b", v1::LINK_STATE_READY),
                          Seen("a", v1::LINK_STATE_READY)}),
              ElementsAre("2 accounts  2 READY",              //
                          "  State  Account  Observed  Why",  //
                          "  ─────  ───────  ────────  ───",  //
                          "  READY  a        never",          //
                          "  READY  b        never", "status"));
}

TEST(AccountBoard, DeletedAccountIsNotCounted) {
  const auto lines = LinesAfter(
      {Seen("a", v1::LINK_STATE_READY), Seen("b", v1::LINK_STATE_PENDING), Deleted("b")});
  EXPECT_THAT(lines, IsSupersetOf({"1 account  1 READY", "  DELETED  b"}));
}

TEST(AccountBoard, DeletionOfAnUnknownAccountChangesNoNumber) {
  EXPECT_EQ(LinesAfter({Deleted("b")}).front(), "0 accounts");
}

TEST(AccountBoard, RestartForgetsEverything) {
  v1::WatchLinkedAccountsResponse restart;
  restart.mutable_restart();
  EXPECT_THAT(LinesAfter({Seen("a", v1::LINK_STATE_READY), restart}),
              ElementsAre("0 accounts", "status"));
}

TEST(AccountBoard, MarkChangesNothing) {
  v1::WatchLinkedAccountsResponse mark;
  mark.mutable_mark();
  EXPECT_EQ(LinesAfter({Seen("a", v1::LINK_STATE_READY), mark}),
            LinesAfter({Seen("a", v1::LINK_STATE_READY)}));
}

TEST(AccountBoard, FitsTheTerminal) {
  AccountBoard board;
  for (int i = 0; i < 1000; ++i) {
    board.Apply(Seen(absl::StrCat("account-", i), v1::LINK_STATE_PENDING));
  }
  const auto lines = board.Lines(kTerminal, "status");
  EXPECT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines.front(), "1000 accounts  1000 PENDING");
  EXPECT_THAT(lines, Contains(HasSubstr("account-999")));
  EXPECT_EQ(lines.back(), "status");
}

TEST(AccountBoard, TextOfAnAccountCannotSteerTheTerminal) {
  auto event = Seen("a\x1b[2J", v1::LINK_STATE_ACTION_REQUIRED);
  event.mutable_linked_account()->add_reasons()->set_label("x\ny\x1b");
  EXPECT_THAT(LinesAfter({event}), AllOf(Each(Not(HasSubstr("\x1b"))), Each(Not(HasSubstr("\n"))),
                                         Contains(HasSubstr("a\\x1b[2J"))));
}

}  // namespace
}  // namespace linkstat::cli
