#ifndef LINKSTAT_CLIENT_CLI_REPORT_WORDS_H_
#define LINKSTAT_CLIENT_CLI_REPORT_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "client/cli/output/report.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/timestamp.pb.h"
#include "linkstat/v1/catalog.pb.h"
#include "linkstat/v1/permission_check.pb.h"

// How values of the API are written for people.
namespace linkstat::cli {

// The value's name without its type's prefix, e.g. `NOT_SATISFIED`; the number
// of a value that this program does not know.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value);

template <typename Enum>
std::string Word(Enum value) {
  return EnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// The same in lower case with spaces, e.g. `may be empty`.
std::string LowerEnumWord(const google::protobuf::EnumDescriptor& type, int value);

template <typename Enum>
std::string LowerWord(Enum value) {
  return LowerEnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

Cell VerdictCell(v1::Verdict verdict);

// In UTC as RFC 3339 writes it, in whole seconds, e.g. `2026-03-01T12:00:00Z`.
std::string TimeText(const google::protobuf::Timestamp& time);

// In whole seconds, e.g. `26h3m5s`; from two days on in whole days, e.g. `1460d`.
std::string DurationText(const google::protobuf::Duration& duration);

// `1 permission`, `2 permissions`.
std::string Count(int64_t number, absl::string_view noun);

// A line that names a catalog revision.
Line RevisionLine(std::string revision, std::string key = "revision",
                  std::string title = "Catalog revision");

// A line whose word is a number.
Line NumberLine(std::string key, std::string title, int64_t number);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_WORDS_H_
