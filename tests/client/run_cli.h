#ifndef LINKSTAT_TESTS_CLIENT_RUN_CLI_H_
#define LINKSTAT_TESTS_CLIENT_RUN_CLI_H_

#include <string>
#include <vector>

#include "client/cli/streams.h"

namespace linkstat::test {

// What became of a run of the command line.
struct CliRun {
  int code;
  std::string out;
  std::string err;
};

// Runs `linkstat ARGUMENTS` in this process.
CliRun RunCli(const std::vector<std::string>& arguments, const std::string& input = "",
              cli::Terminal terminal = {});

// Likewise with the agent at `endpoint`.
CliRun RunOnline(const std::string& endpoint, std::vector<std::string> arguments,
                 const std::string& input = "", cli::Terminal terminal = {});

// Likewise from the test catalog, without an agent.
CliRun RunOffline(std::vector<std::string> arguments, const std::string& input = "",
                  cli::Terminal terminal = {});

// The path of a file of the source tree.
std::string SourcePath(const std::string& path);

// A file with this content that lasts as long as the test program; `name` must
// be its own within the test.
std::string TemporaryFile(const std::string& name, const std::string& content);

inline constexpr char kTestCatalogPath[] = "tests/support/test_catalog.textproto";

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CLIENT_RUN_CLI_H_
