// What nearly every test program includes, parsed once for all of them. A test
// still includes what it uses: the sanitizer builds do without this file.
#ifndef LINKSTAT_TESTS_PRECOMPILED_H_
#define LINKSTAT_TESTS_PRECOMPILED_H_

#include <gmock/gmock.h>
#include <google/protobuf/map.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

#endif  // LINKSTAT_TESTS_PRECOMPILED_H_
