#include "agent/rpc/call/method_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/rpc/call/methods.h"
#include "tests/rpc/call/fake_auth_context.h"

namespace linkstat::rpc {
namespace {

using access::Role;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kChannelz[] = "/grpc.channelz.v1.Channelz/GetServers";
constexpr char kNowhere[] = "/linkstat.v1.SecretService/Anything";

class MethodGuardTest : public testing::Test {
 protected:
  // How the guard answers a call of a caller with this common name; none: without a
  // certificate.
  grpc::Status Process(const std::string& path, const std::string& common_name) {
    test::FakeAuthContext::Properties properties;
    if (!common_name.empty()) properties.emplace("x509_common_name", common_name);
    test::FakeAuthContext context(properties);
    grpc::AuthMetadataProcessor::InputMetadata metadata;
    if (!path.empty()) metadata.emplace(":path", path);
    grpc::AuthMetadataProcessor::OutputMetadata consumed, response;
    return guard_.Process(metadata, &context, &consumed, &response);
  }

  std::vector<std::string> refused_;
  MethodGuard guard_{std::make_shared<const access::Policy>(std::vector<access::Grant>{
                         {Role::kReporter, "cn:reporter"}, {Role::kAdmin, "cn:admin"}}),
                     [this](const std::string& caller) { refused_.push_back(caller); }};
};

TEST_F(MethodGuardTest, LetsTheAgentsOwnMethodsPassWhoeverCalls) {
  for (size_t i = 0; i < kMethods; ++i) {
    const std::string path(TraitsOf(static_cast<Method>(i)).path);
    EXPECT_TRUE(Process(path, "stranger").ok()) << path;
  }
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(MethodGuardTest, LetsAnAdminCallEverythingElse) {
  EXPECT_TRUE(Process(kChannelz, "admin").ok());
  EXPECT_TRUE(Process(kNowhere, "admin").ok());
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(MethodGuardTest, RefusesOthersInTheSameWordsAndReportsWho) {
  for (const std::string path : {kChannelz, kNowhere}) {
    for (const std::string caller : {"reporter", "stranger", ""}) {
      const grpc::Status status = Process(path, caller);
      EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
      EXPECT_EQ(status.error_message(), "the caller has no role that may call this");
    }
  }
  EXPECT_THAT(refused_,
              ElementsAre("cn:reporter", "cn:stranger", "", "cn:reporter", "cn:stranger", ""));
}

TEST_F(MethodGuardTest, RefusesACallWithoutAPath) {
  EXPECT_EQ(Process("", "reporter").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(refused_, ElementsAre("cn:reporter"));
}

TEST_F(MethodGuardTest, DoesNotBlock) { EXPECT_FALSE(guard_.IsBlocking()); }

}  // namespace
}  // namespace linkstat::rpc
