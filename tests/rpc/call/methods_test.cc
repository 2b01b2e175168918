#include "agent/rpc/call/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
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
      grpc::health::v1::HealthCheckRequest::descriptor()->file(),
      grpc::reflection::v1::ServerReflectionRequest::descriptor()->file(),
      grpc::reflection::v1alpha::ServerReflectionRequest::descriptor()->file()};
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
    EXPECT_TRUE(FindMethod(PathOf(*method)).has_value()) << PathOf(*method);
  }
  EXPECT_EQ(DescribedMethods().size(), kMethods);
}

TEST(Methods, StreamsAreBoundedAsStreams) {
  for (const MethodDescriptor* method : DescribedMethods()) {
    const absl::optional<Method> found = FindMethod(PathOf(*method));
    ASSERT_TRUE(found.has_value());
    const MethodTraits* traits = &TraitsOf(*found);
    if (traits->kind == MethodKind::kHealth) continue;
    EXPECT_EQ(traits->kind == MethodKind::kStream,
              method->client_streaming() || method->server_streaming())
        << PathOf(*method);
  }
}

TEST(Methods, OnlyReadersMethodsChangeNothing) {
  std::vector<std::string> changing;
  for (const MethodDescriptor* method : DescribedMethods()) {
    const absl::optional<Method> found = FindMethod(PathOf(*method));
    ASSERT_TRUE(found.has_value());
    const MethodTraits* traits = &TraitsOf(*found);
    // Reflection is for administrators, and changes nothing.
    const bool reads =
        traits->role == access::Role::kReader || method->service()->name() == "ServerReflection";
    EXPECT_EQ(traits->changes, !reads) << PathOf(*method);
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
        "/linkstat.v1.LinkingServiceX/Check", "/grpc.channelz.v1.Channelz/GetServers"}) {
    EXPECT_EQ(FindMethod(path), absl::nullopt) << path;
  }
}

TEST(Methods, FindsEachMethodByThePathInItsTraits) {
  for (size_t i = 0; i < kMethods; ++i) {
    const auto method = static_cast<Method>(i);
    const MethodTraits& traits = TraitsOf(method);
    EXPECT_EQ(FindMethod(absl::StrCat("/", traits.service, "/", traits.method)), method);
  }
}

}  // namespace
}  // namespace linkstat::rpc
