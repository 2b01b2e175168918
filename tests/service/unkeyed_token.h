#ifndef LINKSTAT_TESTS_SERVICE_UNKEYED_TOKEN_H_
#define LINKSTAT_TESTS_SERVICE_UNKEYED_TOKEN_H_

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "agent/base/sha256.h"

namespace linkstat::test {

// A token as versions without keys sealed it, which anybody can do.
inline std::string UnkeyedToken(absl::string_view kind, absl::string_view payload) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(Sha256(absl::StrCat("linkstat ", kind, ":", payload)).substr(0, 8), payload));
}

// A cursor of those versions; its payload begins with the store's identity.
inline std::string UnkeyedCursor(absl::string_view payload) {
  return UnkeyedToken("cursor of a store", payload);
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_UNKEYED_TOKEN_H_
