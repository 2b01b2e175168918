// Calls at a given rate, whatever the agent makes of them, by one thread that costs
// little: what it takes of the cores, the agent does not have.
//
//   overload_client ADDRESS METHOD REQUEST RATE IN_FLIGHT SECONDS [prompt]
//
// REQUEST is a file that holds the one message of every call. With a RATE, calls
// begin at that many a second, as those of callers who do not know of each other: many
// at a time, or, with `prompt`, each when it is due and answers read as they come, for
// which the client takes up to a core. With RATE 0 they begin as fast as IN_FLIGHT of
// them at a time allow. A call that
// its connection has no stream for waits here; of a thousand of one connection the
// next is given up. Prints how many calls were begun, and answered, refused as
// overload, failed otherwise and given up within the SECONDS; then
// milliseconds of those answered: the mean, the 50th and 99th percentile since they were
// sent, and the 99th since they were due.

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/http2_connection.h"

namespace linkstat::bench {
namespace {

constexpr int kConnections = 8;
constexpr std::chrono::microseconds kTick(200);
constexpr int kResourceExhausted = 8;
// Of a connection, those that wait for a stream included.
constexpr size_t kMostOpen = 1'000;

double Percentile(std::vector<double>& values, size_t percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() * percent / 100];
}

double Mean(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double Milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// What became of the calls.
struct Tally {
  size_t begun = 0;
  size_t refused = 0;
  size_t failed = 0;
  size_t given_up = 0;
  // Of those answered.
  std::vector<double> since_sent;
  std::vector<double> since_due;

  size_t ended() const { return since_due.size() + refused + failed + given_up; }

  void End(int status, Clock::duration from_sent, Clock::duration from_due) {
    if (status == 0) {
      since_sent.push_back(Milliseconds(from_sent));
      since_due.push_back(Milliseconds(from_due));
    } else {
      ++(status == kResourceExhausted ? refused : failed);
    }
  }

  void Print() {
    std::printf("%zu %zu %zu %zu %zu %.4f %.4f %.4f %.4f\n", begun, since_due.size(), refused,
                failed, given_up, Mean(since_sent), Percentile(since_sent, 50),
                Percentile(since_sent, 99), Percentile(since_due, 99));
  }
};

class Load {
 public:
  explicit Load(const Target& target) {
    for (int i = 0; i < kConnections; ++i) {
      connections_.push_back(std::make_unique<Http2Connection>(
          target, [this](int status, Clock::duration since_sent, Clock::duration since_due) {
            tally_.End(status, since_sent, since_due);
          }));
    }
  }

  void Run(double rate, size_t in_flight, double seconds, bool prompt) {
    const auto begin = Clock::now();
    const std::chrono::duration<double> length(seconds);
    for (auto now = begin; now - begin < length; now = Clock::now()) {
      Clock::duration wait = kTick;
      if (rate > 0) {
        if (!prompt) std::this_thread::sleep_for(kTick);
        const auto next = BeginDue(begin, rate, Clock::now());
        if (prompt) wait = std::clamp<Clock::duration>(next - Clock::now(), {}, kTick);
      } else {
        while (tally_.begun - tally_.ended() < in_flight) Begin(now);
      }
      Exchange(wait);
    }
    tally_.Print();
  }

 private:
  // Returns when the next call is due.
  Clock::time_point BeginDue(Clock::time_point begin, double rate, Clock::time_point now) {
    for (;;) {
      const auto due = begin + std::chrono::duration_cast<Clock::duration>(
                                   std::chrono::duration<double>(tally_.begun / rate));
      if (due > now) return due;
      Begin(due);
    }
  }

  void Begin(Clock::time_point due) {
    Http2Connection& connection = *connections_[tally_.begun++ % kConnections];
    if (connection.open() < kMostOpen) {
      connection.Call(due);
    } else {
      ++tally_.given_up;
    }
  }

  // Sends and receives what there is, or waits for it.
  void Exchange(Clock::duration wait) {
    std::vector<pollfd> ready;
    for (const auto& connection : connections_) {
      connection->Send();
      ready.push_back({connection->socket(), connection->Waits(), 0});
    }
    const timespec timeout{0, std::chrono::nanoseconds(wait).count()};
    ::ppoll(ready.data(), ready.size(), &timeout, nullptr);
    for (size_t i = 0; i < ready.size(); ++i) {
      if (ready[i].revents != 0) connections_[i]->Receive();
    }
  }

  std::vector<std::unique_ptr<Http2Connection>> connections_;
  Tally tally_;
};

std::string Read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) {
  const bool prompt = argc == 8 && std::string_view(argv[7]) == "prompt";
  if (argc != 7 && !prompt) return 2;
  linkstat::bench::Load load({argv[1], argv[2], linkstat::bench::Read(argv[3])});
  load.Run(std::atof(argv[4]), static_cast<size_t>(std::atoi(argv[5])), std::atof(argv[6]), prompt);
}
