#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "linkstat/client.h"

namespace linkstat {
namespace {

// Takes connections on a free port of loopback and sends nothing.
class SilentListener {
 public:
  SilentListener() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(socket_, generic, size), 0);
    EXPECT_EQ(listen(socket_, 1), 0);
    EXPECT_EQ(getsockname(socket_, generic, &size), 0);
    endpoint_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  }
  ~SilentListener() { close(socket_); }

  const std::string& endpoint() const { return endpoint_; }
  int Accept() const { return accept(socket_, nullptr, nullptr); }

 private:
  const int socket_;
  std::string endpoint_;
};

TEST(ClientConnect, GivesASlowAgentTimeToAnswer) {
  const SilentListener listener;
  ClientOptions options;
  options.endpoint = listener.endpoint();
  options.max_attempts = 1;
  options.timeout = absl::Seconds(1);
  const auto client = *Client::Create(options);
  auto call = std::async(std::launch::async, [&] { return client->GetCatalog({}).status(); });
  const int connection = listener.Accept();
  pollfd given_up = {connection, POLLRDHUP, 0};
  EXPECT_EQ(poll(&given_up, 1, 500), 0) << "the client hung up";
  EXPECT_FALSE(call.get().ok());
  close(connection);
}

}  // namespace
}  // namespace linkstat
