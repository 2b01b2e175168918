#ifndef LINKSTAT_TESTS_SUPPORT_FAULTY_STORE_H_
#define LINKSTAT_TESTS_SUPPORT_FAULTY_STORE_H_

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "agent/store/store.h"

namespace linkstat::test {

// A store that fails on demand and passes everything else on to another one.
// Thread-safe. OnWrite, identity and DeriveKey are always passed on and not counted.
class FaultyStore : public store::Store {
 public:
  // What becomes of a write that fails.
  enum class FailedWrite { kNotDone, kDone };

  explicit FaultyStore(std::unique_ptr<store::Store> target) : target_(std::move(target)) {}

  // The `nth` call from now (1 is the next) fails with `status`, and the
  // `times - 1` calls after it. A Write among them is kept from the store below,
  // or is done there and yet reported as failed (an acknowledgement that got
  // lost). Replaces what was set before.
  void FailCalls(int nth, absl::Status status, int times = 1,
                 FailedWrite failed_write = FailedWrite::kNotDone);

  // The store below, for writes that are another program's.
  store::Store& target() { return *target_; }

  // No call fails any more.
  void Heal();

  // From now on ChangesAfter returns a page that has no changes, leads nowhere and
  // is not the last: what the contract forbids.
  void StallFeed();

  // Calls so far, failed ones included.
  int calls() const;

  // Called before each call is passed on, with no lock held, e.g. to let another
  // writer go between. Null: nothing. Set it while no call is in flight.
  void BeforeCall(std::function<void()> hook) { before_call_ = std::move(hook); }

  absl::string_view identity() const override { return target_->identity(); }
  std::string DeriveKey(absl::string_view purpose) const override {
    return target_->DeriveKey(purpose);
  }
  absl::StatusOr<std::vector<store::WriteResult>> Write(
      absl::Span<const store::Mutation> mutations) override;
  absl::StatusOr<std::optional<store::Record>> Get(absl::string_view id) override;
  absl::StatusOr<std::optional<store::Record>> FindByKey(absl::string_view key) override;
  absl::StatusOr<std::vector<store::Record>> Scan(absl::string_view after, int limit) override;
  absl::StatusOr<store::Revision> LastRevision() override;
  absl::StatusOr<store::ChangePage> ChangesAfter(store::Revision after, int limit) override;
  void OnWrite(std::function<void()> written) override;
  absl::Status Check() override;

 private:
  // Counts a call; the status with which it fails, or OK.
  absl::Status NextCall();
  bool DoesFailedWrites() const;
  bool FeedStalls() const;

  const std::unique_ptr<store::Store> target_;
  std::function<void()> before_call_;
  mutable std::mutex mutex_;
  int calls_ = 0;
  int first_failure_ = 0;
  int last_failure_ = 0;
  absl::Status failure_;
  FailedWrite failed_write_ = FailedWrite::kNotDone;
  bool feed_stalls_ = false;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_FAULTY_STORE_H_
