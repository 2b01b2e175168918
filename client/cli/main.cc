#include <csignal>
#include <iostream>

#include "client/cli/run.h"
#include "client/cli/terminal.h"

int main(int argc, char** argv) {
  // A closed pipe is an error of writing, told like every other one.
  std::signal(SIGPIPE, SIG_IGN);
  linkstat::cli::QuietLibraryLogs();
  linkstat::cli::Streams streams{std::cin, std::cout, std::cerr, linkstat::cli::StandardTerminal(),
                                 linkstat::cli::StandardErrorShowsProgress()};
  return linkstat::cli::Run(argc, argv, streams);
}
