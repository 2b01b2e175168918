#include "tests/rpc/stream/stream_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "tests/support/raw_call.h"

namespace linkstat::test {
namespace {

using Clock = std::chrono::system_clock;  // gRPC's deadlines

constexpr std::chrono::seconds kDeadline(30);
constexpr std::chrono::milliseconds kPause(5);

}  // namespace

StreamClient::StreamClient(const std::shared_ptr<grpc::Channel>& channel, const std::string& method)
    : stub_(channel), call_(stub_.PrepareCall(&context_, method, &queue_)) {
  call_->StartCall(nullptr);
  EXPECT_TRUE(Await());
}

StreamClient::~StreamClient() {
  context_.TryCancel();
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.AsyncNext(&tag, &ok, Clock::now() + kDeadline) == queue_.GOT_EVENT) {
  }
}

bool StreamClient::Await(const std::function<void()>& act) {
  const auto end = Clock::now() + kDeadline;
  void* tag = nullptr;
  bool ok = false;
  while (Clock::now() < end) {
    if (act) act();
    if (queue_.AsyncNext(&tag, &ok, act ? Clock::now() + kPause : end) == queue_.GOT_EVENT) {
      return ok;
    }
  }
  ADD_FAILURE() << "a stream did nothing";
  return false;
}

void StreamClient::AwaitBegin() {
  call_->ReadInitialMetadata(nullptr);
  EXPECT_TRUE(Await());
}

std::optional<std::string> StreamClient::NextWhile(const std::function<void()>& act) {
  grpc::ByteBuffer message;
  call_->Read(&message, nullptr);
  if (!Await(act)) return std::nullopt;
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(message.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

absl::Status StreamClient::Finish() {
  grpc::Status status;
  call_->Finish(&status, nullptr);
  EXPECT_TRUE(Await());
  return FromGrpc(status);
}

}  // namespace linkstat::test
