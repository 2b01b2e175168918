#include "agent/telemetry/library_log.h"

#include <atomic>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/common.h"
#include "grpcpp/version_info.h"

// Both libraries have hooks of their own in releases that do not use Abseil's log.
#if GOOGLE_PROTOBUF_VERSION < 4022000
#define LINKSTAT_HOOK_OF_PROTOBUF 1
#include "google/protobuf/stubs/logging.h"
#endif
#if GRPC_CPP_VERSION_MAJOR == 1 && GRPC_CPP_VERSION_MINOR < 65
#define LINKSTAT_HOOK_OF_GRPC 1
#include "grpc/support/log.h"
#endif
#if !LINKSTAT_HOOK_OF_PROTOBUF || !LINKSTAT_HOOK_OF_GRPC
#define LINKSTAT_HOOK_OF_ABSEIL 1
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"
#include "absl/log/initialize.h"
#include "absl/log/log_entry.h"
#include "absl/log/log_sink.h"
#include "absl/log/log_sink_registry.h"
#endif

namespace linkstat::telemetry {
namespace {

// The libraries' hooks carry no context of their own.
std::atomic<const Log*> target{nullptr};

void LogLine(LogLevel level, absl::string_view library, absl::string_view file, int line,
             absl::string_view text) {
  const Log* log = target.load(std::memory_order_acquire);
  if (log == nullptr || !log->Writes(level)) return;
  const size_t slash = file.rfind('/');
  if (slash != absl::string_view::npos) file.remove_prefix(slash + 1);
  log->Write(level, "library",
             {{"library", library}, {"place", absl::StrCat(file, ":", line)}, {"text", text}});
  // The library ends the process next.
  if (level == LogLevel::kError) log->sink()->Drain();
}

#if LINKSTAT_HOOK_OF_GRPC
void LogGrpc(gpr_log_func_args* args) {
  const bool fatal = absl::StartsWith(args->message, "assertion failed");
  LogLine(fatal ? LogLevel::kError : LogLevel::kDebug, "grpc", args->file, args->line,
          args->message);
}
#endif

#if LINKSTAT_HOOK_OF_PROTOBUF
void LogProtobuf(google::protobuf::LogLevel level, const char* file, int line,
                 const std::string& text) {
  const bool fatal = level == google::protobuf::LOGLEVEL_FATAL;
  LogLine(fatal ? LogLevel::kError : LogLevel::kDebug, "protobuf", file, line, text);
}
#endif

#if LINKSTAT_HOOK_OF_ABSEIL
class AbseilSink final : public absl::LogSink {
 public:
  void Send(const absl::LogEntry& entry) override {
    const bool fatal = entry.log_severity() == absl::LogSeverity::kFatal;
    // What is fatal comes again with the stack.
    const absl::string_view text =
        entry.stacktrace().empty() ? entry.text_message() : entry.stacktrace();
    const bool protobuf = absl::StrContains(entry.source_filename(), "google/protobuf/");
    LogLine(fatal ? LogLevel::kError : LogLevel::kDebug, protobuf ? "protobuf" : "grpc",
            entry.source_filename(), entry.source_line(), text);
  }
};

// Once in a process.
bool HookAbseil() {
  absl::InitializeLog();
  absl::SetStderrThreshold(absl::LogSeverityAtLeast::kInfinity);
  absl::AddLogSink(new AbseilSink());
  return true;
}
#endif

}  // namespace

void RouteLibraryLogs(const Log* log) {
  target.store(log, std::memory_order_release);
#if LINKSTAT_HOOK_OF_GRPC
  gpr_log_verbosity_init();
  gpr_set_log_function(&LogGrpc);
#endif
#if LINKSTAT_HOOK_OF_PROTOBUF
  google::protobuf::SetLogHandler(&LogProtobuf);
#endif
#if LINKSTAT_HOOK_OF_ABSEIL
  static const bool hooked = HookAbseil();
  static_cast<void>(hooked);
#endif
}

}  // namespace linkstat::telemetry
