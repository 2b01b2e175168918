#include "client/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace linkstat::cli {
namespace {

constexpr int kMinWidth = 40;

absl::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : value;
}

int Width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int columns = 0;
  if (absl::SimpleAtoi(Variable("COLUMNS"), &columns) && columns > 0) return columns;
  return Terminal().width;
}

}  // namespace

Terminal StandardTerminal() {
  Terminal terminal;
  terminal.interactive = isatty(STDOUT_FILENO) == 1;
  terminal.colour =
      terminal.interactive && Variable("NO_COLOR").empty() && Variable("TERM") != "dumb";
  terminal.width = std::max(Width(), kMinWidth);
  return terminal;
}

void QuietLibraryLogs() { setenv("GRPC_VERBOSITY", "NONE", 0); }

}  // namespace linkstat::cli
