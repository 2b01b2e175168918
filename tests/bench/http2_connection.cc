#include "tests/bench/http2_connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

namespace linkstat::bench {
namespace {

constexpr int kUnknown = 2;
constexpr size_t kMostUnsent = 256 << 10;

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "overload_client: %s\n", what);
  std::exit(1);
}

FileDescriptor Connect(const std::string& address) {
  const size_t colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  if (::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) != 1) {
    Fail("this is no IPv4 address");
  }
  FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0) {
    Fail("cannot connect");
  }
  const int yes = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
  return socket;
}

// A message without compression, of less than 64 KiB.
std::string Framed(const std::string& message) {
  const size_t size = message.size();
  return std::string({0, 0, 0, static_cast<char>(size >> 8), static_cast<char>(size)}) + message;
}

nghttp2_nv Field(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

struct Http2Connection::OpenCall {
  Clock::time_point due;
  Clock::time_point sent = due;
  int status = kUnknown;
};

Http2Connection::Http2Connection(const Target& target, Ended ended)
    : address_(target.address),
      method_(target.method),
      message_(Framed(target.request)),
      ended_(std::move(ended)),
      socket_(Connect(address_)) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &OnHeader);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, &OnSent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &OnClose);
  if (nghttp2_session_client_new(&session_, callbacks, this) != 0) Fail("no session");
  nghttp2_session_callbacks_del(callbacks);
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, nullptr, 0);
}

Http2Connection::~Http2Connection() { nghttp2_session_del(session_); }

void Http2Connection::Call(Clock::time_point due) {
  ++open_;
  const nghttp2_nv fields[] = {
      Field(":method", "POST"), Field(":scheme", "http"),
      Field(":path", method_),  Field(":authority", address_),
      Field("te", "trailers"),  Field("content-type", "application/grpc"),
  };
  nghttp2_data_provider message;
  message.source.ptr = nullptr;
  message.read_callback = &ReadMessage;
  if (nghttp2_submit_request(session_, nullptr, fields, std::size(fields), &message,
                             new OpenCall{due}) < 0) {
    Fail("no more streams");
  }
}

void Http2Connection::Send() {
  const uint8_t* data = nullptr;
  ssize_t size = 0;
  while (unsent_.size() < kMostUnsent && (size = nghttp2_session_mem_send(session_, &data)) > 0) {
    unsent_.append(reinterpret_cast<const char*>(data), static_cast<size_t>(size));
  }
  if (size < 0) Fail("no frame can be made");
  const ssize_t sent = ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) Fail("cannot send");
  if (sent > 0) unsent_.erase(0, static_cast<size_t>(sent));
}

void Http2Connection::Receive() {
  uint8_t buffer[64 << 10];
  const ssize_t size = ::recv(socket_.get(), buffer, sizeof(buffer), 0);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0 || nghttp2_session_mem_recv(session_, buffer, static_cast<size_t>(size)) < 0) {
    Fail("the connection ended");
  }
}

short Http2Connection::Waits() const {
  return static_cast<short>(unsent_.empty() ? POLLIN : POLLIN | POLLOUT);
}

ssize_t Http2Connection::ReadMessage(nghttp2_session*, int32_t, uint8_t* buffer, size_t size,
                                     uint32_t* flags, nghttp2_data_source*, void* self) {
  const std::string& message = static_cast<Http2Connection*>(self)->message_;
  if (message.size() > size) Fail("the message is too large for one frame");
  message.copy(reinterpret_cast<char*>(buffer), message.size());
  *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(message.size());
}

int Http2Connection::OnHeader(nghttp2_session* session, const nghttp2_frame* frame,
                              const uint8_t* name, size_t name_size, const uint8_t* value,
                              size_t value_size, uint8_t, void*) {
  const std::string_view text(reinterpret_cast<const char*>(name), name_size);
  if (text != "grpc-status") return 0;
  auto* const call =
      static_cast<OpenCall*>(nghttp2_session_get_stream_user_data(session, frame->hd.stream_id));
  call->status = std::atoi(std::string(reinterpret_cast<const char*>(value), value_size).c_str());
  return 0;
}

int Http2Connection::OnSent(nghttp2_session* session, const nghttp2_frame* frame, void*) {
  if (frame->hd.type != NGHTTP2_HEADERS) return 0;
  static_cast<OpenCall*>(nghttp2_session_get_stream_user_data(session, frame->hd.stream_id))->sent =
      Clock::now();
  return 0;
}

int Http2Connection::OnClose(nghttp2_session* session, int32_t stream, uint32_t, void* self) {
  const std::unique_ptr<OpenCall> call(
      static_cast<OpenCall*>(nghttp2_session_get_stream_user_data(session, stream)));
  auto* const connection = static_cast<Http2Connection*>(self);
  --connection->open_;
  const auto now = Clock::now();
  connection->ended_(call->status, now - call->sent, now - call->due);
  return 0;
}

}  // namespace linkstat::bench
