#include "agent/tls/certificate_reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <deque>
#include <future>

#include "absl/time/clock.h"
#include "agent/tls/judge.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_folder.h"

namespace linkstat::tls {
namespace {

// What a keeper tells, one after the other. Thread-safe.
class Readings {
 public:
  void Add(const TlsReading& reading) {
    const std::lock_guard<std::mutex> lock(mutex_);
    readings_.push_back(reading);
    added_.notify_one();
  }

  // The next one, within 30 seconds.
  TlsReading Next() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!added_.wait_for(lock, std::chrono::seconds(30), [this] { return !readings_.empty(); })) {
      ADD_FAILURE() << "nothing was told";
      return {};
    }
    TlsReading reading = readings_.front();
    readings_.pop_front();
    return reading;
  }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<TlsReading> readings_;
};

class KeeperTest : public testing::Test {
 protected:
  void Start(absl::Duration poll_interval) {
    CertificateReloaderOptions options;
    options.poll_interval = poll_interval;
    options.clock = &clock_;
    options.on_reading = [this](const TlsReading& reading) { readings_.Add(reading); };
    keeper_.emplace(folder_.paths(), ReadTlsMaterial(folder_.paths(), clock_.Now()), options);
  }
  // A keeper that looks only when it is asked.
  void StartUnpolled() { Start(absl::Hours(1)); }

  TlsReading Reload() {
    keeper_->RequestReload();
    return readings_.Next();
  }

  const test::Authority authority_{"Authority"};
  test::TlsFolder folder_{authority_};
  test::FakeClock clock_{absl::Now()};
  Readings readings_;
  std::optional<CertificateReloader> keeper_;
};

TEST_F(KeeperTest, ServesTheFirstMaterial) {
  StartUnpolled();
  EXPECT_EQ(keeper_->material()->key, test::ReadBytes(folder_.paths().key));
  const TlsReloads reloads = keeper_->reloads();
  EXPECT_EQ(reloads.taken, 0);
  EXPECT_EQ(reloads.refused, 0);
  EXPECT_FALSE(reloads.refusing);
  EXPECT_EQ(reloads.last_success, clock_.Now());
}

TEST_F(KeeperTest, TakesNewMaterialOnRequest) {
  StartUnpolled();
  const test::Identity fresh = authority_.Issue({});
  folder_.WriteIdentity(fresh);
  clock_.Advance(absl::Seconds(5));
  EXPECT_NE(Reload().material, nullptr);
  EXPECT_EQ(keeper_->material()->certificate_chain, fresh.certificate);
  EXPECT_EQ(keeper_->material()->key, fresh.key);
  EXPECT_EQ(keeper_->reloads().taken, 1);
  EXPECT_EQ(keeper_->reloads().last_success, clock_.Now());
}

