// The least that a call costs on gRPC's C++ server: one completion queue, one thread,
// no generated service, the same prepared bytes to every call.
//
//   async_floor_server ANSWER_FILE
//
// Listens on a free port of loopback and prints it as one line.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace linkstat::bench {
namespace {

struct FloorServer {
  grpc::AsyncGenericService service;
  std::unique_ptr<grpc::ServerCompletionQueue> queue;
  std::unique_ptr<grpc::Server> server;
  grpc::ByteBuffer answer;
};

// A call: waits to come in, reads its request, sends the answer, ends.
class FloorCall {
 public:
  explicit FloorCall(FloorServer* floor) : floor_(floor) {
    floor_->service.RequestCall(&context_, &stream_, floor_->queue.get(), floor_->queue.get(),
                                this);
  }

  void Next(bool ok) {
    if (step_ == 0 && ok) {
      new FloorCall(floor_);
      stream_.Read(&request_, this);
    } else if (step_ == 1) {
      stream_.WriteAndFinish(floor_->answer, grpc::WriteOptions(), grpc::Status::OK, this);
    } else {
      delete this;
      return;
    }
    ++step_;
  }

 private:
  FloorServer* const floor_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_{&context_};
  grpc::ByteBuffer request_;
  int step_ = 0;
};

int Run(const char* answer_file) {
  std::ifstream file(answer_file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return 1;
  FloorServer floor;
  const grpc::Slice slice(bytes);
  floor.answer = grpc::ByteBuffer(&slice, 1);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterAsyncGenericService(&floor.service);
  floor.queue = builder.AddCompletionQueue();
  floor.server = builder.BuildAndStart();
  if (floor.server == nullptr) return 1;
  std::printf("%d\n", port);
  std::fflush(stdout);
  new FloorCall(&floor);
  void* tag = nullptr;
  bool ok = false;
  while (floor.queue->Next(&tag, &ok)) static_cast<FloorCall*>(tag)->Next(ok);
  return 0;
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) { return argc == 2 ? linkstat::bench::Run(argv[1]) : 2; }
