// The floor that the agent is measured against: a gRPC server that decodes
// nothing, decides nothing and sends the same prepared bytes to every call.
//
//   floor_server ANSWER_FILE
//
// Listens on a free port of loopback and prints it as one line.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"

namespace linkstat::bench {
namespace {

using Linking = v1::LinkingService::WithRawCallbackMethod_CheckPermissions<
    v1::LinkingService::WithRawCallbackMethod_BatchCheckPermissions<
        v1::LinkingService::WithRawCallbackMethod_GetLinkingDetails<v1::LinkingService::Service>>>;
using Catalog = v1::CatalogService::WithRawCallbackMethod_GetCatalog<v1::CatalogService::Service>;

grpc::ServerUnaryReactor* Send(const grpc::ByteBuffer& answer, grpc::CallbackServerContext* context,
                               grpc::ByteBuffer* response) {
  *response = answer;
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

class FloorLinking final : public Linking {
 public:
  explicit FloorLinking(const grpc::ByteBuffer& answer) : answer_(answer) {}

  grpc::ServerUnaryReactor* CheckPermissions(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* /*request*/,
                                             grpc::ByteBuffer* response) override {
    return Send(answer_, context, response);
  }
  grpc::ServerUnaryReactor* BatchCheckPermissions(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* /*request*/,
                                                  grpc::ByteBuffer* response) override {
    return Send(answer_, context, response);
  }
  grpc::ServerUnaryReactor* GetLinkingDetails(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* /*request*/,
                                              grpc::ByteBuffer* response) override {
    return Send(answer_, context, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

class FloorCatalog final : public Catalog {
 public:
  explicit FloorCatalog(const grpc::ByteBuffer& answer) : answer_(answer) {}

  grpc::ServerUnaryReactor* GetCatalog(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* /*request*/,
                                       grpc::ByteBuffer* response) override {
    return Send(answer_, context, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

int Run(const char* answer_file) {
  std::ifstream file(answer_file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return 1;
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer answer(&slice, 1);
  FloorLinking linking(answer);
  FloorCatalog catalog(answer);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&linking);
  builder.RegisterService(&catalog);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) { return argc == 2 ? linkstat::bench::Run(argv[1]) : 2; }
