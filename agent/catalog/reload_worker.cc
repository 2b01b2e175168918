#include "agent/catalog/reload_worker.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "agent/base/deadline.h"
#include "agent/base/thread.h"
#include "agent/catalog/symlink_chain.h"
#include "google/protobuf/util/time_util.h"

namespace linkstat::catalog {
namespace {

using std::chrono::milliseconds;

// How long content must be unchanged in the file before it is loaded.
constexpr absl::Duration kSettleTime = absl::Milliseconds(20);
// A rejection reports this many faults; catalog_service.proto documents it.
constexpr int kMaxRejectedFaults = 100;

v1::RejectedCatalog Rejection(const LoadResult& result, absl::Time now) {
  v1::RejectedCatalog rejected;
  *rejected.mutable_rejected_at() =
      google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(now));
  rejected.set_total_faults(result.total_faults);
  for (const auto& fault : result.faults) {
    if (rejected.faults_size() == kMaxRejectedFaults) break;
    *rejected.add_faults() = fault;
  }
  return rejected;
}

}  // namespace

Reloader::Worker::Worker(std::string path, Registry* registry, ReloaderOptions options,
                         FileDescriptor wake)
    : path_(std::move(path)),
      registry_(registry),
      options_(std::move(options)),
      wake_(std::move(wake)),
      watch_(options_.use_inotify),
      thread_(StartThread("catalog", [this] { Run(); })) {}

Reloader::Worker::~Worker() {
  stop_ = true;
  Wake();
}

void Reloader::Worker::RequestReload() {
  reload_requested_ = true;
  Wake();
}

// The write can only fail when the counter is full: then the thread wakes too.
void Reloader::Worker::Wake() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof(one));
}

void Reloader::Worker::Run() {
  const FileContent first = ReadFile(path_);
  if (IsServed(first)) settling_.SetLoaded(first);
  do {
    Look();
  } while (WaitForReasonToLook());
}

bool Reloader::Worker::WaitForReasonToLook() {
  // While content settles, news of the file would only cut the wait short.
  const int watch_fd = look_again_ ? -1 : watch_.fd();
  const absl::Duration wait = look_again_ ? kSettleTime : options_.poll_interval;
  const SteadyTime end = SteadyAfter(wait);
  while (!stop_) {
    const auto left = std::chrono::ceil<milliseconds>(end - SteadyNow());
    if (left <= milliseconds(0)) return true;
    pollfd descriptors[] = {{wake_.get(), POLLIN, 0}, {watch_fd, POLLIN, 0}};
    poll(descriptors, std::size(descriptors), static_cast<int>(left.count()));
    uint64_t wakes;
    if (read(wake_.get(), &wakes, sizeof(wakes)) > 0 && reload_requested_) return true;
    if (descriptors[1].revents != 0 && watch_.Drain()) return true;
  }
  return false;
}

void Reloader::Worker::Look() {
  const bool asked = reload_requested_.exchange(false);
  watch_.Follow(SymlinkChain(path_));
  const FileContent content = ReadFile(path_);
  const Settling::Step step = settling_.Next(content, asked);
  look_again_ = step == Settling::Step::kLookAgain;
  if (step == Settling::Step::kLoad) Load(content);
}

bool Reloader::Worker::IsServed(const FileContent& content) const {
  const LoadResult result = LoadCatalogFile(content);
  return result.snapshot != nullptr &&
         result.snapshot->revision() == registry_->Current()->revision();
}

void Reloader::Worker::Load(const FileContent& content) {
  const LoadResult result = LoadCatalogFile(content);
  if (result.snapshot != nullptr) {
    registry_->Publish(result.snapshot);
  } else {
    registry_->Reject(Rejection(result, options_.clock->Now()));
  }
  if (options_.on_load) options_.on_load(result);
}

}  // namespace linkstat::catalog
