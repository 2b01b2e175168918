#include "agent/rpc/service/method_handlers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "agent/rpc/transport/generic_server.h"
#include "grpcpp/server_builder.h"
#include "tests/support/captured_log.h"
#include "tests/support/metric_text.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

constexpr char kUnknown[] = "/linkstat.v1.SecretService/Anything";
constexpr char kKnown[] = "/linkstat.v1.CatalogService/GetCatalog";

// A server with one handler, for GetCatalog.
class MethodHandlersTest : public testing::Test {
 protected:
  // With a policy, it names nobody.
  explicit MethodHandlersTest(bool with_policy = false,
                              UnknownMethods unknown = UnknownMethods::kAuthorized) {
    InterceptorOptions options;
    if (with_policy) {
      options.policy = std::make_shared<const access::Policy>(std::vector<access::Grant>());
    }
    interceptors_ = std::make_unique<CallInterceptors>(options, &log_);
    handlers_ = std::make_unique<MethodHandlers>(interceptors_.get(), unknown);
    handlers_->Add(Method::kGetCatalog, [](ServerCall* call) {
      call->response() = call->request();
      call->Finish(absl::OkStatus());
    });
    server_ = std::make_unique<GenericServer>(handlers_.get(), &watch_, 1);
    grpc::ServerBuilder builder;
    EXPECT_TRUE(server_->Start(builder, &peers_).ok());
  }
  ~MethodHandlersTest() override { server_->Shutdown(absl::ZeroDuration()); }

  absl::Status Call(const char* path) {
    return test::RawCall(server_->server()->InProcessChannel({}), path, "").status();
  }

  std::string Refused() const {
    telemetry::MetricSet set;
    set.Add([this](telemetry::MetricFamilies& families) { interceptors_->Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_other_methods_refused_total");
  }

  test::CapturedLog sink_;
  const telemetry::Log log_{telemetry::LogOptions(), &sink_};
  LoopWatch watch_{&log_};
  net::PeerTable peers_;
  std::unique_ptr<CallInterceptors> interceptors_;
  std::unique_ptr<MethodHandlers> handlers_;
  std::unique_ptr<GenericServer> server_;
};

TEST_F(MethodHandlersTest, CallsTheHandlerOfTheMethod) { EXPECT_TRUE(Call(kKnown).ok()); }

TEST_F(MethodHandlersTest, EndsACallWithoutAHandlerAsUnimplemented) {
  for (const char* path : {kUnknown, "/linkstat.v1.CatalogService/DiffCatalog"}) {
    EXPECT_EQ(Call(path).code(), absl::StatusCode::kUnimplemented) << path;
  }
  EXPECT_EQ(Refused(), "linkstat_other_methods_refused_total 0\n");
}

class RestrictedMethodHandlersTest : public MethodHandlersTest {
 protected:
  RestrictedMethodHandlersTest() : MethodHandlersTest(true) {}
};

TEST_F(RestrictedMethodHandlersTest, DeniesAnUnknownMethodAsOneThatExists) {
  const absl::Status denied = Call(kKnown);
  EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(test::ReasonOf(denied), "NOT_ALLOWED");
  EXPECT_EQ(Call(kUnknown), denied);
}

TEST_F(RestrictedMethodHandlersTest, CountsDeniedCallsOfUnknownMethodsAlone) {
  EXPECT_FALSE(Call(kUnknown).ok());
  EXPECT_FALSE(Call("/nowhere").ok());
  EXPECT_FALSE(Call(kKnown).ok());
  EXPECT_EQ(Refused(), "linkstat_other_methods_refused_total 2\n");
}

// As where callers are not authenticated.
class OpenMethodHandlersTest : public MethodHandlersTest {
 protected:
  OpenMethodHandlersTest() : MethodHandlersTest(true, UnknownMethods::kUnimplemented) {}
};

TEST_F(OpenMethodHandlersTest, NeitherDeniesNorCountsAnUnknownMethod) {
  EXPECT_EQ(Call(kUnknown).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Refused(), "linkstat_other_methods_refused_total 0\n");
}

}  // namespace
}  // namespace linkstat::rpc
