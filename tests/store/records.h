#ifndef LINKSTAT_TESTS_STORE_RECORDS_H_
#define LINKSTAT_TESTS_STORE_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/store/store.h"

// Short ways to write mutations and to compare what a store answers.
namespace linkstat::store {

Mutation Create(std::string id, std::string key, std::string value);
Mutation Update(std::string id, Revision expected, std::string value);
Mutation Delete(std::string id, Revision expected);

// What a store answered, as text: "a value (key) @3" for a record, "absent",
// "a deleted @4" for a deletion, "written @5" or "conflict" for a write, one a
// line, or the code of the status.
std::string Text(const absl::StatusOr<std::optional<Record>>& answer);
std::string Text(const absl::StatusOr<std::vector<Record>>& answer);
std::string Text(const absl::StatusOr<std::vector<WriteResult>>& answer);
std::string Text(const absl::StatusOr<ChangePage>& answer);

// The revision of the one mutation, which must be written; else the test fails.
Revision MustWrite(Store& store, const Mutation& mutation);

// Likewise for several, all of which must be written.
void MustWriteAll(Store& store, const std::vector<Mutation>& mutations);

// Every record, read page by page; a failure fails the test.
std::vector<Record> ScanAll(Store& store);

}  // namespace linkstat::store

#endif  // LINKSTAT_TESTS_STORE_RECORDS_H_
