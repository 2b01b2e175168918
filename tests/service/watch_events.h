#ifndef LINKSTAT_TESTS_SERVICE_WATCH_EVENTS_H_
#define LINKSTAT_TESTS_SERVICE_WATCH_EVENTS_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/service/account_watch.h"

namespace linkstat::test {

using WatchEvent = v1::WatchLinkedAccountsResponse;

// An event in a word: `ID ETAG STATE`, `ID deleted`, `mark` or `restart`.
inline std::string WordFor(const WatchEvent& event) {
  switch (event.event_case()) {
    case WatchEvent::kLinkedAccount:
      return absl::StrCat(event.linked_account().id(), " ", event.linked_account().etag(), " ",
                          v1::LinkState_Name(event.linked_account().state()).substr(11));
    case WatchEvent::kDeletedId:
      return absl::StrCat(event.deleted_id(), " deleted");
    case WatchEvent::kMark:
      return "mark";
    default:
      return "restart";
  }
}

// Everything until the watch has caught up.
inline std::vector<WatchEvent> Drain(service::AccountWatch& watch) {
  std::vector<WatchEvent> events;
  for (;;) {
    auto batch = watch.Next();
    EXPECT_TRUE(batch.ok()) << batch.status();
    if (!batch.ok()) return events;
    for (WatchEvent& event : batch->events) events.push_back(std::move(event));
    if (batch->caught_up) return events;
  }
}

inline std::vector<std::string> Words(const std::vector<WatchEvent>& events) {
  std::vector<std::string> words;
  for (const WatchEvent& event : events) words.push_back(WordFor(event));
  return words;
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_WATCH_EVENTS_H_
