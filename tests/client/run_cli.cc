#include "tests/client/run_cli.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/cli/run.h"

namespace linkstat::test {

CliRun RunCli(const std::vector<std::string>& arguments, const std::string& input,
              cli::Terminal terminal) {
  std::vector<const char*> argv = {"linkstat"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  cli::Streams streams{in, out, err, terminal};
  const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), streams);
  return {code, out.str(), err.str()};
}

CliRun RunOnline(const std::string& endpoint, std::vector<std::string> arguments,
                 const std::string& input, cli::Terminal terminal) {
  arguments.insert(arguments.begin(), {"--endpoint", endpoint});
  return RunCli(arguments, input, terminal);
}

CliRun RunOffline(std::vector<std::string> arguments, const std::string& input,
                  cli::Terminal terminal) {
  arguments.insert(arguments.begin(), {"--catalog", SourcePath(kTestCatalogPath)});
  return RunCli(arguments, input, terminal);
}

std::string SourcePath(const std::string& path) {
  return absl::StrCat(LINKSTAT_SOURCE_DIR, "/", path);
}

std::string TemporaryFile(const std::string& name, const std::string& content) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = absl::StrCat(
      testing::TempDir(), "/",
      absl::StrReplaceAll(absl::StrCat(test->test_suite_name(), "_", test->name(), "_", name),
                          {{"/", "_"}}));
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

}  // namespace linkstat::test
