#ifndef LINKSTAT_AGENT_CORE_TEXT_H_
#define LINKSTAT_AGENT_CORE_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// Questions about a piece of UTF-8. Pure; no function allocates unless it
// returns a string.
namespace linkstat::core {

// Well-formed UTF-8: no overlong forms, surrogates or values past U+10FFFF.
bool IsUtf8(absl::string_view bytes);

// Whether `text` holds a control character: U+0000 to U+001F, U+007F to U+009F,
// U+2028, U+2029 or a bidirectional control (U+202A to U+202E, U+2066 to
// U+2069), which could make a reader see other words than are there. `text`
// must be UTF-8.
bool HasControlCharacter(absl::string_view text);

// Whether nothing visible is in `text`: it is empty, or only Unicode space and
// characters without width. `text` must be UTF-8.
bool IsBlank(absl::string_view text);

// Whether `text` holds a visible letter or digit of any script. `text` must be
// UTF-8.
bool HasLetterOrDigit(absl::string_view text);

// What is wrong with `text` as a line of at most `max_size` bytes, in words that
// complete "observed.names[3] ...": not UTF-8, a control character, blank, too
// long (with both sizes); the first of these that holds. Absent when nothing is.
std::optional<std::string> LineFault(absl::string_view text, int max_size);

// As LineFault, but blank is fine.
std::optional<std::string> OptionalLineFault(absl::string_view text, int max_size);

// What is wrong with `address` as a work email, likewise: it must be as
// LinkIdentity.work_email documents.
std::optional<std::string> EmailFault(absl::string_view address);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_TEXT_H_
