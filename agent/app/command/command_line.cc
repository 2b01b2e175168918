#include "agent/app/command/command_line.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/app/version.h"

namespace linkstat::app {
namespace {

struct SettingFlag {
  const char* setting;
  const char* value;
  const char* help;
};

// One a setting of AgentConfig.
constexpr SettingFlag kSettingFlags[] = {
    {"listen", "ADDRESS",
     "Where to listen: HOST:PORT or unix:/PATH; port 0 takes a free one [127.0.0.1:50051]"},
    {"allow_insecure", "", "Serve everybody on an address that is not loopback"},
    {"tls_certificate", "FILE", "The agent's certificate and its chain, PEM [in the clear]"},
    {"tls_key", "FILE", "The key of the certificate, PEM"},
    {"tls_client_ca", "FILE", "Whose certificates callers must show, PEM [they need none]"},
    {"tls_reload_interval", "TIME", "How often to read certificate, key and authorities [10s]"},
    {"catalog", "FILE", "The catalog in textproto [the one in the agent]"},
    {"catalog_poll_interval", "TIME",
     "How often to look at the file where nothing tells of changes [500ms]"},
    {"log_level", "LEVEL", "Least important lines to write: debug, info, warning, error [info]"},
    {"log_format", "FORMAT", "auto (text on a terminal, else JSON), json or text [auto]"},
    {"drain_linger", "TIME", "How long to go on serving when told to stop [500ms]"},
    {"drain_deadline", "TIME", "How long calls in flight may take after that [10s]"},
    {"watch_keep_alive", "TIME", "How long a watch stream may be silent [30s]"},
    {"observation_tolerance", "TIME",
     "How far ahead of this clock a report's observation may be [5m]"},
    {"store", "STORE", "Where linked accounts are kept: memory or sqlite:PATH [memory]"},
    {"work_email_domain", "DOMAIN", "Domain of the work emails to issue [none are issued]"},
    {"work_email_prefix", "PREFIX", "What an issued work email begins with [linkstat]"},
    {"call_log_level", "LEVEL", "Level of the line that tells of each call [debug]"},
    {"max_calls", "NUMBER", "How many unary calls may be in flight [1000]"},
    {"max_calls_per_caller", "NUMBER", "Likewise of one caller with a certificate [half of them]"},
    {"max_streams", "NUMBER", "How many streams may be open [10000]"},
    {"max_streams_per_caller", "NUMBER", "Likewise of one such caller [a tenth of them]"},
    {"max_calls_per_connection", "NUMBER", "How many calls, half of them streams, on one [32]"},
    {"event_loops", "NUMBER", "How many threads serve calls [by the number of cores]"},
    {"reader", "IDENTITY",
     "Whose certificate may ask: spiffe://..., dns:NAME, cn:NAME; repeatable"},
    {"reporter", "IDENTITY", "Whose may also create accounts and report; repeatable"},
    {"admin", "IDENTITY", "Whose may also delete accounts and look inside; repeatable"},
    {"audit", "PLACE", "Where decisions and changes are recorded: stdout, file:PATH [nowhere]"},
    {"audit_max_mib", "NUMBER", "Size at which the audit's file is renamed [100]"},
    {"audit_files", "NUMBER", "How many renamed files stay [10]"},
    {"audit_scope", "SCOPE", "all or changes [all]"},
    {"audit_failure", "WAY",
     "While it cannot be written: refuse_changes, continue [refuse_changes]"},
    {"metrics_listen", "ADDRESS", "Where Prometheus reads the metrics: HOST:PORT [nowhere]"},
    {"first_name", "NAME", "First name of accounts that bring none [each must bring one]"},
    {"unix_socket_mode", "MODE", "Permissions of the file of unix:/PATH [0660]"},
    {"health_listen", "ADDRESS", "Where only health answers, in the clear, for probes [nowhere]"},
    {"max_connections", "NUMBER", "How many connections may be open at a time [10000]"},
    {"handshake_timeout", "TIME", "How long a connection may take to begin [10s]"},
    {"connection_idle", "TIME", "How long a connection may be without a call [15m]"},
    {"connection_age", "TIME", "How old a connection may become [as old as it likes]"},
    {"connection_age_grace", "TIME", "How long calls may take on one that is too old [30s]"},
};

constexpr char kFooter[] =
    "SIGHUP reads the catalog file and the certificate again; SIGTERM and SIGINT\n"
    "drain and stop.\n"
    "Exit codes: 0 ok, 1 not serving (healthcheck) or damaged (store), 2 wrong\n"
    "settings, catalog or file, 3 cannot listen, cannot be reached (healthcheck) or\n"
    "cannot be read or written now (store).";

// An option that takes one value, empty when it is left out, and never fails to parse: what is
// wrong with its values is told with everything else that is wrong.
CLI::Option* AddOption(CLI::App& app, const std::string& flag, const char* value,
                       const std::string& help) {
  return app.add_option(flag, help)
      ->option_text(value)
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

// The one value of an option that is no setting.
absl::optional<std::string> SingleValue(const CLI::Option& option,
                                        std::vector<SettingFault>& faults) {
  if (option.count() == 0) return absl::nullopt;
  const std::vector<std::string>& values = option.results();
  if (values.size() > 1) {
    faults.push_back({option.get_name(), "is given more than once"});
  } else if (values.front().empty()) {
    faults.push_back({option.get_name(), "needs a value"});
  }
  return values.front();
}

void AddUnknownWords(const std::vector<std::string>& words, std::vector<SettingFault>& faults) {
  bool after_flag = false;
  for (const std::string& word : words) {
    const bool is_flag = absl::StartsWith(word, "-");
    // A bare word after an unknown flag was meant as its value.
    if (is_flag) {
      faults.push_back({word.substr(0, word.find('=')), "is no flag of the agent"});
    } else if (!after_flag) {
      faults.push_back({"command line", "holds a word that is no flag"});
    }
    after_flag = is_flag && word.find('=') == std::string::npos;
  }
}

// CLI11's view of the command line, and what was found on it.
class Parser {
 public:
  Parser();
  CommandLine Parse(int argc, const char* const* argv);

 private:
  void TakeSettings(CommandLine& command) const;
  void TakeHealthcheck(CommandLine& command) const;
  void AddHealthcheck();
  void TakeHealthcheckTls(HealthcheckOptions& options, std::vector<SettingFault>& faults) const;
  void AddStore();
  void TakeStore(CommandLine& command) const;

  CLI::App app_{"Answers what linking a Justworks account needs, over gRPC.", "linkstat-agent"};
  std::vector<CLI::Option*> settings_;
  CLI::Option* config_;
  CLI::Option* check_config_;
  CLI::Option* version_;
  CLI::App* healthcheck_;
  CLI::Option* endpoint_;
  CLI::Option* service_;
  CLI::Option* timeout_;
  CLI::Option* tls_;
  CLI::Option* tls_ca_;
  CLI::Option* tls_cert_;
  CLI::Option* tls_key_;
  CLI::Option* tls_server_name_;
  CLI::App* store_;
  CLI::App* backup_;
  CLI::Option* backup_file_;
  CLI::App* check_;
  CLI::Option* check_file_;
};

Parser::Parser() {
  app_.allow_extras();
  app_.footer(kFooter);
  for (const SettingFlag& flag : kSettingFlags) {
    settings_.push_back(AddOption(app_, FlagOf(flag.setting), flag.value, flag.help));
  }
  config_ = AddOption(app_, "--config", "FILE", "Settings in textproto; flags go before them");
  check_config_ = AddSwitch(app_, "--check-config",
                            "Print what a start would find wrong, or the settings, exit");
  version_ = AddSwitch(app_, "--version", "Print the version and exit");
  AddHealthcheck();
  AddStore();
}

void Parser::AddHealthcheck() {
  healthcheck_ = app_.add_subcommand("healthcheck", "Ask a running agent whether it is SERVING");
  healthcheck_->allow_extras();
  endpoint_ =
      AddOption(*healthcheck_, "--endpoint", "TARGET", "Where the agent is [127.0.0.1:50051]");
  service_ = AddOption(*healthcheck_, "--service", "NAME", "Which service [the whole agent]");
  timeout_ = AddOption(*healthcheck_, "--timeout", "TIME", "For the whole check [1s]");
  tls_ = AddSwitch(*healthcheck_, "--tls", "Reach the agent over TLS");
  tls_ca_ = AddOption(*healthcheck_, "--tls-ca", "FILE", "Roots to trust, PEM [the system's]");
  tls_cert_ = AddOption(*healthcheck_, "--tls-cert", "FILE", "The probe's certificate, PEM");
  tls_key_ = AddOption(*healthcheck_, "--tls-key", "FILE", "The probe's key, PEM");
  tls_server_name_ = AddOption(*healthcheck_, "--tls-server-name", "NAME",
                               "The name in the agent's certificate [the endpoint's host]");
}

// The settings that tell which store may stand before and after these words.
void Parser::AddStore() {
  store_ = app_.add_subcommand("store", "Back up or check the file of --store sqlite:PATH");
  backup_ = store_->add_subcommand("backup", "Copy the store to a new file; an agent may run");
  backup_file_ = AddWord(*backup_, "FILE", "The new file; an existing one is refused");
  check_ = store_->add_subcommand("check", "Read the whole file and tell what is damaged");
  check_file_ = AddWord(*check_, "FILE", "The file [the one of --store]");
  for (CLI::App* app : {store_, backup_, check_}) app->allow_extras()->fallthrough();
}

void Parser::TakeStore(CommandLine& command) const {
  command.mode = Mode::kStore;
  if (backup_->parsed() == check_->parsed()) {
    command.faults.push_back({"store", "takes one of backup and check"});
    return;
  }
  const bool backup = backup_->parsed();
  command.store.verb = backup ? StoreCommand::Verb::kBackup : StoreCommand::Verb::kCheck;
  const CLI::Option& file = backup ? *backup_file_ : *check_file_;
  if (backup && file.count() == 0) command.faults.push_back({"store backup", "needs a file"});
  command.store.file = SingleValue(file, command.faults).value_or("");
}

void Parser::TakeSettings(CommandLine& command) const {
  for (size_t i = 0; i < settings_.size(); ++i) {
    if (settings_[i]->count() == 0) continue;
    command.flags.push_back({kSettingFlags[i].setting, settings_[i]->results()});
  }
  command.config_file = SingleValue(*config_, command.faults);
}

void Parser::TakeHealthcheck(CommandLine& command) const {
  command.mode = Mode::kHealthcheck;
  HealthcheckOptions& options = command.healthcheck;
  options.endpoint = SingleValue(*endpoint_, command.faults).value_or(options.endpoint);
  options.service = SingleValue(*service_, command.faults).value_or(options.service);
  const absl::optional<std::string> timeout = SingleValue(*timeout_, command.faults);
  if (timeout && (!absl::ParseDuration(*timeout, &options.timeout) ||
                  options.timeout <= absl::ZeroDuration() || options.timeout > absl::Hours(1))) {
    command.faults.push_back({"--timeout", "takes a duration such as 500ms or 10s, up to 1h"});
  }
  TakeHealthcheckTls(options, command.faults);
}

void Parser::TakeHealthcheckTls(HealthcheckOptions& options,
                                std::vector<SettingFault>& faults) const {
  options.tls = tls_->count() > 0;
  const std::pair<const CLI::Option*, std::string*> values[] = {
      {tls_ca_, &options.tls_ca},
      {tls_cert_, &options.tls_cert},
      {tls_key_, &options.tls_key},
      {tls_server_name_, &options.tls_server_name}};
  for (const auto& [option, value] : values) {
    *value = SingleValue(*option, faults).value_or("");
    if (option->count() > 0 && !options.tls) faults.push_back({option->get_name(), "needs --tls"});
  }
  if (tls_cert_->count() > 0 && tls_key_->count() == 0) {
    faults.push_back({"--tls-cert", "needs --tls-key"});
  } else if (tls_key_->count() > 0 && tls_cert_->count() == 0) {
    faults.push_back({"--tls-key", "needs --tls-cert"});
  }
}

CommandLine Parser::Parse(int argc, const char* const* argv) {
  CommandLine command;
  try {
    app_.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    command.mode = Mode::kPrint;
    command.text = app_.help();
    return command;
  } catch (const CLI::ParseError& error) {
    command.faults.push_back({"command line", error.what()});
    return command;
  }
  if (version_->count() > 0) {
    command.mode = Mode::kPrint;
    command.text = absl::StrCat("linkstat-agent ", kVersion, "\n");
    return command;
  }
  AddUnknownWords(app_.remaining(true), command.faults);
  TakeSettings(command);
  if (check_config_->count() > 0) command.mode = Mode::kCheckConfig;
  if (healthcheck_->parsed()) TakeHealthcheck(command);
  if (store_->parsed()) TakeStore(command);
  return command;
}

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  return Parser().Parse(argc, argv);
}

}  // namespace linkstat::app
