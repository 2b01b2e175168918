#include <gtest/gtest.h>

#include "client/cli/session.h"
#include "linkstat/v1/linking_service.pb.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::cli {
namespace {

const auto kResponse =
    test::ParseProto<v1::CheckPermissionsResponse>(R"pb(verdict: VERDICT_SATISFIED
                                                        unrecognized { input: "<\n>" }
                                                        catalog_revision: "r")pb");

TEST(Json, IsIndentedAndEndsWithOneLineFeed) {
  EXPECT_EQ(*ToJson(kResponse, JsonLayout::kIndented),
            "{\n"
            " \"verdict\": \"VERDICT_SATISFIED\",\n"
            " \"unrecognized\": [\n"
            "  {\n"
            "   \"input\": \"\\u003c\\n\\u003e\"\n"
            "  }\n"
            " ],\n"
            " \"catalogRevision\": \"r\"\n"
            "}\n");
}

TEST(Json, OneLineIsOneLine) {
  EXPECT_EQ(
      *ToJson(kResponse, JsonLayout::kOneLine),
      "{\"verdict\":\"VERDICT_SATISFIED\",\"unrecognized\":[{\"input\":\"\\u003c\\n\\u003e\"}],"
      "\"catalogRevision\":\"r\"}\n");
}

}  // namespace
}  // namespace linkstat::cli
