#include "agent/net/write_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "agent/net/connection_table.h"
#include "tests/net/sockets.h"

namespace linkstat::net {
namespace {

bool IsCorked(const FileDescriptor& socket) {
  int on = 0;
  socklen_t size = sizeof(on);
  EXPECT_EQ(::getsockopt(socket.get(), IPPROTO_TCP, TCP_CORK, &on, &size), 0);
  return on != 0;
}

TEST(PeerTable, FindsTheSocketOfAPeer) {
  const auto [client, server] = ConnectedPair();
  PeerTable peers;
  peers.Add(server.get());
  EXPECT_EQ(peers.Find(PeerName(server.get())), server.get());
  EXPECT_EQ(peers.Find("ipv4:127.0.0.1:1"), -1);
}

TEST(PeerTable, ForgetsTheEarlierPeerOfANumber) {
  auto first = ConnectedPair();
  const auto second = ConnectedPair();
  PeerTable peers;
  const std::string peer = PeerName(first.second.get());
  peers.Add(first.second.get());
  ASSERT_EQ(::dup2(second.second.get(), first.second.get()), first.second.get());
  peers.Add(first.second.get());
  EXPECT_EQ(peers.Find(peer), -1);
  EXPECT_EQ(peers.Find(PeerName(second.second.get())), first.second.get());
}

TEST(WriteBatch, SendsWhatItHeldBackTogetherOnRelease) {
  const auto [client, server] = ConnectedPair();
  PeerTable peers;
  peers.Add(server.get());
  WriteBatch batch(&peers);
  batch.Hold(PeerName(server.get()));
  EXPECT_TRUE(IsCorked(server));
  ASSERT_EQ(::write(server.get(), "one ", 4), 4);
  ASSERT_EQ(::write(server.get(), "two", 3), 3);
  char byte = 0;
  EXPECT_EQ(::recv(client.get(), &byte, 1, MSG_DONTWAIT), -1) << "was not held back";
  batch.Release();
  EXPECT_FALSE(IsCorked(server));
  EXPECT_EQ(ReadSome(client), "one two");
}

TEST(WriteBatch, LeavesAFileAloneThatHasTheNumberOfAClosedConnection) {
  const auto [client, server] = ConnectedPair();
  PeerTable peers;
  const std::string peer = PeerName(server.get());
  peers.Add(server.get());
  std::FILE* file = std::tmpfile();
  ASSERT_EQ(::dup2(::fileno(file), server.get()), server.get());
  WriteBatch batch(&peers);
  batch.Hold(peer);
  EXPECT_EQ(::write(server.get(), "text", 4), 4);
  batch.Release();
  EXPECT_EQ(::lseek(::fileno(file), 0, SEEK_END), 4);
  std::fclose(file);
}

TEST(WriteBatch, DoesNothingForAPeerThatIsNotKnown) {
  PeerTable peers;
  WriteBatch batch(&peers);
  errno = 0;
  batch.Hold("ipv4:127.0.0.1:1");
  batch.Release();
  EXPECT_EQ(errno, 0) << "it asked the system for something";
}

}  // namespace
}  // namespace linkstat::net
