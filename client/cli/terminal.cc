#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "client/cli/streams.h"

namespace linkstat::cli {
namespace {

constexpr int kMinWidth = 40;

absl::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : value;
}

// The terminal's report, or the variable, or the usual size.
int Size(int reported, const char* variable, int usual) {
  int given = 0;
  if (reported > 0) return reported;
  return absl::SimpleAtoi(Variable(variable), &given) && given > 0 ? given : usual;
}

bool IsDumb() { return Variable("TERM") == "dumb"; }

}  // namespace

Terminal StandardTerminal() {
  Terminal terminal;
  terminal.interactive = isatty(STDOUT_FILENO) == 1;
  terminal.movable = terminal.interactive && !IsDumb();
  terminal.colour = terminal.movable && Variable("NO_COLOR").empty();
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = {};
  terminal.width = std::max(Size(size.ws_col, "COLUMNS", Terminal().width), kMinWidth);
  terminal.height = Size(size.ws_row, "LINES", Terminal().height);
  return terminal;
}

bool StandardErrorShowsProgress() { return isatty(STDERR_FILENO) == 1 && !IsDumb(); }

void QuietLibraryLogs() { setenv("GRPC_VERBOSITY", "NONE", 0); }

}  // namespace linkstat::cli
