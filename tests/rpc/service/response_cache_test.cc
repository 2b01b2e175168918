#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/rpc/service/served_snapshot.h"

namespace linkstat::rpc {
namespace {

constexpr Method kMethod = Method::kCheckPermissions;

ResponseCache::Response ResponseOf(const std::string& bytes) {
  ResponseCache::Response response = {grpc::Slice(bytes), {}};
  response.decisions.Add(v1::VERDICT_SATISFIED, static_cast<int>(bytes.size()));
  return response;
}

// "absent", or the bytes found.
std::string BytesOf(const std::optional<ResponseCache::Response>& found) {
  return found.has_value() ? std::string(found->bytes.begin(), found->bytes.end()) : "absent";
}

void AddTwice(ResponseCache& cache, const std::string& request, const std::string& response) {
  for (int i = 0; i < 2; ++i) cache.Add(kMethod, request, ResponseOf(response));
}

class ResponseCacheTest : public testing::Test {
 protected:
  ResponseCache::Counts counts_;
  ResponseCache cache_{&counts_};
};

TEST_F(ResponseCacheTest, StoresOnTheSecondTime) {
  cache_.Add(kMethod, "request", ResponseOf("response"));
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "request")), "absent");
  EXPECT_EQ(cache_.bytes(), 0u);
  cache_.Add(kMethod, "request", ResponseOf("response"));
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "request")), "response");
}

TEST_F(ResponseCacheTest, ReturnsTheDecisionsWithTheResponse) {
  AddTwice(cache_, "request", "response");
  const auto found = cache_.Find(kMethod, "request");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->decisions.verdicts, ResponseOf("response").decisions.verdicts);
  EXPECT_EQ(found->decisions.unrecognized_names, 8u);
}

TEST_F(ResponseCacheTest, DistinguishesMethodsAndRequests) {
  AddTwice(cache_, "request", "response");
  EXPECT_EQ(BytesOf(cache_.Find(Method::kFindRequirements, "request")), "absent");
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "Request")), "absent");
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "request ")), "absent");
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "")), "absent");
}

TEST_F(ResponseCacheTest, DoesNotStoreLongRequests) {
  const std::string longest(ResponseCache::kMaxRequest, 'a');
  AddTwice(cache_, longest, "response");
  AddTwice(cache_, longest + "a", "response");
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, longest)), "response");
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, longest + "a")), "absent");
}

TEST_F(ResponseCacheTest, DoesNotStoreAResponseOfMoreThanAQuarterOfIt) {
  AddTwice(cache_, "request", std::string(ResponseCache::kMaxBytes / 4, 'a'));
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "request")), "absent");
  EXPECT_EQ(cache_.bytes(), 0u);
}

TEST_F(ResponseCacheTest, CountsHitsAndMisses) {
  cache_.Find(kMethod, "request");
  AddTwice(cache_, "request", "response");
  for (int i = 0; i < 3; ++i) cache_.Find(kMethod, "request");
  EXPECT_EQ(counts_.misses.load(), 2u);
  EXPECT_EQ(counts_.hits.load(), 3u);
}

TEST_F(ResponseCacheTest, StaysWithinItsBoundInBytes) {
  constexpr size_t kBound = 64 << 10;
  ResponseCache cache(&counts_, kBound);
  size_t largest = 0;
  for (int i = 0; i < 1000; ++i) {
    AddTwice(cache, absl::StrCat("request ", i), std::string(static_cast<size_t>(i), 'a'));
    EXPECT_EQ(BytesOf(cache.Find(kMethod, absl::StrCat("request ", i))).size(),
              static_cast<size_t>(i));
    largest = std::max(largest, cache.bytes());
  }
  EXPECT_LE(largest, kBound);
  EXPECT_GT(largest, kBound * 9 / 10);
}

TEST_F(ResponseCacheTest, StaysWithinItsBoundInResponses) {
  for (size_t i = 0; i < 3 * ResponseCache::kMaxResponses; ++i) {
    AddTwice(cache_, absl::StrCat("request ", i), "response");
  }
  size_t stored = 0;
  for (size_t i = 0; i < 3 * ResponseCache::kMaxResponses; ++i) {
    if (cache_.Find(kMethod, absl::StrCat("request ", i)).has_value()) ++stored;
  }
  EXPECT_LE(stored, ResponseCache::kMaxResponses);
  EXPECT_GT(stored, ResponseCache::kMaxResponses / 2);
}

// What a caller does that fills the cache on purpose.
TEST_F(ResponseCacheTest, KeepsWhatIsFoundWhileOtherResponsesFillIt) {
  AddTwice(cache_, "often", "response");
  for (size_t i = 0; i < 5 * ResponseCache::kMaxResponses; ++i) {
    AddTwice(cache_, absl::StrCat("request ", i), std::string(1000, 'a'));
    if (i % 100 != 0) continue;
    ASSERT_EQ(BytesOf(cache_.Find(kMethod, "often")), "response") << i;
  }
}

TEST_F(ResponseCacheTest, EvictsNothingForRequestsThatComeOnce) {
  AddTwice(cache_, "seldom", "response");
  const size_t bytes = cache_.bytes();
  for (size_t i = 0; i < 5 * ResponseCache::kMaxResponses; ++i) {
    cache_.Add(kMethod, absl::StrCat("request ", i), ResponseOf(std::string(1000, 'a')));
  }
  EXPECT_EQ(cache_.bytes(), bytes);
  EXPECT_EQ(BytesOf(cache_.Find(kMethod, "seldom")), "response");
}

TEST_F(ResponseCacheTest, FindsWhatWasAddedOnSeveralThreads) {
  constexpr size_t kBound = 64 << 10;
  ResponseCache cache(&counts_, kBound);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 20'000; ++i) {
        const std::string request = absl::StrCat((i * (thread + 1)) % 300);
        const auto found = cache.Find(kMethod, request);
        if (found.has_value()) {
          EXPECT_EQ(BytesOf(found), request + std::string(300, 'a'));
        } else {
          cache.Add(kMethod, request, ResponseOf(request + std::string(300, 'a')));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counts_.hits + counts_.misses, 4u * 20'000);
  EXPECT_GT(counts_.hits.load(), 1000u);
  EXPECT_LE(cache.bytes(), kBound);
}

}  // namespace
}  // namespace linkstat::rpc
