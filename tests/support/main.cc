#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

// The entry of every test program. A test that hangs ends its program with its name after
// kSeconds: no wait within a test needs a deadline of its own for that. Below CTest's
// TIMEOUT, which names only the program.
namespace {

// LINKSTAT_TEST_SECONDS takes precedence, 0 is for debuggers.
constexpr unsigned kSeconds = 100;
char message[512];

void Hang(int) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, message, std::strlen(message));
  // The core shows where each thread waits.
  std::abort();
}

class Deadline final : public testing::EmptyTestEventListener {
 public:
  explicit Deadline(unsigned seconds) : seconds_(seconds) {}

  void OnTestStart(const testing::TestInfo& test) override {
    const std::string text = std::string("\nHANGS: ") + test.test_suite_name() + "." + test.name() +
                             " did not end within " + std::to_string(seconds_) + " s\n";
    std::strncpy(message, text.c_str(), sizeof(message) - 1);
    ::alarm(seconds_);
  }
  void OnTestEnd(const testing::TestInfo&) override { ::alarm(0); }

 private:
  const unsigned seconds_;
};

unsigned Seconds() {
  const char* const set = std::getenv("LINKSTAT_TEST_SECONDS");
  return set == nullptr ? kSeconds : static_cast<unsigned>(std::atoi(set));
}

}  // namespace

int main(int count, char** words) {
  testing::InitGoogleMock(&count, words);
  ::signal(SIGALRM, &Hang);
  testing::UnitTest::GetInstance()->listeners().Append(new Deadline(Seconds()));
  return RUN_ALL_TESTS();
}
