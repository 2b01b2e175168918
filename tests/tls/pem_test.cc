#include "agent/tls/pem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::tls {
namespace {

using testing::Optional;
using testing::Pair;

constexpr char kOne[] = "-----BEGIN ONE-----\nAAAA\nBBBB\n-----END ONE-----\n";
constexpr char kTwo[] = "-----BEGIN TWO-----\nCCCC\n-----END TWO-----\n";

// Each block as label and text.
std::optional<std::vector<std::pair<std::string, std::string>>> Split(const std::string& text) {
  const auto blocks = SplitPem(text);
  if (!blocks) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> result;
  for (const PemBlock& block : *blocks) result.emplace_back(block.label, block.text);
  return result;
}

TEST(SplitPem, ReturnsTheBlocksInTheirOrder) {
  EXPECT_THAT(Split(std::string(kOne) + kTwo),
              Optional(testing::ElementsAre(Pair("ONE", kOne), Pair("TWO", kTwo))));
}

TEST(SplitPem, LeavesOutRemarksAndTheEndsOfLinesOfOtherSystems) {
  EXPECT_THAT(Split("subject: A\n\n-----BEGIN TWO-----\r\nCCCC\r\n-----END TWO-----"),
              Optional(testing::ElementsAre(Pair("TWO", kTwo))));
}

TEST(SplitPem, FindsNothingInOtherText) {
  EXPECT_THAT(Split(""), Optional(testing::IsEmpty()));
  EXPECT_THAT(Split("no PEM\n"), Optional(testing::IsEmpty()));
}

TEST(SplitPem, RejectsATextThatIsCutOffAnywhereInItsLastBlock) {
  const std::string text = std::string(kOne) + kTwo;
  // All but the last line feed belongs to the block.
  for (size_t size = std::string(kOne).size() + 1; size < text.size() - 1; ++size) {
    EXPECT_EQ(Split(text.substr(0, size)), std::nullopt) << size;
  }
}

TEST(SplitPem, RejectsNestedBlocks) {
  EXPECT_EQ(Split("-----BEGIN ONE-----\n" + std::string(kTwo) + "-----END ONE-----\n"),
            std::nullopt);
  EXPECT_EQ(Split("-----BEGIN ONE-----\nAAAA\n-----END TWO-----\n"), std::nullopt);
}

}  // namespace
}  // namespace linkstat::tls
