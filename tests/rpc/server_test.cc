#include "agent/rpc/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using testing::HasSubstr;

using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

class ServerTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
};

// Both versions of the protocol have the same messages on the wire.
class ReflectionTest : public ServerTest, public testing::WithParamInterface<const char*> {
 protected:
  ServerReflectionResponse Reflect(const std::string& textproto) {
    ServerReflectionRequest request;
    test::ParseInto(textproto, request);
    const auto answer =
        test::RawCall(agent_.NewChannel(), absl::StrCat("/", GetParam(), "/ServerReflectionInfo"),
                      request.SerializeAsString());
    EXPECT_TRUE(answer.ok()) << answer.status();
    ServerReflectionResponse response;
    if (answer.ok()) response.ParseFromString(*answer);
    return response;
  }

  // The names of the files that describe a symbol.
  std::vector<std::string> FilesOf(const std::string& symbol) {
    std::vector<std::string> names;
    const auto response = Reflect(absl::StrCat("file_containing_symbol: '", symbol, "'"));
    for (const std::string& file : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto proto;
      EXPECT_TRUE(proto.ParseFromString(file));
      names.push_back(proto.name());
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(Versions, ReflectionTest,
                         testing::Values("grpc.reflection.v1.ServerReflection",
                                         "grpc.reflection.v1alpha.ServerReflection"),
                         [](const auto& tested) {
                           return std::string(tested.param).find("alpha") == std::string::npos
                                      ? "V1"
                                      : "V1Alpha";
                         });

TEST_P(ReflectionTest, ListsEveryService) {
  EXPECT_THAT(Reflect("list_services: 'x' host: 'h'"), test::EqualsTextProto(R"pb(
                valid_host: "h"
                original_request { host: "h" list_services: "x" }
                list_services_response {
                  service { name: "linkstat.v1.LinkingService" }
                  service { name: "linkstat.v1.CatalogService" }
                  service { name: "linkstat.v1.LinkedAccountService" }
                  service { name: "grpc.health.v1.Health" }
                  service { name: "grpc.channelz.v1.Channelz" }
                  service { name: "grpc.reflection.v1.ServerReflection" }
                  service { name: "grpc.reflection.v1alpha.ServerReflection" }
                })pb"));
}

TEST_P(ReflectionTest, DescribesASymbolWithAllThatItsFileImports) {
  EXPECT_THAT(FilesOf("linkstat.v1.LinkingService.FindRequirements"),
              testing::IsSupersetOf({"linkstat/v1/linking_service.proto",
                                     "linkstat/v1/catalog.proto", "google/rpc/status.proto"}));
}

TEST_P(ReflectionTest, DescribesEachServiceThatItLists) {
  const ServerReflectionResponse listed = Reflect("list_services: ''");
  for (const auto& service : listed.list_services_response().service()) {
    EXPECT_THAT(FilesOf(service.name()), testing::Not(testing::IsEmpty())) << service.name();
  }
}

TEST_P(ReflectionTest, DescribesAFileByItsName) {
  EXPECT_EQ(Reflect("file_by_filename: 'grpc/health/v1/health.proto'")
                .file_descriptor_response()
                .file_descriptor_proto_size(),
            1);
}

TEST_P(ReflectionTest, AnswersNotFoundForWhatItDoesNotHave) {
  for (const char* request :
       {"file_by_filename: 'nowhere.proto'", "file_containing_symbol: 'no.Such'",
        "file_containing_extension { containing_type: 'no.Such' extension_number: 1 }",
        "all_extension_numbers_of_type: 'no.Such'"}) {
    EXPECT_EQ(Reflect(request).error_response().error_code(), grpc::StatusCode::NOT_FOUND)
        << request;
  }
}

TEST_P(ReflectionTest, AnswersInvalidArgumentWhereNothingIsRequested) {
  EXPECT_EQ(Reflect("").error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServerTest, AnswersUnimplementedForAMethodThatItDoesNotHave) {
  const auto answer = test::RawCall(agent_.NewChannel(), "/linkstat.v1.LinkingService/Nothing", "");
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnimplemented);
}

// Calls a method of channelz that takes one number, and returns its response as text.
std::string Channelz(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& request) {
  const auto* const found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrCat("grpc.channelz.v1.Channelz.", method));
  auto* const factory = google::protobuf::MessageFactory::generated_factory();
  const std::unique_ptr<google::protobuf::Message> message(
      factory->GetPrototype(found->input_type())->New());
  test::ParseInto(request, *message);
  const auto answer = test::RawCall(channel, absl::StrCat("/grpc.channelz.v1.Channelz/", method),
                                    message->SerializeAsString());
  if (!answer.ok()) return std::string(answer.status().message());
  const std::unique_ptr<google::protobuf::Message> response(
      factory->GetPrototype(found->output_type())->New());
  EXPECT_TRUE(response->ParseFromString(*answer));
  return response->ShortDebugString();
}

// The number that follows `name` in a text, as text.
std::string NumberAfter(const std::string& text, const std::string& name) {
  const size_t begin = text.find(name);
  if (begin == std::string::npos) return "0";
  return text.substr(begin + name.size(),
                     text.find(' ', begin + name.size()) - begin - name.size());
}

TEST_F(ServerTest, AnswersEveryMethodOfChannelz) {
  const auto channel = agent_.NewChannel();
  const std::string servers = Channelz(channel, "GetServers", "");
  EXPECT_THAT(servers, HasSubstr("calls_started"));
  const std::string server_id = NumberAfter(servers, "server_id: ");
  EXPECT_THAT(Channelz(channel, "GetServer", "server_id: " + server_id),
              HasSubstr("server_id: " + server_id));
  const std::string sockets = Channelz(channel, "GetServerSockets", "server_id: " + server_id);
  const std::string socket_id = NumberAfter(sockets, "socket_id: ");
  EXPECT_THAT(Channelz(channel, "GetSocket", "socket_id: " + socket_id),
              HasSubstr("streams_started"));
  const std::string channels = Channelz(channel, "GetTopChannels", "");
  const std::string channel_id = NumberAfter(channels, "channel_id: ");
  EXPECT_THAT(Channelz(channel, "GetChannel", "channel_id: " + channel_id),
              HasSubstr("channel_id: " + channel_id));
  const std::string subchannel_id = NumberAfter(channels, "subchannel_id: ");
  EXPECT_THAT(Channelz(channel, "GetSubchannel", "subchannel_id: " + subchannel_id),
              HasSubstr("subchannel_id: " + subchannel_id));
}

TEST_F(ServerTest, ReturnsNotFoundForAnIdThatChannelzDoesNotHave) {
  const auto channel = agent_.NewChannel();
  const std::pair<const char*, const char*> calls[] = {{"GetServer", "server_id: 1000000"},
                                                       {"GetChannel", "channel_id: 1000000"},
                                                       {"GetSubchannel", "subchannel_id: 1000000"},
                                                       {"GetSocket", "socket_id: 1000000"}};
  for (const auto& [method, request] : calls) {
    EXPECT_EQ(Channelz(channel, method, request), "gRPC has nothing with this id") << method;
  }
}

TEST_F(ServerTest, RejectsARequestLargerThanItsBound) {
  v1::ValidateCatalogRequest request;
  request.set_textproto(std::string(kMaxRequestSize, 'x'));
  grpc::ClientContext context;
  v1::ValidateCatalogResponse response;
  EXPECT_EQ(v1::CatalogService::NewStub(agent_.NewChannel())
                ->ValidateCatalog(&context, request, &response)
                .error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(ServerTest, LogsMethodAndCodeOfACallButNothingOfItsContent) {
  grpc::ClientContext context;
  v1::CheckPermissionsRequest request;
  request.mutable_observed()->add_names("Peculiar Name");
  v1::CheckPermissionsResponse response;
  ASSERT_TRUE(v1::LinkingService::NewStub(agent_.NewChannel())
                  ->CheckPermissions(&context, request, &response)
                  .ok());
  EXPECT_THAT(agent_.log().WaitFor("CheckPermissions"), HasSubstr(R"("code":"OK")"));
  for (const std::string& line : agent_.log().lines()) {
    EXPECT_THAT(line, testing::Not(HasSubstr("Peculiar")));
  }
}

}  // namespace
}  // namespace linkstat::rpc
