#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>
#include <utility>

#include "agent/catalog/load.h"
#include "tests/rpc/service/both_ways.h"
#include "tests/service/random_account.h"

namespace linkstat::rpc {
namespace {

// Random requests, as they are and damaged: pieces that protobuf merges, among
// them fields that nobody knows and fields of the wrong type.
class RandomRequests {
 public:
  explicit RandomRequests(const BothWays& both)
      : catalog_(both.catalog()), revision_(both.revision()) {}

  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  std::string Check() {
    v1::CheckPermissionsRequest piece;
    std::string bytes;
    for (int pieces = Below(4); pieces > 0; --pieces) {
      piece.Clear();
      switch (Below(8)) {
        case 0:
          piece.set_view(static_cast<v1::View>(Below(4)));
          break;
        case 1:
          piece.set_expected_revision(Below(4) == 0 ? "x" : revision_);
          break;
        case 2:
          if (Below(4) == 0) piece.set_linked_account("a");
          break;
        case 3:
          if (Below(4) == 0) bytes += Odd();
          break;
        default:
          piece.mutable_observed();
          for (int names = Below(7); names > 0; --names)
            piece.mutable_observed()->add_names(Name());
      }
      bytes += piece.SerializeAsString();
    }
    return Damaged(std::move(bytes));
  }

  std::string Batch() {
    std::string bytes;
    for (int items = Below(4); items > 0; --items) {
      const std::string item = Check();
      bytes += '\x0a';
      if (item.size() >= 128) bytes += static_cast<char>(item.size() | 0x80);
      bytes += static_cast<char>(item.size() < 128 ? item.size() : item.size() >> 7);
      bytes += item;
    }
    return Damaged(std::move(bytes));
  }

  std::string Guide() {
    v1::GetLinkingDetailsRequest request;
    const char* const names[] = {"Ada", "", "\u00c5sa", "a\nb", "\xff"};
    const char* const emails[] = {"a@example.com", "@", "", "a b@example.com", "x@y"};
    if (Below(2) == 0) request.mutable_identity()->set_first_name(names[Below(2) * Below(5)]);
    if (Below(2) == 0) request.mutable_identity()->set_work_email(emails[Below(2) * Below(5)]);
    if (Below(3) == 0) request.set_transitioning(true);
    request.set_view(static_cast<v1::View>(Below(8) == 0 ? 7 : Below(3)));
    if (Below(8) == 0) request.set_render(v1::RENDER_TEXT);
    if (Below(4) == 0) request.set_expected_revision(Below(4) == 0 ? "x" : revision_);
    return Damaged(request.SerializeAsString() + (Below(16) == 0 ? Odd() : ""));
  }

 private:
  // Mostly a label of the canonical catalog.
  std::string Name() {
    const auto& permissions = catalog_.permissions();
    std::string label = permissions[Below(permissions.size())].label();
    if (Below(20) == 0) label[0] = static_cast<char>(Below(256));
    return label;
  }

  std::string Odd() {
    const std::string odd[] = {
        std::string("\x08\x01", 2),           // observed as a number
        std::string("\x12\x01\x01", 3),       // view as bytes
        std::string("\x10\x82\x00", 3),       // view in more bytes than it needs
        std::string("\x8a\x00\x00", 3),       // a tag in more bytes than it needs
        std::string("\x0a\x80\x00", 3),       // a length in more bytes than it needs
        std::string("\x7a\x01x", 3),          // an unknown field
        std::string("\x0a\x03\x12\x01x", 5),  // an unknown field of observed
        std::string("\x0b\x0c", 2),           // a group
        std::string("\x00\x00", 2),           // field 0
    };
    return odd[Below(std::size(odd))];
  }

  std::string Damaged(std::string bytes) {
    if (bytes.empty() || Below(4) != 0) return bytes;
    if (Below(2) == 0) return bytes.substr(0, Below(static_cast<int>(bytes.size())));
    bytes[Below(static_cast<int>(bytes.size()))] = static_cast<char>(Below(256));
    return bytes;
  }

  const v1::Catalog& catalog_;
  const std::string revision_;
  std::mt19937 random_{test::RandomSeed()};
};

class RandomPureCalls : public testing::Test {
 protected:
  // How many of 20,000 random requests were answered from the cache in the end.
  template <typename Answers>
  int CountStored(const Answers& answers) {
    int stored = 0;
    for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
      if (answers()) ++stored;
    }
    return stored;
  }

  BothWays both_{catalog::EmbeddedCatalog()};
  RandomRequests random_{both_};
};

TEST_F(RandomPureCalls, AnswerChecksAsComputed) {
  const int stored = CountStored([&] { return both_.CheckPermissions(random_.Check()); });
  EXPECT_GT(stored, 8'000);
  EXPECT_LT(stored, 19'000);
}

TEST_F(RandomPureCalls, AnswerBatchesAsComputed) {
  const int stored = CountStored([&] { return both_.BatchCheckPermissions(random_.Batch()); });
  EXPECT_GT(stored, 4'000);
  EXPECT_LT(stored, 19'000);
}

TEST_F(RandomPureCalls, AnswerDetailsAsComputed) {
  const int stored = CountStored([&] { return both_.GetLinkingDetails(random_.Guide()); });
  EXPECT_GT(stored, 1'000);
  EXPECT_LT(stored, 19'000);
}

}  // namespace
}  // namespace linkstat::rpc
