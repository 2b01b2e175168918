#include "agent/net/accept_loop.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <vector>

#include "tests/net/sockets.h"

namespace linkstat::net {
namespace {

// Keeps the connections of a loop.
class Keeper {
 public:
  AcceptLoop::Handler handler() {
    return [this](FileDescriptor connection) {
      const std::lock_guard lock(mutex_);
      kept_.push_back(std::move(connection));
      changed_.notify_all();
    };
  }

  bool WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return kept_.size() >= count; });
  }

  size_t count() {
    const std::lock_guard lock(mutex_);
    return kept_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FileDescriptor> kept_;
};

class AcceptLoopTest : public testing::Test {
 protected:
  std::unique_ptr<Listener> listener_ = *Listener::OpenTcp("127.0.0.1", 0);
  Keeper keeper_;
};

TEST_F(AcceptLoopTest, HandsOverEveryConnection) {
  const auto loop = AcceptLoop::Start(listener_.get(), keeper_.handler());
  std::vector<FileDescriptor> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(ConnectTo(listener_->port()));
  EXPECT_TRUE(keeper_.WaitFor(100));
}

TEST_F(AcceptLoopTest, AcceptsNothingAfterItsEnd) {
  { const auto loop = AcceptLoop::Start(listener_.get(), keeper_.handler()); }
  const FileDescriptor client = ConnectTo(listener_->port());
  EXPECT_EQ(keeper_.count(), 0u);
}

// Lets the process open nothing more, until its own end.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const FileDescriptor next(::dup(0));
    rlimit none = before_;
    none.rlim_cur = next.get();
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(AcceptLoopTest, AcceptsAWaitingClientOnceThereAreDescriptorsAgain) {
  const auto loop = AcceptLoop::Start(listener_.get(), keeper_.handler());
  const FileDescriptor first = ConnectTo(listener_->port());
  ASSERT_TRUE(keeper_.WaitFor(1));
  for (size_t round = 0; round < 20; ++round) {
    FileDescriptor client(-1);
    {
      client = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      const NoDescriptors none;
      sockaddr_in address{AF_INET, htons(listener_->port()), {htonl(INADDR_LOOPBACK)}, {}};
      ASSERT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
      EXPECT_EQ(keeper_.count(), 1 + round);
    }
    ASSERT_TRUE(keeper_.WaitFor(2 + round));
  }
}

}  // namespace
}  // namespace linkstat::net
