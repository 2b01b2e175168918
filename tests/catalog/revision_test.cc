#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "agent/catalog/load.h"
#include "google/protobuf/text_format.h"
#include "tests/catalog/base_catalog.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::MatchesRegex;

std::string RevisionOfText(const std::string& text) { return test::Load(text)->revision(); }

TEST(Revision, Is32LowerCaseHexadecimalDigits) {
  EXPECT_THAT(RevisionOfText(test::BaseText()), MatchesRegex("[0-9a-f]{32}"));
}

// Agents and tools compare revisions across versions and machines: this value
// changes only with the base catalog.
TEST(Revision, OfTheBaseCatalogIsAsEver) {
  EXPECT_EQ(RevisionOfText(test::BaseText()), "5ec0ca2467bf29612e79bddecfc6d4f7");
}

TEST(Revision, DoesNotDependOnLayout) {
  std::string one_line;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.PrintToString(test::Load(test::BaseText())->catalog(), &one_line);
  EXPECT_EQ(RevisionOfText(one_line), RevisionOfText(test::BaseText()));
}

TEST(Revision, DoesNotDependOnComments) {
  EXPECT_EQ(RevisionOfText("# A remark.\n" + test::BaseText()), RevisionOfText(test::BaseText()));
}

TEST(Revision, DoesNotDependOnTheOrderOfFields) {
  const std::string reordered = test::EditedText("  id: \"role\"\n  label: \"Role\"\n",
                                                 "  label: \"Role\"\n  id: \"role\"\n");
  EXPECT_EQ(RevisionOfText(reordered), RevisionOfText(test::BaseText()));
}

TEST(Revision, DependsOnTheOrderOfEntries) {
  const std::string reordered = test::EditedText(
      "  any_of { id: \"admin\" text: \"They are an administrator.\" }\n"
      "  any_of { id: \"shared\" text: \"Access was shared with them.\" }\n",
      "  any_of { id: \"shared\" text: \"Access was shared with them.\" }\n"
      "  any_of { id: \"admin\" text: \"They are an administrator.\" }\n");
  EXPECT_NE(RevisionOfText(reordered), RevisionOfText(test::BaseText()));
}

// Collects the revisions of a catalog with one fact changed, for every fact.
class FactChanger {
 public:
  explicit FactChanger(v1::Catalog catalog) : catalog_(std::move(catalog)) { ChangeIn(&catalog_); }

  const std::vector<std::string>& revisions() const { return revisions_; }

 private:
  void ChangeIn(Message* message) {
    const auto* reflection = message->GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(*message, &fields);
    for (const FieldDescriptor* field : fields) {
      const int size = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
      for (int i = 0; i < size; ++i) ChangeField(message, field, i);
    }
  }

  void ChangeField(Message* message, const FieldDescriptor* field, int index) {
    const auto* reflection = message->GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ChangeIn(field->is_repeated() ? reflection->MutableRepeatedMessage(message, field, index)
                                    : reflection->MutableMessage(message, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int value = reflection->GetEnumValue(*message, field);
      reflection->SetEnumValue(message, field, value + 1);
      revisions_.push_back(RevisionOf(catalog_));
      reflection->SetEnumValue(message, field, value);
    } else if (field->is_repeated()) {
      const std::string value = reflection->GetRepeatedString(*message, field, index);
      reflection->SetRepeatedString(message, field, index, value + "x");
      revisions_.push_back(RevisionOf(catalog_));
      reflection->SetRepeatedString(message, field, index, value);
    } else {
      const std::string value = reflection->GetString(*message, field);
      reflection->SetString(message, field, value + "x");
      revisions_.push_back(RevisionOf(catalog_));
      reflection->SetString(message, field, value);
    }
  }

  v1::Catalog catalog_;
  std::vector<std::string> revisions_;
};

TEST(Revision, IsAnotherOneForEveryFactThatChanges) {
  const auto base = test::Load(test::BaseText());
  const FactChanger changer(base->catalog());
  std::set<std::string> distinct(changer.revisions().begin(), changer.revisions().end());
  distinct.insert(base->revision());
  EXPECT_GT(changer.revisions().size(), 90u);
  EXPECT_EQ(distinct.size(), changer.revisions().size() + 1);
}

}  // namespace
}  // namespace linkstat::catalog
