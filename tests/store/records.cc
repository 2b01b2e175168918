#include "tests/store/records.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace linkstat::store {
namespace {

std::string Code(const absl::Status& status) { return absl::StatusCodeToString(status.code()); }

std::string Line(const Record& record) {
  return absl::StrCat(record.id, " ", record.value, " (", record.key, ") @", record.revision);
}

std::string Line(const Change& change) {
  if (change.record.has_value()) return Line(*change.record);
  return absl::StrCat(change.id, " deleted @", change.revision);
}

std::string Line(const WriteResult& result) {
  switch (result.outcome) {
    case WriteOutcome::kWritten:
      return absl::StrCat("written @", result.revision);
    case WriteOutcome::kConflict:
      return "conflict";
    case WriteOutcome::kKeyTaken:
      return "key taken";
    case WriteOutcome::kKeyRetired:
      return "key retired";
  }
  return "?";
}

template <typename Item>
std::string Lines(const std::vector<Item>& items) {
  std::string lines;
  for (const Item& item : items) absl::StrAppend(&lines, lines.empty() ? "" : "\n", Line(item));
  return lines;
}

}  // namespace

Mutation Create(std::string id, std::string key, std::string value) {
  return {.id = std::move(id), .expected = 0, .value = std::move(value), .key = std::move(key)};
}

Mutation Update(std::string id, Revision expected, std::string value) {
  return {.id = std::move(id), .expected = expected, .value = std::move(value), .key = ""};
}

Mutation Delete(std::string id, Revision expected) {
  return {.id = std::move(id), .expected = expected, .value = std::nullopt, .key = ""};
}

std::string Text(const absl::StatusOr<std::optional<Record>>& answer) {
  if (!answer.ok()) return Code(answer.status());
  return answer->has_value() ? Line(**answer) : "absent";
}

std::string Text(const absl::StatusOr<std::vector<Record>>& answer) {
  return answer.ok() ? Lines(*answer) : Code(answer.status());
}

std::string Text(const absl::StatusOr<std::vector<WriteResult>>& answer) {
  return answer.ok() ? Lines(*answer) : Code(answer.status());
}

std::string Text(const absl::StatusOr<ChangePage>& answer) {
  if (!answer.ok()) return Code(answer.status());
  return absl::StrCat(Lines(answer->changes), answer->changes.empty() ? "" : "\n",
                      answer->complete ? "complete" : "more", " @", answer->next);
}

Revision MustWrite(Store& store, const Mutation& mutation) {
  const auto results = store.Write({&mutation, 1});
  EXPECT_TRUE(results.ok()) << results.status();
  if (!results.ok()) return 0;
  EXPECT_EQ(results->front().outcome, WriteOutcome::kWritten);
  return results->front().revision;
}

void MustWriteAll(Store& store, const std::vector<Mutation>& mutations) {
  const auto results = store.Write(mutations);
  ASSERT_TRUE(results.ok()) << results.status();
  for (const WriteResult& result : *results) EXPECT_EQ(result.outcome, WriteOutcome::kWritten);
}

std::vector<Record> ScanAll(Store& store) {
  std::vector<Record> all;
  while (true) {
    const auto page = store.Scan(all.empty() ? "" : all.back().id, 1000);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok() || page->empty()) return all;
    all.insert(all.end(), page->begin(), page->end());
  }
}

}  // namespace linkstat::store
