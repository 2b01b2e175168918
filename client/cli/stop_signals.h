#ifndef LINKSTAT_CLIENT_CLI_STOP_SIGNALS_H_
#define LINKSTAT_CLIENT_CLI_STOP_SIGNALS_H_

#include <signal.h>

#include <stop_token>
#include <thread>

namespace linkstat::cli {

// While it lives, the first SIGINT or SIGTERM requests a stop instead of ending
// the process; the next one ends it. There may be one at a time.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  int pipe_[2];
  struct sigaction previous_interrupt_;
  struct sigaction previous_terminate_;
  std::thread listener_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_STOP_SIGNALS_H_
