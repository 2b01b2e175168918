#include "agent/core/form_field.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "agent/core/normalize_name.h"
#include "agent/core/text.h"

namespace linkstat::core {
namespace {

using SeenValues = google::protobuf::RepeatedPtrField<std::string>;

constexpr absl::string_view kPartSeparator = ", ";

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

bool SeenEmpty(const SeenValues& seen) {
  return std::all_of(seen.begin(), seen.end(),
                     [](const std::string& value) { return IsBlank(value); });
}

bool SameText(absl::string_view a, absl::string_view b) {
  if (a == b) return true;
  const std::string normalized = NormalizeName(a);
  return !normalized.empty() && normalized == NormalizeName(b);
}

bool SameAddress(absl::string_view a, absl::string_view b) {
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(a), absl::StripAsciiWhitespace(b));
}

bool Holds(const v1::FormField& field, const std::vector<std::string>& known,
           const SeenValues& seen) {
  if (known.size() == 1 && seen.size() != 1) return false;
  if (field.provided() == v1::PROVIDED_VALUE_WORK_EMAIL) return SameAddress(known[0], seen[0]);
  return SameText(absl::StrJoin(known, kPartSeparator), absl::StrJoin(seen, kPartSeparator));
}

}  // namespace

std::vector<std::string> KnownValues(const v1::FormField& field, const v1::LinkIdentity& identity) {
  if (field.kind() == v1::FIELD_KIND_FIXED) return FixedValues(field);
  if (field.kind() == v1::FIELD_KIND_PROVIDED) return ProvidedValues(field.provided(), identity);
  return {};
}

v1::FieldState JudgeField(const v1::FormField& field, const std::vector<std::string>& known,
                          const SeenValues& seen) {
  if (field.kind() == v1::FIELD_KIND_MAY_BE_EMPTY) return v1::FIELD_STATE_OK;
  if (SeenEmpty(seen)) return v1::FIELD_STATE_MISSING;
  if (field.kind() == v1::FIELD_KIND_ANY_VALUE) return v1::FIELD_STATE_OK;
  if (known.empty()) return v1::FIELD_STATE_UNVERIFIED;
  return Holds(field, known, seen) ? v1::FIELD_STATE_OK : v1::FIELD_STATE_WRONG;
}

}  // namespace linkstat::core
