#ifndef LINKSTAT_TESTS_BENCH_HTTP2_CONNECTION_H_
#define LINKSTAT_TESTS_BENCH_HTTP2_CONNECTION_H_

#include <nghttp2/nghttp2.h>

#include <chrono>
#include <functional>
#include <string>

#include "agent/base/file_descriptor.h"

namespace linkstat::bench {

using Clock = std::chrono::steady_clock;

// Where every call goes, and its one message.
struct Target {
  // `127.0.0.1:PORT`.
  std::string address;
  // `/SERVICE/METHOD`.
  std::string method;
  std::string request;
};

// One connection for calls of one kind, by nghttp2, which costs a fraction of
// gRPC's. Ends the process when the connection fails. Not thread-safe.
class Http2Connection {
 public:
  // Told once for each call: the gRPC status, and how long it took since it was
  // sent, and since it was due. A call that was reset has the status 2.
  using Ended =
      std::function<void(int status, Clock::duration since_sent, Clock::duration since_due)>;

  Http2Connection(const Target& target, Ended ended);
  ~Http2Connection();

  Http2Connection(const Http2Connection&) = delete;
  Http2Connection& operator=(const Http2Connection&) = delete;

  void Call(Clock::time_point due);

  // What can be sent, or received, without waiting.
  void Send();
  void Receive();

  // Calls that have not ended.
  size_t open() const { return open_; }

  int socket() const { return socket_.get(); }
  // What poll(2) is to wait for.
  short Waits() const;

 private:
  struct OpenCall;

  static ssize_t ReadMessage(nghttp2_session*, int32_t, uint8_t* buffer, size_t size,
                             uint32_t* flags, nghttp2_data_source* source, void* self);
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name,
                      size_t name_size, const uint8_t* value, size_t value_size, uint8_t, void*);
  static int OnSent(nghttp2_session* session, const nghttp2_frame* frame, void*);
  static int OnClose(nghttp2_session* session, int32_t stream, uint32_t, void* self);

  const std::string address_;
  const std::string method_;
  // As gRPC frames it.
  const std::string message_;
  const Ended ended_;
  FileDescriptor socket_;
  nghttp2_session* session_ = nullptr;
  std::string unsent_;
  size_t open_ = 0;
};

}  // namespace linkstat::bench

#endif  // LINKSTAT_TESTS_BENCH_HTTP2_CONNECTION_H_
