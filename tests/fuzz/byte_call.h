#ifndef LINKSTAT_TESTS_FUZZ_BYTE_CALL_H_
#define LINKSTAT_TESTS_FUZZ_BYTE_CALL_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/rpc/call/methods.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

namespace linkstat::fuzz {

inline constexpr std::chrono::seconds kDeadline(20);

// One call, made by hand so that it can carry any bytes.
class ByteCall {
 public:
  // With an x-request-id and a traceparent of `metadata`, if it is not empty.
  ByteCall(const std::shared_ptr<grpc::Channel>& channel, rpc::Method method,
           const std::string& metadata) {
    context_.set_deadline(std::chrono::system_clock::now() + kDeadline);
    if (!metadata.empty()) {
      context_.AddMetadata("x-request-id", metadata);
      context_.AddMetadata("traceparent", metadata);
    }
    grpc::GenericStub stub(channel);
    call_ = stub.PrepareCall(&context_, std::string(rpc::TraitsOf(method).path), &queue_);
    call_->StartCall(this);
    Await();
  }

  // False when the call has ended.
  bool Write(absl::string_view request) {
    const grpc::Slice slice(request.data(), request.size());
    call_->Write(grpc::ByteBuffer(&slice, 1), this);
    return Await();
  }

  // Reads at most `most` messages, and cancels the call if it has not ended then.
  grpc::Status End(int most) {
    call_->WritesDone(this);
    Await();
    int messages = 0;
    while (messages < most && Read()) ++messages;
    cancelled_ = messages == most;
    if (cancelled_) context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, this);
    Await();
    return status;
  }

  // Whether End cancelled the call.
  bool cancelled() const { return cancelled_; }

 private:
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  bool Read() {
    grpc::ByteBuffer message;
    call_->Read(&message, this);
    return Await();
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  bool cancelled_ = false;
};

}  // namespace linkstat::fuzz

#endif  // LINKSTAT_TESTS_FUZZ_BYTE_CALL_H_
