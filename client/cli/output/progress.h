#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_PROGRESS_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_PROGRESS_H_

#include <cstdint>
#include <optional>
#include <ostream>

namespace linkstat::cli {

// One line on a terminal with the progress of the work, overwritten by each
// update.
class Progress {
 public:
  // Writes nothing unless `shown`. `whole` is the size of all work; absent when
  // it is not known: then the line has no bar. `out` must outlive it.
  Progress(std::ostream& out, bool shown, std::optional<int64_t> whole)
      : out_(out), shown_(shown), whole_(whole) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of the whole work, which are `lines` lines.
  void Show(int64_t done, int64_t lines);

  // Leaves an empty line, for other output.
  void Clear();

 private:
  std::ostream& out_;
  const bool shown_;
  const std::optional<int64_t> whole_;
  bool visible_ = false;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_PROGRESS_H_
