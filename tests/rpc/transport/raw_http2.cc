#include "tests/rpc/transport/raw_http2.h"

#include <poll.h>
#include <sys/socket.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/net/sockets.h"

namespace linkstat::test {
namespace {

constexpr uint8_t kHeaders = 1, kReset = 3, kSettings = 4, kPing = 6;
constexpr uint8_t kEndHeaders = 4;
constexpr absl::string_view kPing8 = "are you?";

std::string BigEndian(uint32_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(number >> (8 * i)));
  return text;
}

// A literal of HPACK that no table keeps, shorter than 127 bytes.
std::string Field(absl::string_view name, absl::string_view value) {
  return absl::StrCat(std::string(1, '\0'), std::string(1, static_cast<char>(name.size())), name,
                      std::string(1, static_cast<char>(value.size())), value);
}

}  // namespace

std::string Frame(uint8_t kind, uint8_t flags, uint32_t stream, absl::string_view payload) {
  return absl::StrCat(BigEndian(payload.size(), 3), BigEndian(kind, 1), BigEndian(flags, 1),
                      BigEndian(stream, 4), payload);
}

std::string CallHeaders(uint32_t stream) {
  return Frame(kHeaders, kEndHeaders, stream,
               absl::StrCat(Field(":method", "POST"), Field(":scheme", "http"),
                            Field(":path", "/a.Service/Method"), Field(":authority", "agent"),
                            Field("content-type", "application/grpc"), Field("te", "trailers")));
}

std::string ResetStream(uint32_t stream) { return Frame(kReset, 0, stream, BigEndian(8, 4)); }

std::string OpenCalls(int count) {
  std::string frames;
  for (int i = 0; i < count; ++i) absl::StrAppend(&frames, CallHeaders(2 * i + 1));
  return frames;
}

std::string ResetCalls(int count) {
  std::string frames;
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&frames, CallHeaders(2 * i + 1), ResetStream(2 * i + 1));
  }
  return frames;
}

RawHttp2::RawHttp2(int port) : socket_(net::ConnectTo(port)) {
  Send(absl::StrCat("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Frame(kSettings, 0, 0, "")));
}

void RawHttp2::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(sent);
  }
}

bool RawHttp2::Answers() {
  Send(Frame(kPing, 0, 0, kPing8));
  std::string received;
  while (!absl::StrContains(received, kPing8)) {
    const std::string some = net::ReadSome(socket_);
    if (some.empty()) return false;
    received += some;
  }
  return true;
}

void RawHttp2::AwaitEnd() {
  while (!net::ReadSome(socket_).empty()) {
  }
}

std::string RawHttp2::peer() const {
  return absl::StrCat("ipv4:127.0.0.1:", net::OwnPort(socket_));
}

}  // namespace linkstat::test
