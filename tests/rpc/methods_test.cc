#include "agent/rpc/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// Every method of the protos that the agent serves.
std::vector<const MethodDescriptor*> DescribedMethods() {
  std::vector<const MethodDescriptor*> methods;
  const FileDescriptor* const files[] = {
      v1::CheckPermissionsRequest::descriptor()->file(),
      v1::GetCatalogRequest::descriptor()->file(),
      v1::GetLinkedAccountRequest::descriptor()->file(),
      grpc::health::v1::HealthCheckRequest::descriptor()->file()};
  for (const FileDescriptor* file : files) {
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

TEST(Methods, EveryMethodOfTheProtosIsListed) {
  for (const MethodDescriptor* method : DescribedMethods()) {
    EXPECT_NE(FindMethod(PathOf(*method)), nullptr) << PathOf(*method);
  }
  EXPECT_EQ(DescribedMethods().size(), kMethods);
}

TEST(Methods, StreamsAreBoundedAsStreams) {
  for (const MethodDescriptor* method : DescribedMethods()) {
    const MethodTraits* traits = FindMethod(PathOf(*method));
    ASSERT_NE(traits, nullptr);
    if (traits->kind == MethodKind::kHealth) continue;
    EXPECT_EQ(traits->kind == MethodKind::kStream,
              method->client_streaming() || method->server_streaming())
        << PathOf(*method);
  }
}

TEST(Methods, OnlyReadersMethodsChangeNothing) {
  std::vector<std::string> changing;
  for (const MethodDescriptor* method : DescribedMethods()) {
    const MethodTraits* traits = FindMethod(PathOf(*method));
    ASSERT_NE(traits, nullptr);
    EXPECT_EQ(traits->changes, traits->role != access::Role::kReader) << PathOf(*method);
    if (traits->changes) changing.emplace_back(method->name());
  }
  EXPECT_THAT(changing,
              testing::UnorderedElementsAre("CreateLinkedAccount", "DeleteLinkedAccount",
                                            "ReportServiceAccount", "ReportServiceAccounts"));
}

TEST(Methods, FindsNothingElse) {
  for (const char* path :
       {"", "/", "linkstat.v1.LinkingService/CheckPermissions",
        "/linkstat.v1.LinkingService/CheckPermissionsX", "/linkstat.v1.LinkingService",
        "/linkstat.v1.LinkingServiceX/Check", "/grpc.channelz.v1.Channelz/GetServers",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"}) {
    EXPECT_EQ(FindMethod(path), nullptr) << path;
  }
}

TEST(Methods, TraitsStandInTheOrderOfTheMethods) {
  EXPECT_EQ(TraitsOf(Method::kCheckPermissions).method, "CheckPermissions");
  EXPECT_EQ(TraitsOf(Method::kValidateCatalog).method, "ValidateCatalog");
  EXPECT_EQ(TraitsOf(Method::kCreateLinkedAccount).method, "CreateLinkedAccount");
  EXPECT_EQ(TraitsOf(Method::kPreviewCatalogImpact).method, "PreviewCatalogImpact");
  EXPECT_EQ(TraitsOf(Method::kHealthCheck).method, "Check");
  EXPECT_EQ(TraitsOf(Method::kHealthWatch).method, "Watch");
}

}  // namespace
}  // namespace linkstat::rpc
