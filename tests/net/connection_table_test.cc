#include "agent/net/connection_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "tests/net/sockets.h"

namespace linkstat::net {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// The count may be some milliseconds old.
bool BecomesOpen(ConnectionTable& table, size_t count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (table.CountOpen() != count) {
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

TEST(PeerName, HasTheAddressAndThePort) {
  const auto [client, server] = ConnectedPair();
  EXPECT_EQ(PeerName(server.get()), absl::StrCat("ipv4:127.0.0.1:", OwnPort(client)));
}

TEST(PeerName, WritesIpv6InEscapedBrackets) {
  const auto listener = Listener::OpenTcp("::1", 0);
  const FileDescriptor client = ConnectTo((*listener)->port(), true);
  EXPECT_EQ(PeerName(AcceptFrom(**listener).get()),
            absl::StrCat("ipv6:%5B::1%5D:", OwnPort(client)));
}

TEST(PeerName, IsThatOfIpv4ForAnIpv4PeerOfAnIpv6Socket) {
  const auto listener = Listener::OpenTcp("::", 0);
  const FileDescriptor client = ConnectTo((*listener)->port());
  EXPECT_EQ(PeerName(AcceptFrom(**listener).get()),
            absl::StrCat("ipv4:127.0.0.1:", OwnPort(client)));
}

TEST(PeerName, IsEmptyForUnixSockets) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const FileDescriptor first(ends[0]);
  const FileDescriptor second(ends[1]);
  EXPECT_EQ(PeerName(first.get()), "");
}

TEST(ConnectionTable, CountsOpenConnectionsWithoutNoticeOfClosedOnes) {
  ConnectionTable table(10);
  const auto first = ConnectedPair();
  {
    const auto second = ConnectedPair();
    ASSERT_TRUE(table.Add(first.second.get()));
    ASSERT_TRUE(table.Add(second.second.get()));
    EXPECT_TRUE(BecomesOpen(table, 2));
  }
  EXPECT_TRUE(BecomesOpen(table, 1));
}

TEST(ConnectionTable, DistinguishesANewConnectionFromAnOldOneOfTheSameNumber) {
  ConnectionTable table(10);
  uint64_t cookie = 0;
  {
    const auto old = ConnectedPair();
    table.Add(old.second.get());
    cookie = table.Look().at(0).cookie;
  }
  const auto other = ConnectedPair();
  EXPECT_THAT(table.Look(), IsEmpty());
  table.Add(other.second.get());
  ASSERT_THAT(table.Look(), SizeIs(1));
  EXPECT_NE(table.Look()[0].cookie, cookie);
}

TEST(ConnectionTable, RejectsAndCountsOneTooMany) {
  ConnectionTable table(1);
  const auto first = ConnectedPair();
  const auto second = ConnectedPair();
  EXPECT_TRUE(table.Add(first.second.get()));
  EXPECT_FALSE(table.Add(second.second.get()));
  EXPECT_EQ(table.refused(), 1u);
}

TEST(ConnectionTable, AcceptsAgainWhenAConnectionIsClosed) {
  ConnectionTable table(1);
  { table.Add(ConnectedPair().second.get()); }
  const auto next = ConnectedPair();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  bool taken = false;
  while (!taken && std::chrono::steady_clock::now() < end) taken = table.Add(next.second.get());
  EXPECT_TRUE(taken);
}

TEST(ConnectionTable, ReturnsTheBytesReceivedFromEachPeerAndThoseRead) {
  ConnectionTable table(10);
  const auto [client, server] = ConnectedPair();
  table.Add(server.get());
  ASSERT_EQ(::send(client.get(), "12345", 5, 0), 5);
  ASSERT_EQ(ReadSome(server), "12345");
  ASSERT_EQ(::send(client.get(), "678", 3, 0), 3);
  Await(server.get(), POLLIN);
  const auto seen = table.Look();
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].peer, PeerName(server.get()));
  EXPECT_EQ(seen[0].bytes_received, 8u);
  EXPECT_EQ(seen[0].bytes_read, 5u);
}

TEST(ConnectionTable, CutsTheConnectionOfAPeerAndNoOther) {
  ConnectionTable table(10);
  const auto bad = ConnectedPair();
  const auto good = ConnectedPair();
  table.Add(bad.second.get());
  table.Add(good.second.get());
  EXPECT_TRUE(table.Cut(PeerName(bad.second.get())));
  EXPECT_EQ(AwaitError(bad.first), ECONNRESET);
  EXPECT_THAT(table.Look(), SizeIs(1));
  ASSERT_EQ(::send(good.second.get(), "on", 2, 0), 2);
  EXPECT_EQ(ReadSome(good.first), "on");
}

TEST(ConnectionTable, CutsAConnectionThatNeitherSideReads) {
  ConnectionTable table(10);
  const auto [client, server] = ConnectedPair();
  table.Add(server.get());
  SendUntilFull(client);
  SendUntilFull(server);
  EXPECT_TRUE(table.Cut(PeerName(server.get())));
  EXPECT_EQ(AwaitError(client), ECONNRESET);
  EXPECT_EQ(AwaitError(server), ECONNRESET);
  EXPECT_EQ(ReadSome(server), "") << "nothing of what came before";
}

TEST(ConnectionTable, CutsNothingForAPeerThatIsGone) {
  ConnectionTable table(10);
  std::string peer;
  {
    const auto gone = ConnectedPair();
    table.Add(gone.second.get());
    peer = PeerName(gone.second.get());
  }
  const auto other = ConnectedPair();
  EXPECT_FALSE(table.Cut(peer));
  EXPECT_FALSE(table.Cut(""));
  ASSERT_EQ(::send(other.second.get(), "on", 2, 0), 2);
  EXPECT_EQ(ReadSome(other.first), "on");
}

}  // namespace
}  // namespace linkstat::net
