#ifndef LINKSTAT_CLIENT_CLI_STREAMS_H_
#define LINKSTAT_CLIENT_CLI_STREAMS_H_

#include <istream>
#include <ostream>

namespace linkstat::cli {

// What is known about the terminal behind standard output.
struct Terminal {
  // False for a pipe or a file: plain lines, no colour.
  bool interactive = false;
  bool colour = false;
  // In columns.
  int width = 80;
  // In lines.
  int height = 24;
  // Whether lines that were written can be written over.
  bool movable = false;
};

// What standard output is. No colour when NO_COLOR is set and not empty or the
// terminal is dumb.
Terminal StandardTerminal();

// Whether standard error is a terminal whose lines can be written over.
bool StandardErrorShowsProgress();

// Where the program reads and writes. An input or output that was closed when the
// program started is bad from the start.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Terminal terminal;
  // Whether standard error is a terminal whose lines can be written over.
  bool shows_progress = false;
};

// Keeps gRPC's own log lines off standard error, unless the environment enables
// them. Call it before any other thread runs.
void QuietLibraryLogs();

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_STREAMS_H_
