#include "agent/rpc/service/batched_write_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/executor.h"
#include "agent/rpc/server.h"
#include "agent/store/memory_store.h"
#include "agent/telemetry/log.h"
#include "tests/support/captured_log.h"
#include "tests/support/faulty_store.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using testing::ElementsAre;

constexpr char kCreate[] = "/linkstat.v1.LinkedAccountService/CreateLinkedAccount";
constexpr char kReport[] = "/linkstat.v1.LinkedAccountService/ReportServiceAccount";
constexpr char kDelete[] = "/linkstat.v1.LinkedAccountService/DeleteLinkedAccount";
constexpr char kCheck[] = "/linkstat.v1.LinkingService/CheckPermissions";

constexpr std::chrono::seconds kPatience{30};

// A store whose writes wait while it is closed. Keeps the size of each.
class GatedStore final : public test::FaultyStore {
 public:
  using FaultyStore::FaultyStore;

  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    sizes_.clear();
  }

  void Open() {
    const std::lock_guard lock(mutex_);
    closed_ = false;
    changed_.notify_all();
  }

  void AwaitWrite() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return !sizes_.empty(); }));
  }

  std::vector<size_t> sizes() {
    const std::lock_guard lock(mutex_);
    return sizes_;
  }

  absl::StatusOr<std::vector<store::WriteResult>> Write(
      absl::Span<const store::Mutation> mutations) override {
    {
      std::unique_lock lock(mutex_);
      sizes_.push_back(mutations.size());
      changed_.notify_all();
      EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return !closed_; }));
    }
    return FaultyStore::Write(mutations);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  std::vector<size_t> sizes_;
};

using Answer = std::future<absl::StatusOr<std::string>>;

class BatchedWrites : public testing::Test {
 protected:
  BatchedWrites() {
    auto store = std::make_unique<GatedStore>(*store::MemoryStore::Create());
    store_ = store.get();
    service::Accounts::Parts parts;
    parts.store = std::move(store);
    parts.registry = &registry_;
    parts.settings = {.email_domain = "links.example.com", .first_name = "Integration"};
    accounts_ = service::Accounts::Start(std::move(parts));
    EXPECT_TRUE(accounts_->WaitUntilLoaded(absl::FromChrono(kPatience)));
    ServerOptions options;
    options.credentials = grpc::InsecureServerCredentials();
    options.accounts = accounts_.get();
    options.executors = {&reads_, &reports_};
    ServerListeners listeners;
    listeners.main = *net::Listener::OpenTcp("127.0.0.1", 0);
    server_ = *Server::Start(options, std::move(listeners), &registry_, &log_);
    channel_ = server_->InProcessChannel();
  }

  Answer Begin(const std::string& method, const std::string& request) {
    return std::async(std::launch::async,
                      [=, this] { return test::RawCall(channel_, method, request); });
  }
  Answer BeginCreate(const std::string& id) {
    v1::CreateLinkedAccountRequest request;
    request.set_id(id);
    return Begin(kCreate, request.SerializeAsString());
  }

  // Closes the store and begins a write that waits there.
  Answer HoldAWrite() {
    store_->Close();
    Answer held = BeginCreate("held");
    store_->AwaitWrite();
    return held;
  }

  // Waits until so many calls wait for their batch or for the store.
  void AwaitPending(double calls) {
    const Deadline end(absl::FromChrono(kPatience));
    while (CallsInFlight() < calls && !end.Passed()) std::this_thread::yield();
    EXPECT_EQ(CallsInFlight(), calls);
    // The event loop has passed on what it admitted before this.
    static_cast<void>(test::RawCall(channel_, kCheck, ""));
  }

  double CallsInFlight() {
    telemetry::MetricFamilies families;
    server_->Collect(families);
    for (const prometheus::MetricFamily& family : families) {
      if (family.name == "linkstat_calls_in_flight") return family.metric.front().gauge.value;
    }
    ADD_FAILURE() << "the metric is missing";
    return 0;
  }

  test::CapturedLog sink_;
  telemetry::Log log_{{}, &sink_};
  catalog::Registry registry_{test::SnapshotOf(test::TestCatalog())};
  GatedStore* store_ = nullptr;
  std::unique_ptr<service::Accounts> accounts_;
  Executor reads_{"reads", 1, 8};
  Executor reports_{"reports", 1, 8};
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(BatchedWrites, CallsOfEveryMethodShareAWrite) {
  ASSERT_TRUE(BeginCreate("acme").get().ok());
  ASSERT_TRUE(BeginCreate("gone").get().ok());
  v1::ReportServiceAccountRequest report;
  report.mutable_report()->set_linked_account("acme");
  report.mutable_report()->mutable_observed_at()->set_seconds(1700000000);
  report.mutable_report()->mutable_observed();
  v1::DeleteLinkedAccountRequest remove;
  remove.set_id("gone");
  Answer answers[] = {HoldAWrite(), BeginCreate("new"), Begin(kReport, report.SerializeAsString()),
                      Begin(kDelete, remove.SerializeAsString())};
  AwaitPending(4);
  store_->Open();
  for (Answer& answer : answers) EXPECT_EQ(answer.get().status(), absl::OkStatus());
  EXPECT_THAT(store_->sizes(), ElementsAre(1, 3));
}

TEST_F(BatchedWrites, AMalformedRequestFailsAlone) {
  Answer held = HoldAWrite();
  Answer malformed = Begin(kCreate, "\xff");
  Answer good = BeginCreate("good");
  AwaitPending(3);
  store_->Open();
  EXPECT_EQ(test::ReasonOf(malformed.get().status()), "MALFORMED_MESSAGE");
  EXPECT_EQ(good.get().status(), absl::OkStatus());
  EXPECT_EQ(held.get().status(), absl::OkStatus());
  EXPECT_THAT(store_->sizes(), ElementsAre(1, 1));
}

TEST_F(BatchedWrites, ACallBeyondTheBoundIsRejectedAfterADelay) {
  constexpr int kMostPending = 96;
  std::vector<Answer> pending;
  pending.push_back(HoldAWrite());
  for (int i = 1; i < kMostPending; ++i) pending.push_back(BeginCreate("id-" + std::to_string(i)));
  AwaitPending(kMostPending);
  const SteadyTime begin = SteadyNow();
  const absl::Status rejected = BeginCreate("one-more").get().status();
  EXPECT_GE(SteadyNow() - begin, std::chrono::milliseconds(100));
  EXPECT_EQ(test::ReasonOf(rejected), "OVERLOADED");
  store_->Open();
  for (Answer& answer : pending) EXPECT_EQ(answer.get().status(), absl::OkStatus());
}

TEST_F(BatchedWrites, ALargeRequestIsNoPartOfABatch) {
  v1::CreateLinkedAccountRequest large;
  large.mutable_identity()->set_first_name(std::string(size_t{3} << 20, 'x'));
  Answer held = HoldAWrite();
  Answer small = BeginCreate("small");
  // The batch waits for the store, which this request does not need.
  EXPECT_EQ(test::ReasonOf(Begin(kCreate, large.SerializeAsString()).get().status()),
            "INVALID_FIELD");
  store_->Open();
  EXPECT_EQ(small.get().status(), absl::OkStatus());
  EXPECT_EQ(held.get().status(), absl::OkStatus());
}

}  // namespace
}  // namespace linkstat::rpc
