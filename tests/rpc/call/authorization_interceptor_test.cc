#include "agent/rpc/call/authorization_interceptor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "tests/rpc/call/fake_auth_context.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

using access::Role;
using Properties = test::FakeAuthContext::Properties;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> IdentitiesWith(const Properties& properties, bool authenticated = true) {
  return CallerIdentities(test::FakeAuthContext(properties, authenticated));
}

TEST(CallerIdentities, AreThoseOfTheCertificate) {
  EXPECT_THAT(IdentitiesWith(Properties{{"peer_uri", "spiffe://corp/sync"},
                                        {"peer_uri", "https://corp/sync"},
                                        {"peer_dns", "sync.corp"},
                                        {"x509_common_name", "sync"}}),
              ElementsAre("spiffe://corp/sync"));
  EXPECT_THAT(IdentitiesWith(Properties{{"peer_dns", "a.corp"}, {"peer_dns", "b.corp"}}),
              ElementsAre("dns:a.corp", "dns:b.corp"));
  EXPECT_THAT(IdentitiesWith(Properties{{"x509_common_name", "sync"}}), ElementsAre("cn:sync"));
}

TEST(CallerIdentities, AreNoneWithoutACertificateThatWasVerified) {
  EXPECT_THAT(IdentitiesWith(Properties{{"x509_common_name", "sync"}}, false), IsEmpty());
  EXPECT_THAT(IdentitiesWith(Properties{}), IsEmpty());
}

TEST(CallerIdentities, AreNoneWhereTheCommonNameIsAmbiguous) {
  EXPECT_THAT(IdentitiesWith(Properties{{"x509_common_name", "a"}, {"x509_common_name", "b"}}),
              IsEmpty());
}

class AuthorizationInterceptorTest : public testing::Test {
 protected:
  absl::Status Begin(Method method, std::vector<std::string> identities) {
    const Call call(nullptr, {.method = method,
                              .context = &context_,
                              .begin = {},
                              .identities = std::move(identities),
                              .request_id = {}});
    return interceptor_.Begin(call);
  }

  // The methods that a caller may call.
  std::set<Method> Allowed(const std::string& identity) {
    std::set<Method> allowed;
    for (size_t i = 0; i < kMethods; ++i) {
      const auto method = static_cast<Method>(i);
      if (Begin(method, {identity}).ok()) allowed.insert(method);
    }
    return allowed;
  }

  grpc::CallbackServerContext context_;
  const AuthorizationInterceptor interceptor_{std::make_shared<const access::Policy>(
      std::vector<access::Grant>{{Role::kReader, "cn:reader"},
                                 {Role::kReporter, "cn:reporter"},
                                 {Role::kAdmin, "cn:admin"}})};
};

TEST_F(AuthorizationInterceptorTest, AllowsEachRoleItsMethods) {
  const std::set<Method> health = {Method::kHealthCheck, Method::kHealthWatch};
  const std::set<Method> reports = {Method::kCreateLinkedAccount, Method::kReportServiceAccount,
                                    Method::kReportServiceAccounts};
  std::set<Method> admin = {Method::kDeleteLinkedAccount};
  std::set<Method> all;
  for (size_t i = 0; i < kMethods; ++i) {
    const auto method = static_cast<Method>(i);
    all.insert(method);
    const absl::string_view service = TraitsOf(method).service();
    if (absl::StrContains(service, "Reflection") || absl::StrContains(service, "Channelz")) {
      admin.insert(method);
    }
  }
  std::set<Method> reporter = all;
  for (const Method method : admin) reporter.erase(method);
  std::set<Method> reader = reporter;
  for (const Method method : reports) reader.erase(method);
  EXPECT_EQ(Allowed("cn:stranger"), health);
  EXPECT_EQ(Allowed("cn:reader"), reader);
  EXPECT_EQ(Allowed("cn:reporter"), reporter);
  EXPECT_EQ(Allowed("cn:admin"), all);
}

TEST_F(AuthorizationInterceptorTest, RejectsWithTheSameMessageWhateverWasCalled) {
  for (const Method method : {Method::kCheckPermissions, Method::kDeleteLinkedAccount}) {
    const absl::Status refusal = Begin(method, {});
    EXPECT_EQ(refusal.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(refusal.message(), "the caller has no role that may call this");
    EXPECT_EQ(test::ReasonOf(refusal), "NOT_ALLOWED");
  }
}

TEST_F(AuthorizationInterceptorTest, CountsEveryIdentityOfACaller) {
  EXPECT_TRUE(Begin(Method::kDeleteLinkedAccount, {"cn:stranger", "cn:admin"}).ok());
}

TEST_F(AuthorizationInterceptorTest, ChecksAPermissionWithoutACall) {
  EXPECT_TRUE(interceptor_.Check({"cn:admin"}, access::Permission::kInspect).ok());
  for (const char* caller : {"cn:reporter", "cn:stranger"}) {
    const absl::Status refusal = interceptor_.Check({caller}, access::Permission::kInspect);
    EXPECT_EQ(refusal.code(), absl::StatusCode::kPermissionDenied) << caller;
    EXPECT_EQ(refusal, Begin(Method::kReflection, {caller})) << caller;
  }
}

TEST(AuthorizationInterceptor, AllowsEverythingWithoutAPolicy) {
  grpc::CallbackServerContext context;
  const AuthorizationInterceptor interceptor(nullptr);
  EXPECT_THAT(interceptor.IdentitiesOf(context), IsEmpty());
  const Call call(nullptr, {.method = Method::kDeleteLinkedAccount,
                            .context = &context,
                            .begin = {},
                            .identities = {},
                            .request_id = {}});
  EXPECT_TRUE(interceptor.Begin(call).ok());
}

}  // namespace
}  // namespace linkstat::rpc
