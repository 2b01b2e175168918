#include "agent/base/random.h"

#include <openssl/rand.h>

#include "absl/status/status.h"

namespace linkstat {
namespace {

class SystemRandom final : public Random {
 public:
  absl::StatusOr<std::string> Bytes(size_t size) override {
    std::string bytes(size, '\0');
    auto* data = reinterpret_cast<unsigned char*>(bytes.data());
    if (RAND_bytes(data, static_cast<int>(size)) != 1) {
      return absl::InternalError("the system's source of randomness failed");
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
