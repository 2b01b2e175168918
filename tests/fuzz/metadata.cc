// What a call brings beside its request: the ids of a caller's logs and traces, and
// the names of a certificate. An input's first byte chooses which; the values are
// separated by \x1e.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "agent/access/policy.h"
#include "agent/rpc/call/call_tags.h"
#include "agent/telemetry/json_line.h"
#include "nlohmann/json.hpp"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

constexpr char kBetween = '\x1e';

template <typename Allowed>
bool All(absl::string_view text, Allowed allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

bool IsHex(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

// A line of a log that shows `text` is one line of JSON, and holds it to the letter.
void RequireOneLine(absl::string_view text) {
  std::string line;
  telemetry::AppendJsonLine(absl::UnixEpoch(), "info", "call", {{"caller", text}}, line);
  const auto controls = std::count_if(line.begin(), line.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < ' '; });
  Require(controls == 1 && line.back() == '\n', "a line is one line");
  const auto parsed = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  Require(!parsed.is_discarded() && parsed.at("caller").is_string(), "a line is JSON");
  if (All(text, absl::ascii_isprint)) {
    Require(parsed.at("caller").get<std::string>() == text, "a line holds what was given");
  }
}

void RunTags(absl::string_view request_id, absl::string_view traceparent) {
  const rpc::CallTags tags = rpc::ReadTags(request_id, traceparent);
  Require(tags.request_id.empty() || tags.request_id == request_id, "an id is whole or absent");
  Require(tags.request_id.size() <= 128 && All(tags.request_id, absl::ascii_isgraph),
          "an id keeps its bounds");
  Require(tags.trace_id.empty() == tags.span_id.empty(), "both ids or none");
  Require((tags.trace_id.empty() || tags.trace_id.size() == 32) && All(tags.trace_id, IsHex),
          "a trace's id is 32 digits");
  Require((tags.span_id.empty() || tags.span_id.size() == 16) && All(tags.span_id, IsHex),
          "a span's id is 16 digits");
  RequireOneLine(request_id);
}

// What a policy says of an identity, said another way.
bool Covers(const access::Grant& grant, absl::string_view identity) {
  absl::string_view granted = grant.identity;
  if (absl::StartsWith(granted, "spiffe://") && absl::EndsWith(granted, "/*")) {
    return absl::StartsWith(identity, granted.substr(0, granted.size() - 1));
  }
  return granted == identity;
}

void RunNames(const std::vector<std::string>& values) {
  access::CertificateNames names;
  for (const std::string& value : values) {
    if (absl::StartsWith(value, "u")) names.uris.push_back(value.substr(1));
    if (absl::StartsWith(value, "d")) names.dns.push_back(value.substr(1));
    if (absl::StartsWith(value, "c")) names.common_name = value.substr(1);
  }
  const std::vector<access::Grant> grants = {{access::Role::kReader, "spiffe://corp/*"},
                                             {access::Role::kReporter, "spiffe://corp/sync/*"},
                                             {access::Role::kAdmin, "spiffe://corp/sync/eu"},
                                             {access::Role::kReporter, "dns:sync.corp"},
                                             {access::Role::kAdmin, "cn:sync"}};
  const std::vector<std::string> identities = access::IdentitiesOf(names);
  access::Permissions expected;
  for (const std::string& identity : identities) {
    Require(identity.size() <= 2048 && All(identity, absl::ascii_isprint),
            "an identity is printable and bounded");
    RequireOneLine(identity);
    for (const access::Grant& grant : grants) {
      if (Covers(grant, identity)) expected.Add(access::PermissionsOf(grant.role));
    }
  }
  Require(access::Policy(grants).PermissionsOf(identities) == expected,
          "permissions are what was granted");
}

void Run(absl::string_view input) {
  if (input.empty()) return;
  const std::vector<std::string> values = absl::StrSplit(input.substr(1), kBetween);
  if (static_cast<uint8_t>(input[0]) % 2 == 0) {
    RunTags(values[0], values.size() > 1 ? values[1] : values[0]);
  } else {
    RunNames(values);
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
