#include "agent/telemetry/log_writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <string>
#include <thread>

#include "agent/base/file_descriptor.h"
#include "agent/telemetry/library_log.h"
#include "agent/telemetry/log.h"
#include "grpc/support/log.h"
#include "grpcpp/version_info.h"
#include "tests/support/captured_log.h"

#if GRPC_CPP_VERSION_MAJOR != 1 || GRPC_CPP_VERSION_MINOR >= 65
#include "absl/log/log.h"
#endif

namespace linkstat::telemetry {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::ElementsAre;

// A pipe whose reader reads only when it is told to. It lasts as long as the program,
// for a writer may never be done with it.
class Pipe {
 public:
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    read_ = ends[0];
    // Referred to as long as the program lives, so that it is no leak.
    static auto& sinks = *new std::deque<FdSink>();
    sink_ = &sinks.emplace_back(ends[1]);
    write_ = ends[1];
  }

  FdSink* sink() const { return sink_; }

  // Takes all that is written until the other end is closed.
  std::string ReadAll() const {
    std::string all;
    char buffer[4096];
    ssize_t size = 0;
    while ((size = ::read(read_, buffer, sizeof buffer)) > 0) all.append(buffer, size);
    return all;
  }

  void CloseWriter() { ::close(write_); }
  bool WriterBlocks() const { return (::fcntl(write_, F_GETFL) & O_NONBLOCK) == 0; }

 private:
  int read_;
  int write_;
  FdSink* sink_;
};

constexpr int kLines = 2'000;
const std::string kLine = std::string(99, 'x') + "\n";

void WriteMany(LogSink& sink) {
  for (int i = 0; i < kLines; ++i) sink.Write(kLine);
}

TEST(LogWriter, WritesInOrder) {
  test::CapturedLog out;
  {
    LogWriter writer(&out);
    writer.Write("one\n");
    writer.Write("two\n");
  }
  EXPECT_THAT(out.lines(), ElementsAre("one\n", "two\n"));
}

TEST(LogWriter, WritesByItself) {
  test::CapturedLog out;
  LogWriter writer(&out);
  writer.Write("one\n");
  EXPECT_EQ(out.WaitFor("one"), "one\n");
}

TEST(LogWriter, HasWrittenAllWhenItIsDrained) {
  test::CapturedLog out;
  LogWriter writer(&out);
  writer.Write("one\n");
  writer.Drain();
  EXPECT_THAT(out.lines(), ElementsAre("one\n"));
  writer.Drain();
  writer.Write("two\n");
  writer.Drain();
  EXPECT_THAT(out.lines(), ElementsAre("one\n", "two\n"));
}

TEST(LogWriter, GivesUpOnAReaderThatDoesNotRead) {
  const Pipe pipe;
  LogWriter writer(pipe.sink(), milliseconds(50));
  WriteMany(writer);
  const auto begin = steady_clock::now();
  writer.Drain();
  EXPECT_GE(steady_clock::now() - begin, milliseconds(50));
  EXPECT_TRUE(pipe.WriterBlocks());
}

TEST(LogWriter, EndsWithAReaderThatDoesNotRead) {
  const Pipe pipe;
  LogWriter writer(pipe.sink(), milliseconds(1));
  WriteMany(writer);
}

TEST(LogWriter, GoesOnWhenTheReaderReadsAgain) {
  Pipe pipe;
  std::string read;
  std::thread reader;
  {
    LogWriter writer(pipe.sink(), std::chrono::minutes(1));
    WriteMany(writer);
    reader = std::thread([&] { read = pipe.ReadAll(); });
    writer.Drain();
    EXPECT_EQ(writer.lost(), 0u);
  }
  pipe.CloseWriter();
  reader.join();
  EXPECT_EQ(read.size(), kLines * kLine.size());
}

TEST(LogWriter, BoundsWhatWaitsAndCountsWhatIsLost) {
  const Pipe pipe;
  LogWriter writer(pipe.sink(), milliseconds(1));
  const uint64_t fit = LogWriter::kMaxWaiting / kLine.size();
  // As much as this may be with the thread.
  const uint64_t written = 3 * fit;
  for (uint64_t i = 0; i < written; ++i) writer.Write(kLine);
  EXPECT_GE(writer.lost(), written - 2 * fit);
  EXPECT_LE(writer.lost(), written - fit);
}

TEST(LogWriter, CountsWhatCannotBeWritten) {
  const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  FdSink sink(full.get());
  LogWriter writer(&sink);
  writer.Write("lost\n");
  writer.Drain();
  EXPECT_EQ(writer.lost(), 1u);
}

// As gRPC does when it finds itself in a state that must not be.
[[noreturn]] void LogOfGrpcThatEndsTheProcess() {
#if GRPC_CPP_VERSION_MAJOR == 1 && GRPC_CPP_VERSION_MINOR < 65
  gpr_log("call.cc", 12, GPR_LOG_SEVERITY_ERROR, "assertion failed: 1 == 2");
#else
  LOG(FATAL).AtLocation("call.cc", 12) << "assertion failed: 1 == 2";
#endif
  std::abort();
}

TEST(LogWriterDeathTest, TheLastLineOfALibraryIsWritten) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(
      {
        static FdSink sink(STDERR_FILENO);
        static LogWriter writer(&sink);
        static const Log log({}, &writer);
        RouteLibraryLogs(&log);
        LogOfGrpcThatEndsTheProcess();
      },
      R"("level":"error","message":"library","library":"grpc",.*"text":"assertion failed: 1 == 2")");
}

}  // namespace
}  // namespace linkstat::telemetry
