#include "agent/rpc/call/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

using access::Permission;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// Those of the protos of the API, and of the two that the agent serves beside it. A proto
// that is not linked into this test fails it.
std::vector<const FileDescriptor*> ServedFiles() {
  std::vector<const FileDescriptor*> files = {
      grpc::health::v1::HealthCheckRequest::descriptor()->file(),
      grpc::reflection::v1::ServerReflectionRequest::descriptor()->file(),
      grpc::reflection::v1alpha::ServerReflectionRequest::descriptor()->file()};
  const std::filesystem::path protos(LINKSTAT_SOURCE_DIR "/proto");
  for (const auto& entry : std::filesystem::directory_iterator(protos / "linkstat/v1")) {
    const std::string name = entry.path().lexically_relative(protos).string();
    files.push_back(google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name));
    EXPECT_NE(files.back(), nullptr) << name;
    if (files.back() == nullptr) files.pop_back();
  }
  return files;
}

std::vector<const MethodDescriptor*> DescribedMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : ServedFiles()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.push_back(file->service(i)->method(j));
      }
    }
  }
  return methods;
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", std::string(method.service()->full_name()), "/",
                      std::string(method.name()));
}

// Each method of the protos with its row; a method without one fails the test.
std::vector<std::pair<const MethodDescriptor*, const MethodTraits*>> Rows() {
  std::vector<std::pair<const MethodDescriptor*, const MethodTraits*>> rows;
  for (const MethodDescriptor* method : DescribedMethods()) {
    const std::optional<Method> found = FindMethod(PathOf(*method));
    EXPECT_TRUE(found.has_value()) << PathOf(*method) << " has no row in agent/rpc/call/methods.cc";
    if (found.has_value()) rows.emplace_back(method, &TraitsOf(*found));
  }
  return rows;
}

TEST(Methods, EveryMethodOfTheProtosHasARowAndEveryRowAMethod) {
  EXPECT_EQ(Rows().size(), kMethods);
}

TEST(Methods, StreamsAreBoundedAsStreams) {
  for (const auto& [method, traits] : Rows()) {
    EXPECT_EQ(traits->kind == MethodKind::kStream,
              method->client_streaming() || method->server_streaming())
        << traits->path;
  }
}

// Their messages are read by their handlers.
TEST(Methods, OnlyTheTransportBoundsWhatAClientStreams) {
  for (const auto& [method, traits] : Rows()) {
    if (method->client_streaming()) {
      EXPECT_EQ(traits->max_request_size, kMaxRequestSize) << traits->path;
    }
  }
}

TEST(Methods, HealthAloneIsOpenToEveryCaller) {
  for (const auto& [method, traits] : Rows()) {
    EXPECT_EQ(!traits->permission.has_value(), traits->service() == "grpc.health.v1.Health")
        << traits->path;
  }
}

TEST(Methods, ReadersChangeNothing) {
  std::vector<std::string> changing;
  for (const auto& [method, traits] : Rows()) {
    EXPECT_EQ(traits->changes(), traits->permission == Permission::kReport ||
                                     traits->permission == Permission::kDelete)
        << traits->path;
    if (traits->changes()) changing.emplace_back(method->name());
  }
  EXPECT_THAT(changing,
              testing::UnorderedElementsAre("CreateLinkedAccount", "DeleteLinkedAccount",
                                            "ReportServiceAccount", "ReportServiceAccounts"));
}

TEST(Methods, FindsNothingElse) {
  for (const char* path :
       {"", "/", "linkstat.v1.LinkingService/CheckPermissions",
        "/linkstat.v1.LinkingService/CheckPermissionsX", "/linkstat.v1.LinkingService",
        "/linkstat.v1.LinkingServiceX/Check", "/grpc.channelz.v1.Channelz/GetServers"}) {
    EXPECT_EQ(FindMethod(path), std::nullopt) << path;
  }
}

TEST(Methods, NamesServiceAndMethodOfAPath) {
  const MethodTraits& traits = TraitsOf(Method::kGetCatalog);
  EXPECT_EQ(traits.name(), "linkstat.v1.CatalogService/GetCatalog");
  EXPECT_EQ(traits.service(), "linkstat.v1.CatalogService");
  EXPECT_EQ(traits.method(), "GetCatalog");
}

}  // namespace
}  // namespace linkstat::rpc
