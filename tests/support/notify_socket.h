#ifndef LINKSTAT_TESTS_SUPPORT_NOTIFY_SOCKET_H_
#define LINKSTAT_TESTS_SUPPORT_NOTIFY_SOCKET_H_

#include <string>

#include "agent/base/file_descriptor.h"

namespace linkstat::test {

// Where a service manager hears what it is told.
class NotifySocket {
 public:
  // `name` as NOTIFY_SOCKET holds it: a path, or `@NAME`. A failure aborts the
  // test program.
  explicit NotifySocket(const std::string& name);

  // What was told next. What does not come within 30 seconds fails the test.
  std::string Next() const;

  // Whether nothing has been told yet that Next has not returned.
  bool Silent() const;

 private:
  FileDescriptor descriptor_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_NOTIFY_SOCKET_H_
