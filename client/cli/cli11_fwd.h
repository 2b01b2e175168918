#ifndef LINKSTAT_CLIENT_CLI_CLI11_FWD_H_
#define LINKSTAT_CLIENT_CLI_CLI11_FWD_H_

// The types of CLI11 that headers name: its own header costs seconds of every
// file that includes it.
namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
class Option;
class Validator;
}  // namespace CLI

#endif  // LINKSTAT_CLIENT_CLI_CLI11_FWD_H_
