#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <semaphore>
#include <thread>

#include "absl/time/clock.h"
#include "agent/rpc/transport/tls_credentials.h"
#include "agent/tls/certificate_reloader.h"
#include "agent/tls/judge.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "tests/rpc/transport/tls_channel.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/tls_client.h"
#include "tests/support/tls_folder.h"
#include "tests/support/watched_versions.h"

namespace linkstat::rpc {
namespace {

// In parts, which run side by side: 1,000 rotations, of which 200 are bad.
constexpr int kParts = 10;
constexpr int kRotations = 100;
constexpr int kBadEvery = 5;

class TlsRotationTest : public testing::Test {
 protected:
  TlsRotationTest() {
    tls::CertificateReloaderOptions options;
    options.poll_interval = absl::Hours(1);
    options.on_reading = [this](const tls::TlsReading& reading) {
      const std::lock_guard<std::mutex> lock(mutex_);
      last_ = reading.material != nullptr ? 1 : 0;
      read_.notify_one();
    };
    keeper_.emplace(folder_.paths(), tls::ReadTlsMaterial(folder_.paths(), absl::Now()),
                    std::move(options));
    agent_.emplace(test::VersionOf(1), absl::Hours(1), TlsServerCredentials(keeper_->slot()));
  }

  // Whether the keeper took what is in the files now.
  bool Reload() {
    std::unique_lock<std::mutex> lock(mutex_);
    last_ = -1;
    keeper_->RequestReload();
    EXPECT_TRUE(read_.wait_for(lock, std::chrono::seconds(30), [this] { return last_ >= 0; }));
    return last_ == 1;
  }

  // Puts one of five kinds of bad files over the good ones.
  void Spoil(int kind) {
    const tls::TlsPaths paths = folder_.paths();
    const std::string certificate = test::ReadBytes(paths.certificate);
    switch (kind) {
      case 0:  // mismatched
        return folder_.Write(paths.key, authority_.Issue({}).key);
      case 1:  // truncated
        return folder_.Write(paths.certificate, certificate.substr(0, certificate.size() / 2));
      case 2:  // expired
        return folder_.WriteIdentity(
            authority_.Issue({.valid_from = -absl::Hours(2), .valid_until = -absl::Hours(1)}));
      case 3:  // missing
        ::unlink(paths.key.c_str());
        return;
      default:
        return folder_.Write(paths.client_ca, "garbage");
    }
  }

  // What a caller sees of the agent.
  test::HandshakeResult ShakeHands() { return tls_client_.ShakeHands(agent_->server().port()); }

  const test::Authority authority_{"Authority"};
  const test::Identity client_ = authority_.Issue({.common_name = "client"});
  const test::TlsClient tls_client_{{authority_.certificate(), client_}};
  test::TlsFolder folder_{authority_};
  std::mutex mutex_;
  std::condition_variable read_;
  int last_ = -1;
  std::optional<tls::CertificateReloader> keeper_;
  std::optional<test::InProcessAgent> agent_;
};

// Shakes hands beside a test, as often as it is told to.
class Caller {
 public:
  explicit Caller(std::function<bool()> shake_hands)
      : thread_([this, shake_hands = std::move(shake_hands)] {
          for (asked_.acquire(); !stop_; asked_.acquire()) ++(shake_hands() ? done_ : failed_);
        }) {}
  ~Caller() {
    stop_ = true;
    asked_.release();
    thread_.join();
  }

  void Ask(int times) { asked_.release(times); }

  int done() const { return done_; }
  int failed() const { return failed_; }

 private:
  std::counting_semaphore<> asked_{0};
  std::atomic<bool> stop_ = false;
  std::atomic<int> done_ = 0;
  std::atomic<int> failed_ = 0;
  std::thread thread_;
};

class TlsRotationPart : public TlsRotationTest, public testing::WithParamInterface<int> {};

TEST_P(TlsRotationPart, NoHandshakeFailsWhileGoodAndBadPairsComeAndGo) {
  Caller caller([this] { return ShakeHands().done; });
  std::string shown = ShakeHands().certificate;
  for (int i = 1; i <= kRotations; ++i) {
    const test::Identity fresh = authority_.Issue({});
    folder_.WriteIdentity(fresh);
    folder_.Write(folder_.paths().client_ca, authority_.certificate());
    const bool bad = i % kBadEvery == 0;
    if (bad) Spoil(i / kBadEvery % 5);
    // Before, beside or after the reload.
    caller.Ask(1);
    ASSERT_EQ(Reload(), !bad) << i;
    if (!bad) shown = fresh.certificate;
    ASSERT_EQ(ShakeHands().certificate, shown) << i;
  }
  EXPECT_EQ(keeper_->reloads().taken, 80);
  EXPECT_EQ(keeper_->reloads().refused, 20);
  EXPECT_EQ(caller.failed(), 0);
  EXPECT_GT(caller.done(), 10);
}

INSTANTIATE_TEST_SUITE_P(Rotations, TlsRotationPart, testing::Range(0, kParts));

TEST_F(TlsRotationTest, AnOpenStreamGoesOn) {
  const auto stub = v1::CatalogService::NewStub(
      test::TlsChannel(agent_->address(), authority_.certificate(), client_));
  grpc::ClientContext context;
  const test::CatalogReader reader = stub->WatchCatalog(&context, {});
  EXPECT_EQ(test::NextEvent(reader), "change " + test::RevisionOf(1));
  for (int i = 0; i < 3; ++i) {
    folder_.WriteIdentity(authority_.Issue({}));
    ASSERT_TRUE(Reload());
    ASSERT_TRUE(ShakeHands().done);
  }
  agent_->registry().Publish(test::VersionOf(2));
  EXPECT_EQ(test::NextEvent(reader), "change " + test::RevisionOf(2));
  context.TryCancel();
  reader->Finish();
}

}  // namespace
}  // namespace linkstat::rpc
