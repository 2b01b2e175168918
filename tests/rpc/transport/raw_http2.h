#ifndef LINKSTAT_TESTS_RPC_TRANSPORT_RAW_HTTP2_H_
#define LINKSTAT_TESTS_RPC_TRANSPORT_RAW_HTTP2_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::test {

// Frames of HTTP/2 as bytes, for what no gRPC client sends.
std::string Frame(uint8_t kind, uint8_t flags, uint32_t stream, absl::string_view payload);

// The beginning of a call of a method that no server has, without a message.
std::string CallHeaders(uint32_t stream);
std::string ResetStream(uint32_t stream);

// `count` calls from stream 1 on: begun, or begun and reset.
std::string OpenCalls(int count);
std::string ResetCalls(int count);

// A connection that sends frames as they are. What it waits for fails the test after 20
// seconds.
class RawHttp2 {
 public:
  // To a port of 127.0.0.1, with the preface and empty settings sent.
  explicit RawHttp2(int port);

  // An error is left to what is waited for next.
  void Send(absl::string_view bytes);

  // Whether the server answers a ping, after it has read all that was sent before; false
  // when the connection ends.
  bool Answers();

  // Waits until the connection ends, and reads what comes until then.
  void AwaitEnd();

  // As net::PeerName writes it at the server.
  std::string peer() const;

 private:
  FileDescriptor socket_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_RPC_TRANSPORT_RAW_HTTP2_H_
