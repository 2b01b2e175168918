#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
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

// Durable creates and reports a second in batches, as the agent makes them of the calls
// of 16 callers, against bare SQLite that does the same transactions. Both wait for the
// disk of TMPDIR, in turn, so that what else goes on in the machine meets both.
namespace linkstat::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBatch = 16;
constexpr int kAccounts = 10'000;

void Require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << what << "\n";
  std::exit(1);
}

// Calls `write` again and again for `time`. Returns the writes a second, of which each call
// does a batch.
template <typename Write>
double Rate(Clock::duration time, Write write) {
  int64_t writes = 0;
  const auto begin = Clock::now();
  for (; Clock::now() - begin < time; writes += kBatch) write();
  return static_cast<double>(writes) / std::chrono::duration<double>(Clock::now() - begin).count();
}

// The accounts of a store as an agent serves them.
class AgentStore {
 public:
  explicit AgentStore(const std::string& path) {
    service::Accounts::Parts parts;
    parts.store = store::OpenStore({store::StoreSpec::Kind::kSqlite, path}, {}).value();
    parts.registry = &registry_;
    parts.settings = {"links.example.com", "link", "Integration"};
    accounts_ = service::Accounts::Start(std::move(parts));
    Require(accounts_->WaitUntilLoaded(absl::Minutes(1)), "the store is not loaded");
  }

  void Create() { Run(accounts_->create(), std::vector<v1::CreateLinkedAccountRequest>(kBatch)); }

  void Report() {
    std::vector<v1::ReportServiceAccountRequest> requests(kBatch);
    for (v1::ReportServiceAccountRequest& request : requests) {
      v1::ServiceAccountReport& report = *request.mutable_report();
      report.set_linked_account(AccountId(reported_++ * 617 % kAccounts));
      const absl::Time now = absl::Now();
      report.mutable_observed_at()->set_seconds(absl::ToUnixSeconds(now));
      report.mutable_observed_at()->set_nanos(
          static_cast<int>(absl::ToUnixNanos(now) % 1'000'000'000));
      report.mutable_observed()->add_names("Manage Employees");
    }
    Run(accounts_->report(), requests);
  }

 private:
  template <typename UseCase>
  void Run(const UseCase& use_case, const std::vector<typename UseCase::Request>& requests) {
    std::vector<const typename UseCase::Request*> batch;
    for (const auto& request : requests) batch.push_back(&request);
    std::vector<typename UseCase::Result> results(batch.size());
    service::AccountChanges changes;
    use_case.Plan(batch, results, changes);
    accounts_->Make(changes);
    for (const auto& result : results) Require(result.ok(), "a write failed");
  }

  catalog::Registry registry_{catalog::EmbeddedCatalog()};
  std::unique_ptr<service::Accounts> accounts_;
  int64_t reported_ = 0;
};

// Runs `agent` and then `bare`, adds the ratio of their rates to `ratios`, prints both.
template <typename Agent, typename Bare>
void Compare(const char* what, Clock::duration time, std::vector<double>& ratios, Agent agent,
             Bare bare) {
  const double agent_rate = Rate(time, agent);
  const double bare_rate = Rate(time, bare);
  ratios.push_back(agent_rate / bare_rate);
  std::vector<double> sorted = ratios;
  std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
  std::cout << absl::StreamFormat(
                   "%s: agent %.0f a second in batches of %d, bare %.0f a second, ratio %.2f "
                   "(median of the rounds)\n",
                   what, agent_rate, kBatch, bare_rate, sorted[sorted.size() / 2])
            << std::flush;
}

void CompareAll(int rounds, Clock::duration time) {
  const test::TemporaryFolder folder;
  for (const char* file : {"agent.db", "bare.db"}) {
    FillStore(folder.File(file), kAccounts);
  }
  AgentStore agent(folder.File("agent.db"));
  BareStore bare(folder.File("bare.db"));
  std::vector<double> creates;
  std::vector<double> reports;
  for (int round = 0; round < rounds; ++round) {
    Compare(
        "creates", time, creates, [&] { agent.Create(); }, [&] { bare.Create(kBatch); });
    Compare(
        "reports", time, reports, [&] { agent.Report(); }, [&] { bare.Update(kBatch); });
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
  linkstat::bench::CompareAll(rounds, std::chrono::seconds(seconds));
  return 0;
}
