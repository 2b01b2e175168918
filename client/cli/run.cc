#include "client/cli/run.h"

#include <algorithm>
#include <exception>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/command_line.h"
#include "client/cli/completion/complete.h"
#include "client/cli/output/error_text.h"
#include "client/cli/verbs/options.h"

namespace linkstat::cli {
namespace {

// Whether a command line that could not be parsed requests JSON.
bool AsksForJson(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i] == "--output=json") return true;
    if (arguments[i] == "--output" && i + 1 < arguments.size() && arguments[i + 1] == "json") {
      return true;
    }
  }
  return false;
}

// A word that nothing takes explains a missing verb or argument better.
absl::Status Explain(const CLI::ParseError& error, const CLI::App& app) {
  const std::vector<std::string> unknown = app.remaining(true);
  const std::string what =
      unknown.empty() ? std::string(error.what())
                      : absl::StrCat("unknown verb, option or argument: ", unknown.front());
  return UsageError(absl::StrCat(what, " (see linkstat --help)"));
}

absl::StatusOr<ExitCode> Help(CommandLine& line, const CLI::Success& request, Streams& streams) {
  line.app.exit(request, streams.out, streams.err);
  if (!streams.out.flush()) return absl::DataLossError("cannot write the output");
  return ExitCode::kYes;
}

absl::StatusOr<ExitCode> RunArguments(std::vector<std::string> arguments, Streams& streams) {
  // Before anything is changed whose answer would be lost.
  if (streams.out.bad()) return UsageError("standard output is closed");
  CommandLine line;
  try {
    // CLI11 reads the arguments from the back.
    std::reverse(arguments.begin(), arguments.end());
    line.app.parse(arguments);
  } catch (const CLI::Success& request) {
    return Help(line, request, streams);
  } catch (const CLI::ParseError& error) {
    return Explain(error, line.app);
  }
  LINKSTAT_RETURN_IF_ERROR(CheckGlobalOptions(line));
  Session session(line.options, streams);
  return line.verb.run(session);
}

int RunComplete(const std::vector<std::string>& words, Streams& streams) {
  const CommandLine line;
  streams.out << Complete(line.app, words) << std::flush;
  return static_cast<int>(ExitCode::kYes);
}

}  // namespace

int Run(int argc, const char* const* argv, Streams& streams) {
  // Its words are unfinished, and nothing for the parser.
  if (argc > 1 && argv[1] == absl::string_view(kCompleteVerb)) {
    return RunComplete({argv + 2, argv + argc}, streams);
  }
  absl::StatusOr<std::vector<std::string>> arguments = ReadArguments(argc, argv);
  const bool json = arguments.ok() && AsksForJson(*arguments);
  const absl::StatusOr<ExitCode> result =
      arguments.ok() ? RunArguments(*std::move(arguments), streams) : arguments.status();
  if (result.ok()) return static_cast<int>(*result);
  streams.err << (json ? ErrorJson(result.status()) : ErrorText(result.status()));
  streams.err.flush();
  return static_cast<int>(ExitCodeFor(result.status()));
}

}  // namespace linkstat::cli
