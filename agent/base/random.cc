#include "agent/base/random.h"

#include <sys/random.h>

#include <cerrno>

#include "absl/status/status.h"

namespace linkstat {
namespace {

class SystemRandom final : public Random {
 public:
  absl::StatusOr<std::string> Bytes(size_t size) override {
    std::string bytes(size, '\0');
    for (size_t have = 0; have < size;) {
      const ssize_t got = getrandom(bytes.data() + have, size - have, 0);
      if (got < 0 && errno != EINTR) {
        return absl::InternalError("the system's source of randomness failed");
      }
      if (got > 0) have += static_cast<size_t>(got);
    }
    return bytes;
  }
};

}  // namespace

Random& Random::System() {
  static SystemRandom random;
  return random;
}

}  // namespace linkstat
