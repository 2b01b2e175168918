#include "agent/catalog/field_rules.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Every message type that a catalog can hold.
void Collect(const Descriptor* type, std::set<const Descriptor*>& types) {
  if (!types.insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    const Descriptor* nested = type->field(i)->message_type();
    if (nested != nullptr) Collect(nested, types);
  }
}

std::set<const Descriptor*> TypesOfACatalog() {
  std::set<const Descriptor*> types;
  Collect(v1::Catalog::descriptor(), types);
  return types;
}

bool Fits(const FieldDescriptor* field, Content content) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return content == Content::kMessage;
    case FieldDescriptor::CPPTYPE_ENUM:
      return content == Content::kEnum && !field->is_repeated();
    case FieldDescriptor::CPPTYPE_STRING:
      return content != Content::kMessage && content != Content::kEnum;
    default:
      return false;
  }
}

TEST(FieldRules, HaveOneForEveryFieldOfACatalog) {
  for (const Descriptor* type : TypesOfACatalog()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      ASSERT_NE(RuleOf(field), nullptr) << field->full_name();
      EXPECT_TRUE(Fits(field, RuleOf(field)->content)) << field->full_name();
    }
  }
}

TEST(FieldRules, AllowOneOfWhatIsNotRepeated) {
  for (const Descriptor* type : TypesOfACatalog()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (!field->is_repeated()) {
        EXPECT_EQ(RuleOf(field)->max, 1) << field->full_name();
      }
    }
  }
}

// The parser passes over reserved names without a word: a catalog that sets one
// would lose it unseen.
TEST(CatalogSchema, ReservesNoNames) {
  for (const Descriptor* type : TypesOfACatalog()) {
    EXPECT_EQ(type->reserved_name_count(), 0) << type->full_name();
  }
}

// A revision is the same everywhere because nothing in a catalog has an order
// that a serializer may choose.
TEST(CatalogSchema, HasNoMaps) {
  for (const Descriptor* type : TypesOfACatalog()) {
    for (int i = 0; i < type->field_count(); ++i) {
      EXPECT_FALSE(type->field(i)->is_map()) << type->field(i)->full_name();
    }
  }
}

}  // namespace
}  // namespace linkstat::catalog
