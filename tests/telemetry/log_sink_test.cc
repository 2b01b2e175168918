#include "agent/telemetry/log_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <limits.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace linkstat::telemetry {
namespace {

TEST(FdSink, WritesALineWithOneWrite) {
  // A datagram socket keeps the bounds of writes.
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
  FdSink sink(ends[0]);
  const std::string line = std::string(10'000, 'x') + "\n";
  sink.Write(line);
  sink.Write("second\n");
  std::string buffer(20'000, '\0');
  EXPECT_EQ(::read(ends[1], buffer.data(), buffer.size()), static_cast<ssize_t>(line.size()));
  EXPECT_EQ(::read(ends[1], buffer.data(), buffer.size()), 7);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(FdSink, KeepsLinesWholeOnAPipeThatOthersWriteTo) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_DIRECT), 0);
  FdSink sink(ends[1]);
  std::string line(1'500, 'x');
  line += '\n';
  sink.Write(line + line + line);
  // A pipe of packets keeps the bounds of writes.
  std::string buffer(PIPE_BUF, '\0');
  EXPECT_EQ(::read(ends[0], buffer.data(), buffer.size()), static_cast<ssize_t>(2 * line.size()));
  EXPECT_EQ(::read(ends[0], buffer.data(), buffer.size()), static_cast<ssize_t>(line.size()));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(FdSink, GoesOnWhenNothingCanBeWritten) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  FdSink sink(full);
  sink.Write("lost\nas well\n");
  EXPECT_EQ(sink.lost(), 2u);
  EXPECT_EQ(::close(full), 0);
}

}  // namespace
}  // namespace linkstat::telemetry
