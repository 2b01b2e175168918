#ifndef LINKSTAT_AGENT_SERVICE_TOKEN_H_
#define LINKSTAT_AGENT_SERVICE_TOKEN_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/store/store.h"
#include "google/protobuf/message.h"

// Tokens that callers carry and do not read: text without padding that names the
// store it is of and holds a MAC under that store's key. Nobody without the key
// can make or change one. They keep no secret.
namespace linkstat::service {

// A longer text is no token, and is rejected before anything of it is decoded.
inline constexpr size_t kMaxTokenBytes = 512;

// What a text is, as far as it can be verified.
struct OpenedToken {
  enum class Origin {
    // No token of this kind.
    kNone,
    // Sealed for this store and kind; the only origin whose payload can be trusted.
    kThisStore,
    // Names another store. Nothing in it can be verified.
    kOtherStore,
    // Sealed by a version that had no keys: its checksum is right, and anybody can
    // have made it.
    kUnkeyed,
  };

  Origin origin = Origin::kNone;
  // Of kThisStore and kUnkeyed; otherwise empty.
  std::string payload;
};

// Seals and opens the tokens of one store, for every process that has the store
// open. Immutable, thread-safe.
class TokenSealer {
 public:
  explicit TokenSealer(const store::Store& store);

  // The token that holds `payload`. A token of one `kind` is none of another.
  std::string Seal(absl::string_view kind, absl::string_view payload) const;

  // Accepts every text.
  OpenedToken Open(absl::string_view kind, absl::string_view token) const;

 private:
  std::string MacOf(absl::string_view kind, absl::string_view payload) const;

  const std::string identity_;
  const std::string key_;
};

// A page token: where the next page begins, bound to the rest of the request.
// `request` is the request without its page_token and page_size.
std::string SealPageToken(const TokenSealer& sealer, const google::protobuf::Message& request,
                          absl::string_view after);

// Where the page begins; "" for an empty token. Absent when the token is none of
// this store for this request.
std::optional<std::string> OpenPageToken(const TokenSealer& sealer,
                                         const google::protobuf::Message& request,
                                         absl::string_view token);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_TOKEN_H_
