#include <unistd.h>

#include <csignal>
#include <iostream>

#include "agent/base/standard_descriptors.h"
#include "client/cli/run.h"

int main(int argc, char** argv) {
  // A closed pipe is an error of writing, reported like every other one.
  std::signal(SIGPIPE, SIG_IGN);
  linkstat::cli::QuietLibraryLogs();
  if (linkstat::ClosedAtStart(STDIN_FILENO)) std::cin.setstate(std::ios::badbit);
  if (linkstat::ClosedAtStart(STDOUT_FILENO)) std::cout.setstate(std::ios::badbit);
  linkstat::cli::Streams streams{std::cin, std::cout, std::cerr, linkstat::cli::StandardTerminal(),
                                 linkstat::cli::StandardErrorShowsProgress()};
  return linkstat::cli::Run(argc, argv, streams);
}