TEST_F(KeeperTest, ReportsThatTheCertificateInServiceExpires) {
  const TlsReading first = ReadTlsMaterial(folder_.paths(), clock_.Now());
  const absl::Time end = first.material->not_after;
  clock_.Advance(end - absl::Hours(30) - clock_.Now());
  std::promise<absl::Time> told;
  CertificateReloaderOptions options;
  options.poll_interval = absl::Hours(1);
  options.clock = &clock_;
  options.on_expiring = [&](absl::Time not_after) { told.set_value(not_after); };
  keeper_.emplace(folder_.paths(), first, options);
  std::future<absl::Time> future = told.get_future();
  ASSERT_EQ(future.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(future.get(), end);
  keeper_.reset();
}

TEST_F(KeeperTest, FindsNewMaterialByItself) {
  Start(absl::Milliseconds(10));
  const test::Identity fresh = authority_.Issue({});
  folder_.WriteIdentity(fresh);
  TlsReading reading = readings_.Next();
  while (reading.material == nullptr) reading = readings_.Next();
  EXPECT_EQ(keeper_->material()->key, fresh.key);
}

TEST_F(KeeperTest, FollowsASymbolicLinkThatIsReplaced) {
  const test::TemporaryFolder root;
  for (const char* name : {"one", "two"}) {
    const std::string folder = root.File(name);
    ASSERT_EQ(::mkdir(folder.c_str(), 0700), 0);
    const test::Identity identity = authority_.Issue({});
    test::WriteBytes(folder + "/tls.crt", identity.certificate);
    test::WriteBytes(folder + "/tls.key", identity.key);
  }
  ASSERT_EQ(::symlink("one", root.File("data").c_str()), 0);
  const TlsPaths paths = {root.File("data/tls.crt"), root.File("data/tls.key"), ""};
  CertificateReloaderOptions options;
  options.poll_interval = absl::Milliseconds(10);
  options.on_reading = [this](const TlsReading& reading) { readings_.Add(reading); };
  const CertificateReloader keeper(paths, ReadTlsMaterial(paths, absl::Now()), options);
  ASSERT_EQ(::symlink("two", root.File("next").c_str()), 0);
  ASSERT_EQ(::rename(root.File("next").c_str(), root.File("data").c_str()), 0);
  EXPECT_NE(readings_.Next().material, nullptr);
  EXPECT_EQ(keeper.material()->key, test::ReadBytes(root.File("two/tls.key")));
}

TEST_F(KeeperTest, GoesOnServingWhatItHasWhenTheNewPairIsBad) {
  StartUnpolled();
  const TlsMaterialPtr first = keeper_->material();
  folder_.Write(folder_.paths().key, authority_.Issue({}).key);
  const TlsReading reading = Reload();
  EXPECT_EQ(reading.material, nullptr);
  EXPECT_THAT(reading.faults, testing::SizeIs(1));
  EXPECT_EQ(keeper_->material(), first);
  EXPECT_EQ(keeper_->reloads().refused, 1);
  EXPECT_TRUE(keeper_->reloads().refusing);
}

TEST_F(KeeperTest, ReportsOnceWhatStaysRejected) {
  Start(absl::Milliseconds(1));
  folder_.Write(folder_.paths().key, "no key");
  EXPECT_THAT(readings_.Next().faults, testing::SizeIs(1));
  folder_.Write(folder_.paths().client_ca, "no authority");
  // Anything told twice would stand before it.
  EXPECT_THAT(readings_.Next().faults, testing::SizeIs(2));
  EXPECT_EQ(keeper_->reloads().refused, 2);
}

TEST_F(KeeperTest, ReportsOnRequestWhatStaysRejected) {
  StartUnpolled();
  ::unlink(folder_.paths().key.c_str());
  EXPECT_THAT(Reload().faults, testing::SizeIs(1));
  EXPECT_THAT(Reload().faults, testing::SizeIs(1));
  EXPECT_EQ(keeper_->reloads().refused, 2);
}

TEST_F(KeeperTest, RejectsNothingOnceTheOldFilesAreBack) {
  StartUnpolled();
  const std::string key = test::ReadBytes(folder_.paths().key);
  folder_.Write(folder_.paths().key, "no key");
  Reload();
  folder_.Write(folder_.paths().key, key);
  keeper_->RequestReload();
  while (keeper_->reloads().refusing) std::this_thread::yield();
  EXPECT_EQ(keeper_->reloads().taken, 0);
}

TEST_F(KeeperTest, TakesACertificateAsSoonAsItBecomesValid) {
  Start(absl::Milliseconds(1));
  const test::Identity later =
      authority_.Issue({.valid_from = absl::Hours(1), .valid_until = absl::Hours(2)});
  folder_.WriteIdentity(later);
  TlsReading reading = readings_.Next();
  EXPECT_EQ(reading.material, nullptr);
  clock_.Advance(absl::Minutes(90));
  while (reading.material == nullptr) reading = readings_.Next();
  EXPECT_EQ(reading.material->key, later.key);
}

}  // namespace
}  // namespace linkstat::tls
