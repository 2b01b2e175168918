"""Tests of the lock check, and of the analysis that .clang-tidy switches on."""

import pathlib
import subprocess
import tempfile
import unittest

import locks

TOP = pathlib.Path(__file__).resolve().parents[2]

COUNTER = """
#include "agent/base/mutex.h"

namespace linkstat {

class Counter {
 public:
  void Add() {
    %s
    ++count_;
  }

 private:
  Mutex mutex_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
};

void Use() { Counter().Add(); }

}  // namespace linkstat
"""


class Uses(unittest.TestCase):
    def faults(self, line, path="agent/rpc/a.cc"):
        return len(list(locks.lock_faults(path, line)))

    def test_standard_locks_are_reported(self):
        for line in ("std::mutex m;", "std::shared_mutex m;", "const std::lock_guard lock(m);",
                     "std::unique_lock<M> lock(m);", "std::condition_variable_any changed;"):
            self.assertEqual(self.faults(line), 1, line)

    def test_locks_of_abseil_are_reported(self):
        self.assertEqual(self.faults("absl::Mutex m;"), 1)

    def test_threads_started_by_hand_are_reported(self):
        for line in ("std::thread([] {}).detach();", "thread_ = std::jthread([this] { Run(); });",
                     "std::thread worker(Run);"):
            self.assertEqual(self.faults(line), 1, line)

    def test_members_and_properties_of_threads_are_fine(self):
        for line in ("std::jthread thread_;", "std::thread::hardware_concurrency()",
                     "std::vector<std::jthread> threads_;"):
            self.assertEqual(self.faults(line), 0, line)

    def test_comments_are_fine(self):
        self.assertEqual(self.faults("// Unlike std::mutex."), 0)

    def test_allowed_files_are_fine(self):
        self.assertEqual(self.faults("std::mutex m;", "agent/base/mutex.h"), 0)


class Analysis(unittest.TestCase):
    def tidy(self, code):
        """Whether clang-tidy accepts the code, and its report."""
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "counter.cc")
            source.write_text(code)
            run = subprocess.run(
                ["clang-tidy", "--quiet", f"--config-file={TOP}/.clang-tidy", str(source), "--",
                 "-std=c++20", f"-I{TOP}"],
                capture_output=True, text=True, timeout=120, check=False)
        return run.returncode == 0, run.stdout

    def test_guarded_member_is_accepted_with_its_lock(self):
        accepted, report = self.tidy(COUNTER % "const MutexLock lock(&mutex_);")
        self.assertTrue(accepted, report)

    def test_guarded_member_is_reported_without_its_lock(self):
        accepted, report = self.tidy(COUNTER % "")
        self.assertFalse(accepted)
        self.assertIn("requires holding mutex 'mutex_' exclusively "
                      "[clang-diagnostic-thread-safety-analysis", report)


if __name__ == "__main__":
    unittest.main()
