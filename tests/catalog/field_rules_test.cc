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

struct RuleCase {
  const char* type;
  const char* field;
  FieldRule rule;
};

class RuleOfField : public testing::TestWithParam<RuleCase> {};

TEST_P(RuleOfField, FollowsFromTheSchema) {
  const auto& [type, field, expected] = GetParam();
  const Descriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          std::string("linkstat.v1.") + type);
  ASSERT_NE(descriptor, nullptr);
  const FieldRule rule = RuleOf(descriptor->FindFieldByName(field));
  EXPECT_EQ(rule.content, expected.content);
  EXPECT_EQ(rule.min, expected.min);
  EXPECT_EQ(rule.max, expected.max);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RuleOfField,
    testing::Values(RuleCase{"Catalog", "provider", {Content::kMessage, 1, 1}},
                    RuleCase{"Catalog", "transition_rule", {Content::kMessage, 0, 1}},
                    RuleCase{"Catalog", "prerequisites", {Content::kMessage, 0, 64}},
                    RuleCase{"Catalog", "steps", {Content::kMessage, 1, 64}},
                    RuleCase{"Catalog", "form_fields", {Content::kMessage, 1, 64}},
                    RuleCase{"Catalog", "permissions", {Content::kMessage, 1, 1000}},
                    RuleCase{"Catalog", "unneeded_permissions", {Content::kMessage, 0, 1000}},
                    RuleCase{"Catalog", "data_domains", {Content::kMessage, 1, 64}},
                    RuleCase{"Provenance", "sources", {Content::kMessage, 1, 64}},
                    RuleCase{"Prerequisite", "any_of", {Content::kMessage, 1, 64}},
                    RuleCase{"FormField", "parts", {Content::kMessage, 0, 8}},
                    RuleCase{"FormField", "kind", {Content::kEnum, 1, 1}},
                    RuleCase{"FormField", "provided", {Content::kEnum, 0, 1}},
                    RuleCase{"FormField", "value", {Content::kLabel, 0, 1}},
                    RuleCase{"FormField", "aliases", {Content::kLabel, 0, 64}},
                    RuleCase{"AuthMethod", "also_called", {Content::kLabel, 0, 64}},
                    RuleCase{"Step", "title", {Content::kLabel, 1, 1}},
                    RuleCase{"Step", "instruction", {Content::kText, 1, 1}},
                    RuleCase{"Permission", "id", {Content::kId, 1, 1}},
                    RuleCase{"Permission", "label", {Content::kLabel, 1, 1}},
                    RuleCase{"Permission", "access_note", {Content::kText, 0, 1}},
                    RuleCase{"Permission", "data_domain_ids", {Content::kId, 1, 64}},
                    RuleCase{"TransitionRule", "form_field_ids", {Content::kId, 0, 64}},
                    RuleCase{"SourceDocument", "sha256", {Content::kSha256, 1, 1}},
                    RuleCase{"Resource", "uri", {Content::kUri, 0, 1}}),
    [](const auto& row) { return std::string(row.param.type) + "_" + row.param.field; });

// There is a rule for these only.
TEST(CatalogSchema, HasOnlyMessagesStringsAndSingleEnums) {
  for (const Descriptor* type : TypesOfACatalog()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const bool single_enum =
          field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field->is_repeated();
      EXPECT_TRUE(single_enum || field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
                  field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
          << field->full_name();
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
