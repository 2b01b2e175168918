#include "client/cli/verbs/report_lines.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/accounts/report_stream.h"
#include "client/cli/input/text_file.h"
#include "client/cli/output/error_text.h"
#include "client/cli/output/progress.h"
#include "client/cli/report/words.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

// Absent for what is no regular file.
std::optional<int64_t> FileSize(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return std::nullopt;
  return static_cast<int64_t>(size);
}

Report CountsReport(const ReportCounts& counts) {
  const bool refused = counts.refused > 0;
  Report report;
  report.headline.key = "reports";
  report.headline.word.text = refused ? "SOME_REFUSED" : "NONE_REFUSED";
  report.headline.word.tone = refused ? Tone::kBad : Tone::kGood;
  report.closing = {NumberLine("accepted", "Accepted", counts.accepted),
                    NumberLine("stale", "Stale", counts.stale),
                    NumberLine("refused-in-all", "Refused", counts.refused)};
  return report;
}

absl::Status ShowCounts(const ReportCounts& counts, Session& session) {
  if (!session.json()) return session.ShowText(CountsReport(counts));
  nlohmann::ordered_json summary;
  summary["accepted"] = counts.accepted;
  summary["stale"] = counts.stale;
  summary["refused"] = counts.refused;
  const nlohmann::ordered_json line = {{"summary", summary}};
  return session.Write(line.dump() + "\n");
}

// `failure`, with what is known of the lines before and what can be done.
absl::Status AfterLine(int64_t line, const absl::Status& failure) {
  const std::string before =
      line == 0 ? "" : absl::StrCat("lines up to ", line, " are acknowledged; then: ");
  absl::Status error(failure.code(),
                     absl::StrCat(before, failure.message(), "; sending the file again is safe"));
  failure.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { error.SetPayload(url, payload); });
  return error;
}

absl::StatusOr<ExitCode> Send(LineReader& lines, std::optional<int64_t> size, Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  Progress progress(session.err(), session.shows_progress(), size);
  ReportStream reports(client, &lines);
  const auto show_refusal = [&](int64_t line, const absl::Status& why) {
    progress.Clear();
    return session.Write(session.json() ? RefusedLineJson(line, why)
                                        : RefusedLineText(line, why, session.terminal()));
  };
  absl::StatusOr<bool> more = true;
  while (more.ok() && *more) {
    more = reports.SendSome(show_refusal);
    if (more.ok() && *more) progress.Show(lines.bytes(), reports.counts().last_line);
  }
  progress.Clear();
  const int64_t last_line = reports.counts().last_line;
  if (more.ok() || last_line > 0) LINKSTAT_RETURN_IF_ERROR(ShowCounts(reports.counts(), session));
  if (!more.ok()) return AfterLine(last_line, more.status());
  return reports.counts().refused == 0 ? ExitCode::kYes : ExitCode::kNo;
}

}  // namespace

absl::StatusOr<ExitCode> ReportLines(const std::string& file, Session& session) {
  if (file == "-") {
    LINKSTAT_RETURN_IF_ERROR(CheckStandardInput(session.in()));
    LineReader lines(session.in(), "reports");
    return Send(lines, std::nullopt, session);
  }
  LINKSTAT_ASSIGN_OR_RETURN(std::ifstream input, OpenInput(file, "reports"));
  LineReader lines(input, "reports");
  return Send(lines, FileSize(file), session);
}

}  // namespace linkstat::cli
