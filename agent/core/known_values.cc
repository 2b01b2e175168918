#include "agent/core/known_values.h"

namespace linkstat::core {
namespace {

std::vector<std::string> FixedValues(const v1::FormField& field) {
  if (field.has_value()) return {field.value()};
  std::vector<std::string> values;
  for (const v1::ValuePart& part : field.parts()) values.push_back(part.value());
  return values;
}

std::vector<std::string> ProvidedValues(v1::ProvidedValue provided,
                                        const v1::LinkIdentity& identity) {
  if (provided == v1::PROVIDED_VALUE_FIRST_NAME && identity.has_first_name()) {
    return {identity.first_name()};
  }
  if (provided == v1::PROVIDED_VALUE_WORK_EMAIL && identity.has_work_email()) {
    return {identity.work_email()};
  }
  return {};
}

}  // namespace

std::vector<std::string> KnownValues(const v1::FormField& field, const v1::LinkIdentity& identity) {
  if (field.kind() == v1::FIELD_KIND_FIXED) return FixedValues(field);
  if (field.kind() == v1::FIELD_KIND_PROVIDED) return ProvidedValues(field.provided(), identity);
  return {};
}

}  // namespace linkstat::core
