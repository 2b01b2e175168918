#include "agent/rpc/call/call_tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/rpc/call/call_interceptors.h"
#include "grpcpp/test/server_context_test_spouse.h"

namespace linkstat::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpan[] = "00f067aa0ba902b7";

TEST(RequestId, IsUpTo128LettersDigitsAndMarks) {
  for (const std::string& good :
       {std::string("a"), std::string("Req-7_x.y:z/1+2="), std::string(128, 'x')}) {
    EXPECT_EQ(ReadTags(good, "").request_id, good);
  }
}

TEST(RequestId, IsAbsentWhereItIsAnythingElse) {
  for (const std::string& bad :
       {std::string(), std::string(129, 'x'), std::string("a b"), std::string("<b>"),
        std::string("a@b.example"), std::string("a\n"), std::string("\xc3\xa4"),
        std::string("a\0b", 3), std::string("a\"b")}) {
    EXPECT_EQ(ReadTags(bad, "").request_id, "") << bad;
  }
}

TEST(TraceParent, HasTraceAndSpan) {
  for (const std::string& good :
       {absl::StrCat("00-", kTrace, "-", kSpan, "-01"),
        absl::StrCat("00-", kTrace, "-", kSpan, "-00"),
        // Of a later version, which may have more.
        absl::StrCat("cc-", kTrace, "-", kSpan, "-01"),
        absl::StrCat("01-", kTrace, "-", kSpan, "-01-what-comes-later")}) {
    const CallTags tags = ReadTags("", good);
    EXPECT_EQ(tags.trace_id, kTrace) << good;
    EXPECT_EQ(tags.span_id, kSpan) << good;
  }
}

TEST(TraceParent, IsAbsentAsAWholeWhereAnyPartIsNotValid) {
  const std::string zero_trace(32, '0'), zero_span(16, '0');
  for (const std::string& bad :
       {std::string(), absl::StrCat("00-", kTrace, "-", kSpan),
        absl::StrCat("00-", kTrace, "-", kSpan, "-0"),
        absl::StrCat("00-", kTrace, "-", kSpan, "-01-more"),
        absl::StrCat("00-", kTrace, "-", kSpan, "-011"),
        absl::StrCat("01-", kTrace, "-", kSpan, "-01x"),
        absl::StrCat("ff-", kTrace, "-", kSpan, "-01"),
        absl::StrCat("0x-", kTrace, "-", kSpan, "-01"),
        absl::StrCat("00-", kTrace, "-", kSpan, "-0x"),
        absl::StrCat("00_", kTrace, "-", kSpan, "-01"),
        absl::StrCat("00-", kTrace, "_", kSpan, "-01"),
        absl::StrCat("00-", kTrace, "-", kSpan, "_01"),
        absl::StrCat("00-", zero_trace, "-", kSpan, "-01"),
        absl::StrCat("00-", kTrace, "-", zero_span, "-01"),
        std::string("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01")}) {
    const CallTags tags = ReadTags("", bad);
    EXPECT_EQ(tags.trace_id, "") << bad;
    EXPECT_EQ(tags.span_id, "") << bad;
  }
}

class TagsOfContextTest : public testing::Test {
 protected:
  // What the caller gets back.
  auto Returned() {
    EXPECT_TRUE(interceptors_.Begin(interceptors_.NewCall(Method::kGetCatalog, &context_)).ok());
    return spouse_.GetInitialMetadata();
  }

  grpc::ServerContext context_;
  grpc::testing::ServerContextTestSpouse spouse_{&context_};
  CallInterceptors interceptors_{InterceptorOptions(), nullptr};
};

TEST_F(TagsOfContextTest, AreReadFromTheHeaders) {
  spouse_.AddClientMetadata("x-request-id", "req-7");
  spouse_.AddClientMetadata("traceparent", absl::StrCat("00-", kTrace, "-", kSpan, "-01"));
  const CallTags tags = TagsOf(context_);
  EXPECT_EQ(tags.request_id, "req-7");
  EXPECT_EQ(tags.trace_id, kTrace);
  EXPECT_EQ(tags.span_id, kSpan);
  EXPECT_EQ(RequestIdOf(context_), "req-7");
}

TEST_F(TagsOfContextTest, AreAbsentWithoutHeaders) {
  EXPECT_EQ(RequestIdOf(context_), "");
  EXPECT_EQ(TagsOf(context_).trace_id, "");
}

TEST_F(TagsOfContextTest, ARequestIdIsReturnedToTheCaller) {
  spouse_.AddClientMetadata("x-request-id", "req-7");
  EXPECT_THAT(Returned(), ElementsAre(Pair("x-request-id", "req-7")));
}

TEST_F(TagsOfContextTest, ARequestIdThatIsNoneIsNotReturned) {
  spouse_.AddClientMetadata("x-request-id", "a b");
  EXPECT_THAT(Returned(), IsEmpty());
}

}  // namespace
}  // namespace linkstat::rpc
