#ifndef LINKSTAT_CLIENT_CLI_ACCOUNTS_REPORT_STREAM_H_
#define LINKSTAT_CLIENT_CLI_ACCOUNTS_REPORT_STREAM_H_

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/input/line_reader.h"
#include "linkstat/client.h"

namespace linkstat::cli {

// What became of the reports, as far as the agent acknowledged them.
struct ReportCounts {
  int64_t accepted = 0;
  int64_t stale = 0;
  // By this program or the agent.
  int64_t refused = 0;
  // The last line that is counted; all before it are as well.
  int64_t last_line = 0;
};

// Sends the reports of an input, one a line, in streams of at most a thousand
// lines each: an agent returns no more refusals for one stream, and what was
// acknowledged before a failure is known. Keeps one message in memory.
class ReportStream {
 public:
  using OnRefused = std::function<absl::Status(int64_t line, const absl::Status& why)>;

  // Both must outlive the stream.
  ReportStream(Client* client, LineReader* lines) : client_(*client), lines_(*lines) {}

  // Sends the next lines, then calls `on_refused` for each that was refused, in
  // their order. False when the input has no more lines. An error of the agent,
  // the input or `on_refused` ends the work; `counts` then is of the streams
  // before.
  absl::StatusOr<bool> SendSome(const OnRefused& on_refused);

  const ReportCounts& counts() const { return counts_; }

 private:
  // Fills a message with what follows. False when nothing does.
  bool Fill(v1::ReportServiceAccountsRequest& request);
  // Reads one line into the message or the refusals.
  absl::Status TakeLine(v1::ReportServiceAccountsRequest& request);
  absl::Status Count(const v1::ReportServiceAccountsResponse& response);

  Client& client_;
  LineReader& lines_;
  ReportCounts counts_;
  bool at_end_ = false;
  // Of the stream under way: how the input failed, the last line read, how many
  // lines were, the line of each report sent, and the lines refused.
  absl::Status input_;
  int64_t last_line_ = 0;
  int64_t taken_ = 0;
  std::vector<int64_t> sent_;
  std::map<int64_t, absl::Status> refused_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ACCOUNTS_REPORT_STREAM_H_
