#include "agent/telemetry/library_log.h"

#include <atomic>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"

namespace linkstat::telemetry {
namespace {

// The libraries' hooks carry no context of their own.
std::atomic<const Log*> target{nullptr};

void Tell(LogLevel level, absl::string_view library, absl::string_view file, int line,
          absl::string_view text) {
  const Log* log = target.load(std::memory_order_acquire);
  if (log == nullptr || !log->Writes(level)) return;
  const size_t slash = file.rfind('/');
  if (slash != absl::string_view::npos) file.remove_prefix(slash + 1);
  log->Write(level, "library",
             {{"library", library}, {"place", absl::StrCat(file, ":", line)}, {"text", text}});
}

void TellGrpc(gpr_log_func_args* args) {
  const bool fatal = absl::StartsWith(args->message, "assertion failed");
  Tell(fatal ? LogLevel::kError : LogLevel::kDebug, "grpc", args->file, args->line, args->message);
}

void TellProtobuf(google::protobuf::LogLevel level, const char* file, int line,
                  const std::string& text) {
  const bool fatal = level == google::protobuf::LOGLEVEL_FATAL;
  Tell(fatal ? LogLevel::kError : LogLevel::kDebug, "protobuf", file, line, text);
}

}  // namespace

void RouteLibraryLogs(const Log* log) {
  target.store(log, std::memory_order_release);
  gpr_log_verbosity_init();
  gpr_set_log_function(&TellGrpc);
  google::protobuf::SetLogHandler(&TellProtobuf);
}

}  // namespace linkstat::telemetry
