// Puts load on agents through the project's client library, as a service would.
//
//   load_client ENDPOINT THREADS ATTEMPTS ACCOUNT
//
// Each thread puts one question after the other to the agents of ENDPOINT, a call
// being tried ATTEMPTS times at most: a check, how to link, the catalog, the linked
// account ACCOUNT and a report of it. Prints `running` once every thread had an
// answer to each. Ends when its input does, and prints how many calls it made, how
// many failed, the milliseconds of the longest, and a line for each failure.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "linkstat/client.h"

namespace linkstat {
namespace {

using Clock = std::chrono::steady_clock;

struct Outcome {
  long calls = 0;
  std::vector<std::string> failures;
  Clock::duration longest{};
};

using Question = std::function<absl::Status(Client&)>;

v1::CheckPermissionsRequest Check() {
  v1::CheckPermissionsRequest request;
  request.mutable_observed()->add_names("Manage Employees");
  return request;
}

v1::ReportServiceAccountRequest Report(const std::string& account) {
  v1::ReportServiceAccountRequest request;
  auto& report = *request.mutable_report();
  report.set_linked_account(account);
  report.mutable_observed()->add_names("Manage Employees");
  const timespec now = absl::ToTimespec(absl::Now());
  report.mutable_observed_at()->set_seconds(now.tv_sec);
  report.mutable_observed_at()->set_nanos(static_cast<int>(now.tv_nsec));
  return request;
}

std::vector<Question> Questions(const std::string& account) {
  v1::GetLinkedAccountRequest get;
  get.set_id(account);
  v1::GetLinkingDetailsRequest details;
  details.set_linked_account(account);
  return {
      [](Client& client) { return client.CheckPermissions(Check()).status(); },
      [](Client& client) { return client.GetLinkingDetails({}).status(); },
      [](Client& client) { return client.GetCatalog({}).status(); },
      [get](Client& client) { return client.GetLinkedAccount(get).status(); },
      [details](Client& client) { return client.GetLinkingDetails(details).status(); },
      [account](Client& client) { return client.ReportServiceAccount(Report(account)).status(); }};
}

void Ask(Client& client, const Question& question, Outcome& outcome) {
  const auto begin = Clock::now();
  const absl::Status status = question(client);
  outcome.longest = std::max(outcome.longest, Clock::now() - begin);
  ++outcome.calls;
  if (!status.ok()) outcome.failures.emplace_back(status.ToString());
}

Outcome Load(Client& client, const std::string& account, const std::atomic<bool>& stop,
             std::latch& running) {
  Outcome outcome;
  bool counted = false;
  while (!stop) {
    for (const Question& question : Questions(account)) Ask(client, question, outcome);
    if (!counted) running.count_down();
    counted = true;
  }
  return outcome;
}

void Print(const std::vector<Outcome>& outcomes) {
  Outcome all;
  for (const Outcome& outcome : outcomes) {
    all.calls += outcome.calls;
    all.longest = std::max(all.longest, outcome.longest);
    all.failures.insert(all.failures.end(), outcome.failures.begin(), outcome.failures.end());
  }
  const std::chrono::duration<double, std::milli> longest = all.longest;
  std::printf("%ld %zu %.0f\n", all.calls, all.failures.size(), longest.count());
  for (const std::string& failure : all.failures) std::printf("%s\n", failure.c_str());
}

int Run(const std::string& endpoint, int threads, int attempts, const std::string& account) {
  ClientOptions options;
  options.endpoint = endpoint;
  options.balance = true;
  options.max_attempts = attempts;
  const auto client = Client::Create(options);
  if (!client.ok()) return 2;
  std::atomic<bool> stop = false;
  std::latch running(threads);
  std::vector<Outcome> outcomes(static_cast<size_t>(threads));
  {
    std::vector<std::jthread> workers;
    for (Outcome& outcome : outcomes) {
      workers.emplace_back([&] { outcome = Load(**client, account, stop, running); });
    }
    running.wait();
    std::puts("running");
    std::fflush(stdout);
    while (std::getchar() != EOF) continue;
    stop = true;
  }
  Print(outcomes);
  return 0;
}

}  // namespace
}  // namespace linkstat

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return linkstat::Run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]), argv[4]);
}
