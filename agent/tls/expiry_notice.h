#ifndef LINKSTAT_AGENT_TLS_EXPIRY_NOTICE_H_
#define LINKSTAT_AGENT_TLS_EXPIRY_NOTICE_H_

#include "absl/time/time.h"

namespace linkstat::tls {

// When to tell that the certificate in service expires soon, or has expired: a week
// ahead, and then once a day. Not thread-safe.
class ExpiryNotice {
 public:
  static constexpr absl::Duration kAhead = absl::Hours(7 * 24);
  static constexpr absl::Duration kEvery = absl::Hours(24);

  // Whether it is to be told now of a certificate that expires at `not_after`.
  bool Due(absl::Time not_after, absl::Time now) {
    if (not_after - now > kAhead) {
      told_ = absl::InfinitePast();
      return false;
    }
    // A clock that was set back must not silence it.
    if (now - told_ < kEvery && now >= told_) return false;
    told_ = now;
    return true;
  }

 private:
  absl::Time told_ = absl::InfinitePast();
};

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_EXPIRY_NOTICE_H_
