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
#include "tests/support/reference_page.h"

namespace linkstat::rpc {
namespace {

using access::Permission;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// Those of the protos of the API, and of gRPC's own services. A proto that is not linked
// into this test fails it.
std::vector<const FileDescriptor*> ServedFiles() {
  std::vector<const FileDescriptor*> files = {
      grpc::health::v1::HealthCheckRequest::descriptor()->file(),
      grpc::reflection::v1::ServerReflectionRequest::descriptor()->file(),
      grpc::reflection::v1alpha::ServerReflectionRequest::descriptor()->file()};
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  files.push_back(pool.FindFileContainingSymbol("grpc.channelz.v1.Channelz"));
  const std::filesystem::path protos(LINKSTAT_SOURCE_DIR "/proto");
  for (const auto& entry : std::filesystem::directory_iterator(protos / "linkstat/v1")) {
    const std::string name = entry.path().lexically_relative(protos).string();
    files.push_back(pool.FindFileByName(name));
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
    EXPECT_TRUE(found.has_value()) << PathOf(*method) << " has no row in agent/rpc/call/methods.h";
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
        "/linkstat.v1.LinkingServiceX/Check", "/grpc.channelz.v2.Channelz/GetServers"}) {
    EXPECT_EQ(FindMethod(path), std::nullopt) << path;
  }
}

TEST(Methods, NamesServiceAndMethodOfAPath) {
  const MethodTraits& traits = TraitsOf(Method::kGetCatalog);
  EXPECT_EQ(traits.name(), "linkstat.v1.CatalogService/GetCatalog");
  EXPECT_EQ(traits.service(), "linkstat.v1.CatalogService");
  EXPECT_EQ(traits.method(), "GetCatalog");
}

std::string RolesOf(const std::optional<Permission>& permission) {
  if (!permission.has_value()) return "every caller";
  std::string roles;
  for (const access::RoleTraits& role : access::kRoles) {
    if (!role.permissions.Has(*permission)) continue;
    absl::StrAppend(&roles, roles.empty() ? "" : ", ", role.name);
  }
  return roles;
}

std::string KindOf(const MethodTraits& traits) {
  const std::string kind = traits.kind == MethodKind::kStream ? "stream" : "unary";
  return traits.permission.has_value() ? kind : absl::StrCat(kind, ", unlimited");
}

std::string SizeOf(size_t bytes) {
  const size_t kib = bytes >> 10;
  return kib < 1024 ? absl::StrCat(kib, " KiB") : absl::StrCat(kib >> 10, " MiB");
}

absl::string_view AuditedOf(AuditedCalls audited) {
  switch (audited) {
    case AuditedCalls::kDenied:
      return "denials";
    case AuditedCalls::kDecisions:
      return "decisions, denials";
    case AuditedCalls::kChanges:
      return "every call";
  }
  return "";
}

TEST(Methods, ReferencePageIsTrue) {
  std::string page = R"(# Methods

Generated from the method table of the agent (`agent/rpc/call/methods.h`); `rpc_tests` fails when this page is stale.

The roles count only where the agent asks callers for certificates (`tls_client_ca`). Streams and unary calls have limits of their own
(`max_calls`, `max_streams` and those beside them); no call of health is refused under load. A larger request ends with INVALID_ARGUMENT and
REQUEST_TOO_LARGE, over 4 MiB with RESOURCE_EXHAUSTED. What is audited, and where to, depends on `audit` and `audit_scope`.

| service | method | roles | kind | largest request | audited |
| --- | --- | --- | --- | --- | --- |
)";
  for (size_t i = 0; i < kMethods; ++i) {
    const MethodTraits& it = TraitsOf(static_cast<Method>(i));
    absl::StrAppend(&page, "| `", it.service(), "` | `", it.method(), "` | ",
                    RolesOf(it.permission), " | ", KindOf(it), " | ", SizeOf(it.max_request_size),
                    " | ", it.permission.has_value() ? AuditedOf(it.audited) : "nothing", " |\n");
  }
  absl::StrAppend(&page, R"(
A method that does not exist is UNIMPLEMENTED for a caller that may use reflection. Any other caller gets PERMISSION_DENIED, as for an
existing method that it may not call.
)");
  test::ExpectReferencePage("methods.md", page);
}

}  // namespace
}  // namespace linkstat::rpc
