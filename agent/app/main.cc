#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "absl/cleanup/cleanup.h"
#include "absl/synchronization/mutex.h"
#include "agent/app/command/command_line.h"
#include "agent/app/command/settings.h"
#include "agent/app/command/store_command.h"
#include "agent/app/config/module_options.h"
#include "agent/app/exit_codes.h"
#include "agent/app/serve.h"
#include "agent/app/signals.h"
#include "agent/base/standard_descriptors.h"
#include "agent/telemetry/library_log.h"
#include "agent/telemetry/log_writer.h"

using linkstat::app::Mode;

namespace {

// Sets what the whole process does with memory and locks.
void TuneProcess() {
  // By default every few threads get a heap of their own, and each keeps what it
  // once needed. gRPC and the store have many more threads than run at a time.
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  // Returns free memory at the end of a heap to the system, also after large pieces were
  // freed, which otherwise make glibc keep more.
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes, as debug
  // builds do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

}  // namespace

int main(int argc, char** argv) {
  linkstat::app::Signals signals;
  const linkstat::app::CommandLine command = linkstat::app::ParseCommandLine(argc, argv);
  const bool prints = command.mode == Mode::kPrint || command.mode == Mode::kCheckConfig;
  if (prints && linkstat::ClosedAtStart(STDOUT_FILENO)) {
    std::cerr << "linkstat-agent: standard output is closed\n";
    return linkstat::app::kExitBadSettings;
  }
  if (command.mode == Mode::kPrint) {
    std::cout << command.text;
    return linkstat::app::kExitOk;
  }
  const linkstat::app::ConfigBuilder builder = linkstat::app::ResolveSettings(command);
  const char* no_color = std::getenv("NO_COLOR");
  // They live as long as the process, with the writer's thread and the libraries' hooks.
  static auto& standard_error = *new linkstat::telemetry::FdSink(STDERR_FILENO);
  static auto& writer = *new linkstat::telemetry::LogWriter(&standard_error);
  static const auto& log = *new linkstat::telemetry::Log(
      linkstat::app::LogOptionsOf(builder.config(), isatty(STDERR_FILENO) != 0,
                                  no_color != nullptr && *no_color != '\0'),
      &writer);
  const absl::Cleanup drain = [] { writer.Drain(); };
  linkstat::telemetry::RouteLibraryLogs(&log);
  if (command.mode == Mode::kCheckConfig) {
    return linkstat::app::CheckConfig(builder, std::cout, std::cerr);
  }
  if (!builder.faults().empty()) {
    return command.mode == Mode::kServe ? linkstat::app::RefuseStart(builder, log)
                                        : linkstat::app::RefuseSettings(builder, log);
  }
  if (command.mode == Mode::kHealthcheck) {
    return linkstat::app::Healthcheck(command.healthcheck, std::cout);
  }
  if (command.mode == Mode::kStore) {
    return linkstat::app::RunStoreCommand(command.store, builder.config(), std::cout, std::cerr);
  }
  TuneProcess();
  return linkstat::app::Serve(builder.config(), signals, log, writer);
}
