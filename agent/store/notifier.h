#ifndef LINKSTAT_AGENT_STORE_NOTIFIER_H_
#define LINKSTAT_AGENT_STORE_NOTIFIER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace linkstat::store {

// Carries out Store::OnWrite: one thread that calls the callback once for one
// or several notices. Thread-safe.
class Notifier {
 public:
  Notifier();
  // Waits for a call that runs. Notices not yet passed on are dropped.
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // As Store::OnWrite.
  void Set(std::function<void()> callback);

  // There was a write. Returns at once.
  void Notify();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::function<void()> callback_;
  bool pending_ = false;
  bool running_ = false;
  bool stopping_ = false;
  // Last, so that it starts when the rest is there.
  std::thread thread_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_NOTIFIER_H_
