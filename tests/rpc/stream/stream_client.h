#ifndef LINKSTAT_TESTS_RPC_STREAM_STREAM_CLIENT_H_
#define LINKSTAT_TESTS_RPC_STREAM_STREAM_CLIENT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

namespace linkstat::test {

// The client of one server-streaming call, as bytes; it reads only when it is asked to. What
// does not come within 30 seconds fails the test.
class StreamClient {
 public:
  // Begins the call. It has no request: the server is not to read one.
  StreamClient(const std::shared_ptr<grpc::Channel>& channel, const std::string& method);
  // Cancels what has not ended.
  ~StreamClient();

  StreamClient(const StreamClient&) = delete;
  StreamClient& operator=(const StreamClient&) = delete;

  // Waits until the server has sent something.
  void AwaitBegin();

  // The next message; absent at the end of the stream.
  std::optional<std::string> Next() { return NextWhile({}); }

  // Likewise, with `act` called again and again while there is none; null: nothing is.
  std::optional<std::string> NextWhile(const std::function<void()>& act);

  void Cancel() { context_.TryCancel(); }

  // How the call ended, waited for.
  absl::Status Finish();

 private:
  // Whether the operation that was started went well.
  bool Await(const std::function<void()>& act = {});

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_RPC_STREAM_STREAM_CLIENT_H_
