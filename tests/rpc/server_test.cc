#include "agent/rpc/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using testing::HasSubstr;

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// A message of a service that has no generated header here, by its full name.
std::unique_ptr<google::protobuf::Message> MessageOf(const std::string& type) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  const auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<google::protobuf::Message>(
      const_cast<google::protobuf::MessageFactory*>(factory)->GetPrototype(descriptor)->New());
}

class ServerTest : public testing::Test {
 protected:
  // The answer to a reflection request in textproto, as text.
  std::string Reflect(const std::string& textproto) {
    const auto request = MessageOf("grpc.reflection.v1alpha.ServerReflectionRequest");
    test::ParseInto(textproto, *request);
    const auto answer =
        test::RawCall(agent_.NewChannel(), kReflection, request->SerializeAsString());
    if (!answer.ok()) return std::string(answer.status().message());
    const auto response = MessageOf("grpc.reflection.v1alpha.ServerReflectionResponse");
    response->ParseFromString(*answer);
    return response->ShortDebugString();
  }

  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
};

TEST_F(ServerTest, ListsEveryServiceByReflection) {
  const std::string listed = Reflect("list_services: ''");
  for (const char* service :
       {"linkstat.v1.LinkingService", "linkstat.v1.CatalogService", "grpc.health.v1.Health",
        "grpc.channelz.v1.Channelz", "grpc.reflection.v1alpha.ServerReflection"}) {
    EXPECT_THAT(listed, HasSubstr(absl::StrCat("service { name: \"", service, "\" }")));
  }
}

TEST_F(ServerTest, DescribesHealthByReflection) {
  EXPECT_THAT(Reflect("file_containing_symbol: 'grpc.health.v1.Health'"),
              HasSubstr("HealthCheckRequest"));
}

TEST_F(ServerTest, DescribesItsOwnServicesByReflection) {
  EXPECT_THAT(Reflect("file_containing_symbol: 'linkstat.v1.LinkingService'"),
              HasSubstr("CheckPermissions"));
}

TEST_F(ServerTest, AnswersChannelz) {
  const auto answer =
      test::RawCall(agent_.NewChannel(), "/grpc.channelz.v1.Channelz/GetServers", "");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(*answer, testing::Not(testing::IsEmpty()));
}

TEST_F(ServerTest, RefusesARequestLargerThanItsBound) {
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
