#ifndef LINKSTAT_AGENT_CORE_FORM_FIELD_H_
#define LINKSTAT_AGENT_CORE_FORM_FIELD_H_

#include <string>
#include <vector>

#include "google/protobuf/repeated_field.h"
#include "linkstat/v1/catalog.pb.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::core {

// The required values of `field`, to the letter: the fixed value, the fixed parts in
// order, or what `identity` has for a provided one. Empty when anything may be in the
// field and when `identity` does not have the value.
std::vector<std::string> KnownValues(const v1::FormField& field, const v1::LinkIdentity& identity);

// Compares the values observed in a form field with `known`, its KnownValues. No values, or only
// blank ones, mean that the field was seen to be empty. Never NOT_OBSERVED: the field was seen.
//
//   - A work email is compared without the spaces around it and without ASCII
//     letter case, and nothing else is forgiven.
//   - Every other value is compared to the letter or after NormalizeName. The
//     parts of a value may be given one by one or joined by `, `.
//   - More than one value for a field of a single value is WRONG.
v1::FieldState JudgeField(const v1::FormField& field, const std::vector<std::string>& known,
                          const google::protobuf::RepeatedPtrField<std::string>& seen);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_FORM_FIELD_H_
