#include "agent/rpc/service/channelz_service.h"

#include <memory>
#include <string>

#include "absl/strings/str_replace.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/blocking.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"
#include "grpcpp/ext/channelz_service_plugin.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

// The library has the service's messages. A linker may drop a library that nothing refers
// to.
[[maybe_unused]] void (*const volatile kLibrary)() =
    &grpc::channelz::experimental::InitChannelzService;

int64_t Number(const Message& request, const char* field) {
  return request.GetReflection()->GetInt64(request,
                                           request.GetDescriptor()->FindFieldByName(field));
}

struct Query {
  Method method;
  // The response as JSON, which the caller owns; null when there is none.
  char* (*run)(const Message& request);
};

constexpr Query kQueries[] = {
    {Method::kChannelzGetTopChannels,
     [](const Message& it) {
       return grpc_channelz_get_top_channels(Number(it, "start_channel_id"));
     }},
    {Method::kChannelzGetServers,
     [](const Message& it) { return grpc_channelz_get_servers(Number(it, "start_server_id")); }},
    {Method::kChannelzGetServer,
     [](const Message& it) { return grpc_channelz_get_server(Number(it, "server_id")); }},
    {Method::kChannelzGetServerSockets,
     [](const Message& it) {
       return grpc_channelz_get_server_sockets(
           Number(it, "server_id"), Number(it, "start_socket_id"), Number(it, "max_results"));
     }},
    {Method::kChannelzGetChannel,
     [](const Message& it) { return grpc_channelz_get_channel(Number(it, "channel_id")); }},
    {Method::kChannelzGetSubchannel,
     [](const Message& it) { return grpc_channelz_get_subchannel(Number(it, "subchannel_id")); }},
    {Method::kChannelzGetSocket,
     [](const Message& it) { return grpc_channelz_get_socket(Number(it, "socket_id")); }},
};

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// NOT_FOUND as gRPC's own service returns it, without details.
grpc::Status Answer(const Query& query, ServerCall* call) {
  const std::string name = absl::StrReplaceAll(TraitsOf(query.method).name(), {{"/", "."}});
  const auto* const method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  const std::unique_ptr<Message> request = New(method->input_type());
  const absl::Status status = Decode(call->request(), *request);
  if (!status.ok()) return call->call().Close(status);
  const std::unique_ptr<char, void (*)(void*)> json(query.run(*request), &gpr_free);
  if (json == nullptr) {
    return call->call().CloseWith({grpc::StatusCode::NOT_FOUND, "gRPC has nothing with this id"});
  }
  // gRPC writes names of enums in lower case.
  google::protobuf::util::JsonParseOptions options;
  options.case_insensitive_enum_parsing = true;
  const std::unique_ptr<Message> response = New(method->output_type());
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(json.get(), response.get(), options);
  if (!parsed.ok()) return call->call().Close(absl::InternalError("unknown JSON of channelz"));
  call->response() = Encode(*response);
  return call->call().Close(absl::OkStatus());
}

}  // namespace

void AddChannelz(Executor* executor, MethodHandlers& handlers) {
  for (const Query& query : kQueries) {
    handlers.Add(query.method, [executor, &query](ServerCall* call) {
      if (!executor->TryRun([&query, call] { call->Send(Answer(query, call)); })) {
        call->FinishWith(ExecutorOverloaded());
      }
    });
  }
}

}  // namespace linkstat::rpc
