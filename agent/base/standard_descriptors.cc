#include "agent/base/standard_descriptors.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace linkstat {
namespace {

constexpr int kExitWithoutDescriptors = 3;

// The opposite of what each is used for, so that an unchecked input or output
// fails instead of being empty or dropped. Only standard error is silent.
constexpr std::array kModes = {O_WRONLY, O_RDONLY, O_WRONLY};

constinit std::array<bool, kModes.size()> closed_at_start = {};

void OpenClosedOnes(int /*argc*/, char** /*argv*/, char** /*environment*/) {
  for (int descriptor = 0; descriptor < static_cast<int>(kModes.size()); ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    closed_at_start[descriptor] = true;
    // The lowest free number is this one.
    if (open("/dev/null", kModes[descriptor]) != descriptor) _exit(kExitWithoutDescriptors);
  }
}

// Runs before the constructors of all libraries; gRPC's opens an eventfd.
[[gnu::section(".preinit_array"),
  gnu::used]] void (*const kOpenClosedOnes)(int, char**, char**) = &OpenClosedOnes;

}  // namespace

bool ClosedAtStart(int descriptor) { return closed_at_start[descriptor]; }

}  // namespace linkstat
