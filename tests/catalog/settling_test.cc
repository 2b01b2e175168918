#include "agent/catalog/settling.h"

#include <gtest/gtest.h>

namespace linkstat::catalog {
namespace {

using Step = Settling::Step;

const FileContent kOne{"one", ""};
const FileContent kTwo{"two", ""};
const FileContent kGone{std::nullopt, "the file cannot be read"};

// One that has loaded `content`.
Settling Loaded(const FileContent& content) {
  Settling settling;
  settling.SetLoaded(content);
  return settling;
}

TEST(Settling, RestsOnWhatIsLoaded) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kOne, false), Step::kRest);
}

TEST(Settling, LoadsWhatIsFoundTwice) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLoad);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kRest);
}

TEST(Settling, LoadsNothingThatGoesOnChanging) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kGone, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLookAgain);
}

TEST(Settling, RestsWhenAChangeIsTakenBack) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kOne, false), Step::kRest);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kLookAgain);
}

TEST(Settling, LoadsWhatIsRequestedAtOnce) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kOne, true), Step::kLoad);
  EXPECT_EQ(settling.Next(kTwo, true), Step::kLoad);
  EXPECT_EQ(settling.Next(kTwo, false), Step::kRest);
}

TEST(Settling, LoadsAFileThatVanished) {
  Settling settling = Loaded(kOne);
  EXPECT_EQ(settling.Next(kGone, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kGone, false), Step::kLoad);
}

TEST(Settling, LoadsTheFirstContentItLearnsOf) {
  Settling settling;
  EXPECT_EQ(settling.Next(kOne, false), Step::kLookAgain);
  EXPECT_EQ(settling.Next(kOne, false), Step::kLoad);
}

}  // namespace
}  // namespace linkstat::catalog
