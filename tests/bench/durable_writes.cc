#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/service/accounts.h"
#include "agent/store/open.h"
#include "tests/bench/bare_store.h"
#include "tests/support/temporary_folder.h"

// Durable creates and reports a second from several callers, against bare SQLite that
// does the same transactions in groups as large as the agent's. Both wait for the disk
// of TMPDIR, in turn, so that what else goes on in the machine meets both.
namespace linkstat::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kCallers = 16;
constexpr int kAccounts = 10'000;

void Require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << what << "\n";
  std::exit(1);
}

struct Rate {
  double writes_per_second;
  // Writes in a commit.
  double group;
};

// The accounts of a store as an agent serves them.
class AgentStore {
 public:
  explicit AgentStore(const std::string& path) {
    service::Accounts::Parts parts;
    store::StoreObservers observers;
    // Each commit looks before and after it.
    observers.files_seen = [this](const store::FileLook&) { ++looks_; };
    parts.store =
        store::OpenStore({store::StoreSpec::Kind::kSqlite, path}, std::move(observers)).value();
    parts.registry = &registry_;
    parts.settings = {"links.example.com", "link", "Integration"};
    accounts_ = service::Accounts::Start(std::move(parts));
    Require(accounts_->WaitUntilLoaded(absl::Minutes(1)), "the store is not loaded");
  }

  // `write(caller, number)` of so many callers, for `time`.
  template <typename Write>
  Rate Run(Clock::duration time, Write write) {
    const int64_t looks = looks_;
    std::atomic<int64_t> writes = 0;
    std::vector<std::thread> callers;
    const auto begin = Clock::now();
    for (int caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        for (int number = 0; Clock::now() - begin < time; ++number) {
          write(caller, number);
          ++writes;
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
    const std::chrono::duration<double> took = Clock::now() - begin;
    const auto commits = static_cast<double>(looks_ - looks) / 2;
    return {static_cast<double>(writes) / took.count(), static_cast<double>(writes) / commits};
  }

  Rate Create(Clock::duration time) {
    return Run(time,
               [this](int, int) { Require(accounts_->create().Run({}).ok(), "a create failed"); });
  }

  Rate Report(Clock::duration time) {
    return Run(time, [this](int caller, int number) {
      v1::ReportServiceAccountRequest request;
      v1::ServiceAccountReport& report = *request.mutable_report();
      report.set_linked_account(AccountId((caller * 617 + number) % kAccounts));
      const absl::Time now = absl::Now();
      report.mutable_observed_at()->set_seconds(absl::ToUnixSeconds(now));
      report.mutable_observed_at()->set_nanos(
          static_cast<int>(absl::ToUnixNanos(now) % 1'000'000'000));
      report.mutable_observed()->add_names("Manage Employees");
      Require(accounts_->report().Run(request).ok(), "a report failed");
    });
  }

 private:
  catalog::Registry registry_{catalog::EmbeddedCatalog()};
  std::atomic<int64_t> looks_ = 0;
  std::unique_ptr<service::Accounts> accounts_;
};

// In groups as large as those of `agent`.
template <typename Write>
double RunBare(Clock::duration time, const Rate& agent, Write write) {
  const int group = std::max(1, static_cast<int>(std::lround(agent.group)));
  int64_t writes = 0;
  const auto begin = Clock::now();
  for (; Clock::now() - begin < time; writes += group) write(group);
  return static_cast<double>(writes) / std::chrono::duration<double>(Clock::now() - begin).count();
}

void Print(const char* what, std::vector<double> ratios, const Rate& agent, double bare) {
  std::nth_element(ratios.begin(), ratios.begin() + ratios.size() / 2, ratios.end());
  std::cout << absl::StreamFormat(
                   "%s: agent %.0f a second in groups of %.1f, bare %.0f a second, ratio %.2f "
                   "(median of the rounds)\n",
                   what, agent.writes_per_second, agent.group, bare, ratios[ratios.size() / 2])
            << std::flush;
}

void Compare(int rounds, Clock::duration time) {
  const test::TemporaryFolder folder;
  for (const char* file : {"agent.db", "bare.db"}) {
    FillStore(folder.File(file), kAccounts);
  }
  AgentStore agent(folder.File("agent.db"));
  BareStore bare(folder.File("bare.db"));
  std::vector<double> creates;
  std::vector<double> reports;
  for (int round = 0; round < rounds; ++round) {
    const Rate created = agent.Create(time);
    const double bare_created = RunBare(time, created, [&](int group) { bare.Create(group); });
    creates.push_back(created.writes_per_second / bare_created);
    Print("creates", creates, created, bare_created);
    const Rate reported = agent.Report(time);
    const double bare_reported = RunBare(time, reported, [&](int group) { bare.Update(group); });
    reports.push_back(reported.writes_per_second / bare_reported);
    Print("reports", reports, reported, bare_reported);
  }
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) {
  int rounds = 5;
  int seconds = 2;
  if (argc > 3 || (argc > 1 && !absl::SimpleAtoi(argv[1], &rounds)) ||
      (argc > 2 && !absl::SimpleAtoi(argv[2], &seconds)) || rounds < 1 || seconds < 1) {
    std::cerr << "usage: durable_writes [ROUNDS [SECONDS]]\n";
    return 2;
  }
  linkstat::bench::Compare(rounds, std::chrono::seconds(seconds));
  return 0;
}
