// Durable creates at a given rate, whatever the agent makes of them.
//
//   overload_client ADDRESS RATE IN_FLIGHT SECONDS PREFIX
//
// With a RATE, calls begin at that many a second, as those of callers who do not
// know of each other; with RATE 0 they begin as fast as IN_FLIGHT of them at a
// time allow. The accounts' ids begin with PREFIX. Prints how many calls were
// begun, answered, refused as overload and failed otherwise, and the 50th and 99th
// percentile of the answered ones in milliseconds.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "linkstat/v1/linked_account_service.grpc.pb.h"

namespace linkstat::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Stub = v1::LinkedAccountService::Stub;

constexpr int kConnections = 8;
constexpr std::chrono::seconds kDeadline(5);

// What became of the calls. Thread-safe.
class Tally {
 public:
  void Begin() {
    const std::lock_guard lock(mutex_);
    ++begun_;
  }

  void End(const grpc::Status& status, Clock::duration took) {
    const std::lock_guard lock(mutex_);
    ++ended_;
    if (status.ok()) {
      answered_.push_back(std::chrono::duration<double, std::milli>(took).count());
    } else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
      ++refused_;
    }
    changed_.notify_all();
  }

  void WaitUntilBelow(size_t in_flight) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_ - ended_ < in_flight; });
  }

  void Print() {
    const std::lock_guard lock(mutex_);
    std::sort(answered_.begin(), answered_.end());
    std::printf("%zu %zu %zu %zu %.2f %.2f\n", begun_, answered_.size(), refused_,
                ended_ - answered_.size() - refused_, Percentile(50), Percentile(99));
  }

 private:
  double Percentile(size_t percent) const {
    return answered_.empty() ? 0 : answered_[answered_.size() * percent / 100];
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  size_t begun_ = 0;
  size_t ended_ = 0;
  size_t refused_ = 0;
  std::vector<double> answered_;
};

struct Call {
  grpc::ClientContext context;
  v1::CreateLinkedAccountRequest request;
  v1::CreateLinkedAccountResponse response;
};

void Create(Stub& stub, std::string id, Tally& tally) {
  tally.Begin();
  const auto call = std::make_shared<Call>();
  call->context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  call->request.set_id(std::move(id));
  const auto begin = Clock::now();
  stub.async()->CreateLinkedAccount(&call->context, &call->request, &call->response,
                                    [call, begin, &tally](const grpc::Status& status) {
                                      tally.End(status, Clock::now() - begin);
                                    });
}

std::unique_ptr<Stub> Connect(const std::string& address, int number) {
  grpc::ChannelArguments arguments;
  // Different arguments keep channels from sharing a connection.
  arguments.SetInt("linkstat.bench.connection", number);
  return v1::LinkedAccountService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

[[noreturn]] void Run(const std::string& address, double rate, size_t in_flight, double seconds,
                      const std::string& prefix) {
  std::vector<std::unique_ptr<Stub>> stubs;
  for (int i = 0; i < kConnections; ++i) stubs.push_back(Connect(address, i));
  Tally tally;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  for (size_t number = 0; Clock::now() < end; ++number) {
    if (rate > 0) {
      std::this_thread::sleep_until(
          begin + std::chrono::duration<double>(static_cast<double>(number) / rate));
    } else {
      tally.WaitUntilBelow(in_flight);
    }
    Create(*stubs[number % kConnections], absl::StrCat(prefix, number), tally);
  }
  tally.WaitUntilBelow(1);
  tally.Print();
  std::fflush(stdout);
  // gRPC's threads may still be leaving the last callback.
  std::_Exit(0);
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  linkstat::bench::Run(argv[1], std::atof(argv[2]), static_cast<size_t>(std::atoi(argv[3])),
                       std::atof(argv[4]), argv[5]);
}
