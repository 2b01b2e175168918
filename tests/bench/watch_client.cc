// How long a change of the catalog takes to reach many WatchCatalog streams.
//
//   watch_client ADDRESS STREAMS CATALOG_FILE NEXT_FILE
//
// Opens the streams and waits until each has the catalog served; then moves
// NEXT_FILE over CATALOG_FILE, which the agent serves, and waits until each
// stream has the change. Prints the milliseconds from the move to the last one.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"

namespace linkstat::bench {
namespace {

// Of at most 16 streams each.
constexpr int kConnections = 125;

// One stream: counts down `first` at its first catalog, `second` at the next.
class Watcher final : public grpc::ClientReadReactor<v1::WatchCatalogResponse> {
 public:
  Watcher(v1::CatalogService::Stub* stub, std::latch* first, std::latch* second)
      : pending_{second, first} {
    stub->async()->WatchCatalog(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (response_.has_change() && !pending_.empty()) {
      pending_.back()->count_down();
      pending_.pop_back();
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    std::fprintf(stderr, "a stream ended: %s\n", status.error_message().c_str());
    std::_Exit(1);
  }

 private:
  grpc::ClientContext context_;
  const v1::WatchCatalogRequest request_;
  v1::WatchCatalogResponse response_;
  // The last one is next.
  std::vector<std::latch*> pending_;
};

std::unique_ptr<v1::CatalogService::Stub> Connect(const std::string& address, int number) {
  grpc::ChannelArguments arguments;
  // Different arguments keep channels from sharing a connection.
  arguments.SetInt("linkstat.bench.connection", number);
  return v1::CatalogService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

int Run(const std::string& address, int streams, const char* catalog, const char* next) {
  std::vector<std::unique_ptr<v1::CatalogService::Stub>> stubs;
  for (int i = 0; i < kConnections; ++i) stubs.push_back(Connect(address, i));
  std::latch first(streams);
  std::latch second(streams);
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < streams; ++i) {
    watchers.push_back(std::make_unique<Watcher>(stubs[i % kConnections].get(), &first, &second));
  }
  first.wait();
  const auto begin = std::chrono::steady_clock::now();
  if (std::rename(next, catalog) != 0) return 1;
  second.wait();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::printf("%.1f\n", took.count());
  std::fflush(stdout);
  // The streams would go on for ever.
  std::_Exit(0);
}

}  // namespace
}  // namespace linkstat::bench

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return linkstat::bench::Run(argv[1], std::atoi(argv[2]), argv[3], argv[4]);
}
