#ifndef LINKSTAT_TESTS_APP_COMMAND_COMMAND_WORDS_H_
#define LINKSTAT_TESTS_APP_COMMAND_COMMAND_WORDS_H_

#include <string>
#include <vector>

#include "agent/app/command/command_line.h"

namespace linkstat::app {

// The command line of these words, the program's name aside.
inline CommandLine ParseWords(const std::vector<std::string>& words) {
  std::vector<const char*> argv = {"linkstat-agent"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return ParseCommandLine(static_cast<int>(argv.size()), argv.data());
}

}  // namespace linkstat::app

#endif  // LINKSTAT_TESTS_APP_COMMAND_COMMAND_WORDS_H_
