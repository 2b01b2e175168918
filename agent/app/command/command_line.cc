#include "agent/app/command/command_line.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/app/command/settings_reference.h"
#include "agent/app/version.h"

namespace linkstat::app {
namespace {

constexpr char kFooter[] =
    "SIGHUP reads the catalog file and the certificate again; SIGTERM and SIGINT\n"
    "drain and stop.\n"
    "Exit codes: 0 ok, 1 not serving (healthcheck) or damaged (store), 2 wrong\n"
    "settings, catalog or file, 3 cannot listen, cannot be reached (healthcheck) or\n"
    "cannot be read or written now (store).";

// An option that takes one value, empty when it is left out, and never fails to parse:
// wrong values are reported with everything else that is wrong.
CLI::Option* AddOption(CLI::App& app, const std::string& flag, const std::string& placeholder,
                       const std::string& help) {
  return app.add_option(flag, help)
      ->option_text(placeholder)
      ->expected(0, 1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

CLI::Option* AddSwitch(CLI::App& app, const std::string& flag, const std::string& help) {
  return app.add_flag(flag, help);
}

// A word of its own, which may be left out.
CLI::Option* AddWord(CLI::App& app, const std::string& name, const std::string& help) {
  return app.add_option(name, help)->option_text(" ")->required(false);
}

void AddUnknownWords(const std::vector<std::string>& words, std::vector<SettingFault>& faults) {
  bool after_flag = false;
  for (const std::string& word : words) {
    const bool is_flag = absl::StartsWith(word, "-");
    // A bare word after an unknown flag was meant as its value.
    if (is_flag) {
      faults.push_back({word.substr(0, word.find('=')), "unknown flag"});
    } else if (!after_flag) {
      faults.push_back({"command line", "unexpected argument"});
    }
    after_flag = is_flag && word.find('=') == std::string::npos;
  }
}

// CLI11's view of the command line.
class Parser {
 public:
  Parser();
  CommandLine Parse(int argc, const char* const* argv);

 private:
  void AddSettings();
  void AddHealthcheck();
  void AddStore();
  void CheckHealthcheck();
  void CheckStore();

  // Stores the option's one value in `value`, which must live as long as this.
  void TakeText(const CLI::Option* option, std::string* value);
  void AddText(CLI::App& app, const std::string& flag, const std::string& placeholder,
               const std::string& help, std::string* value) {
    TakeText(AddOption(app, flag, placeholder, help), value);
  }
  void AddFault(std::string place, std::string text) {
    command_.faults.push_back({std::move(place), std::move(text)});
  }

  CommandLine command_;
  CLI::App app_{"Answers what linking a Justworks account needs, over gRPC.", "linkstat-agent"};
  // What is done with the options after the parsing.
  std::vector<std::function<void()>> takers_;
  CLI::Option* check_config_;
  CLI::Option* reference_;
  CLI::Option* version_;
  CLI::App* healthcheck_;
  CLI::Option* tls_;
  std::string timeout_;
  CLI::App* store_;
  CLI::App* backup_;
  CLI::App* check_;
};

Parser::Parser() {
  app_.allow_extras();
  app_.footer(kFooter);
  AddText(app_, "--config", "FILE", "File of settings in textproto; flags take precedence over it",
          &command_.config_file);
  check_config_ =
      AddSwitch(app_, "--check-config",
                "Print the settings, or everything that a start would find wrong, and exit");
  version_ = AddSwitch(app_, "--version", "Print the version and exit");
  // An option in a group without a name is hidden.
  reference_ = app_.add_flag("--settings-reference")->group("");
  AddSettings();
  AddHealthcheck();
  AddStore();
}

void Parser::TakeText(const CLI::Option* option, std::string* value) {
  takers_.emplace_back([this, option, value] {
    if (option->count() == 0) return;
    *value = option->results().front();
    if (option->count() > 1) {
      AddFault(option->get_name(), "set more than once");
    } else if (value->empty()) {
      AddFault(option->get_name(), "needs a value");
    }
  });
}

void Parser::AddSettings() {
  std::string heading;
  for (const Setting* setting : AllSettings()) {
    if (!OptionsOf(*setting).heading().empty()) heading = OptionsOf(*setting).heading();
    const std::string name(setting->name());
    CLI::Option* option = AddOption(app_, FlagOf(name), PlaceholderOf(*setting), HelpOf(*setting));
    option->group(heading);
    takers_.emplace_back([this, option, name] {
      if (option->count() > 0) command_.flags.push_back({name, option->results()});
    });
  }
}

void Parser::AddHealthcheck() {
  healthcheck_ = app_.add_subcommand("healthcheck", "Check whether a running agent is SERVING");
  healthcheck_->allow_extras();
  CLI::App& app = *healthcheck_;
  HealthcheckOptions& options = command_.healthcheck;
  AddText(app, "--endpoint", "TARGET", "gRPC target of the agent [127.0.0.1:50051]",
          &options.endpoint);
  AddText(app, "--service", "NAME", "Service to check [the whole agent]", &options.service);
  AddText(app, "--timeout", "TIME", "Limit of the whole check [1s]", &timeout_);
  tls_ = AddSwitch(app, "--tls", "Call the agent over TLS");
  AddText(app, "--tls-ca", "FILE", "Authorities to trust, in PEM [those of the system]",
          &options.tls_ca);
  AddText(app, "--tls-cert", "FILE", "The probe's certificate, in PEM", &options.tls_cert);
  AddText(app, "--tls-key", "FILE", "The probe's private key, in PEM", &options.tls_key);
  AddText(app, "--tls-server-name", "NAME", "Name in the agent's certificate [the endpoint's host]",
          &options.tls_server_name);
}

// The settings of the store may be given before and after these words.
void Parser::AddStore() {
  store_ = app_.add_subcommand("store", "Back up or check the file of --store sqlite:PATH");
  backup_ = store_->add_subcommand("backup", "Copy the store to a new file; an agent may run");
  check_ = store_->add_subcommand("check", "Read the whole file and report damage");
  std::string* file = &command_.store.file;
  TakeText(AddWord(*backup_, "FILE", "The new file; an existing one is rejected"), file);
  TakeText(AddWord(*check_, "FILE", "The file [the one of --store]"), file);
  for (CLI::App* app : {store_, backup_, check_}) app->allow_extras()->fallthrough();
}

void Parser::CheckHealthcheck() {
  command_.mode = Mode::kHealthcheck;
  command_.healthcheck.tls = tls_->count() > 0;
  absl::c_copy(OptionFaults(command_.healthcheck), std::back_inserter(command_.faults));
  absl::Duration& timeout = command_.healthcheck.timeout;
  if (!timeout_.empty() && (!absl::ParseDuration(timeout_, &timeout) ||
                            timeout <= absl::ZeroDuration() || timeout > absl::Hours(1))) {
    AddFault("--timeout", "must be a duration over 0, up to 1h, such as 10s");
  }
}

void Parser::CheckStore() {
  command_.mode = Mode::kStore;
  command_.store.verb =
      backup_->parsed() ? StoreCommand::Verb::kBackup : StoreCommand::Verb::kCheck;
  if (backup_->parsed() == check_->parsed()) {
    AddFault("store", "must be followed by backup or check");
  } else if (backup_->parsed() && backup_->get_option("FILE")->count() == 0) {
    AddFault("store backup", "needs a file");
  }
}

CommandLine Parser::Parse(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    command_.mode = Mode::kPrint;
    command_.text = app_.help();
    return command_;
  } catch (const CLI::ParseError& error) {
    AddFault("command line", error.what());
    return command_;
  }
  if (version_->count() > 0 || reference_->count() > 0) {
    command_.mode = Mode::kPrint;
    command_.text = version_->count() > 0 ? absl::StrCat("linkstat-agent ", kVersion, "\n")
                                          : SettingsReference();
    return command_;
  }
  AddUnknownWords(app_.remaining(true), command_.faults);
  for (const std::function<void()>& take : takers_) take();
  if (check_config_->count() > 0) command_.mode = Mode::kCheckConfig;
  if (healthcheck_->parsed()) CheckHealthcheck();
  if (store_->parsed()) CheckStore();
  return command_;
}

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  return Parser().Parse(argc, argv);
}

}  // namespace linkstat::app
