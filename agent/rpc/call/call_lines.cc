#include "agent/rpc/call/call_lines.h"

#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "agent/rpc/call/call_tags.h"

namespace linkstat::rpc {
namespace {

// The codes of gRPC, by number.
constexpr int kCodes = 17;

// Names of `count` things, made by `make(number)`.
template <typename MakeName>
std::vector<std::string> Names(size_t count, MakeName make) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(make(i));
  return names;
}

absl::string_view NameOf(Method method) {
  static const auto* const names = new auto(Names(kMethods, [](size_t i) {
    const MethodTraits& traits = TraitsOf(static_cast<Method>(i));
    return absl::StrCat(traits.service, "/", traits.method);
  }));
  return (*names)[static_cast<size_t>(method)];
}

absl::string_view CodeName(int code) {
  static const auto* const names = new auto(Names(
      kCodes, [](size_t i) { return absl::StatusCodeToString(static_cast<absl::StatusCode>(i)); }));
  return (*names)[static_cast<size_t>(code)];
}

absl::string_view VerdictName(size_t verdict) {
  return absl::StripPrefix(v1::Verdict_Name(static_cast<v1::Verdict>(verdict)), "VERDICT_");
}

absl::string_view LowerVerdictName(size_t verdict) {
  static const auto* const names = new auto(
      Names(v1::Verdict_ARRAYSIZE, [](size_t i) { return absl::AsciiStrToLower(VerdictName(i)); }));
  return (*names)[verdict];
}

// One verdict by its name, several by how many there are of each.
void AddDecisions(const telemetry::DecisionCounts& decisions, telemetry::LogFields& fields) {
  const uint32_t all =
      std::accumulate(decisions.verdicts.begin(), decisions.verdicts.end(), uint32_t{0});
  for (size_t i = 0; i < decisions.verdicts.size(); ++i) {
    if (decisions.verdicts[i] == 0) continue;
    if (all == 1) {
      fields.emplace_back("verdict", VerdictName(i));
    } else {
      fields.emplace_back(LowerVerdictName(i), decisions.verdicts[i]);
    }
  }
  if (decisions.unrecognized_names > 0) {
    fields.emplace_back("unrecognized_names", decisions.unrecognized_names);
  }
}

void AddText(const char* name, absl::string_view text, telemetry::LogFields& fields) {
  if (!text.empty()) fields.emplace_back(name, text);
}

}  // namespace

telemetry::CallRecord CallLines::ForLog(const Call& call, int code,
                                        std::chrono::steady_clock::time_point end) {
  const CallTags tags = TagsOf(*call.context_);
  return {.end = end,
          .took = end - call.begin_,
          .method = NameOf(call.method_),
          .code = CodeName(code),
          .caller = call.caller_,
          .request_id = tags.request_id,
          .trace_id = tags.trace_id,
          .parent_span_id = tags.span_id};
}

telemetry::LogFields CallLines::ForAudit(const Call& call, const CallSummary& notes, int code) {
  telemetry::LogFields fields = {{"method", NameOf(call.method_)}, {"code", CodeName(code)}};
  AddText("caller", call.caller_, fields);
  AddText("account", notes.account, fields);
  if (notes.state != v1::LINK_STATE_UNSPECIFIED) {
    fields.emplace_back("state", absl::StripPrefix(v1::LinkState_Name(notes.state), "LINK_STATE_"));
  }
  AddDecisions(notes.decisions, fields);
  AddText("catalog_revision", notes.revision, fields);
  AddText("request_id", TagsOf(*call.context_).request_id, fields);
  return fields;
}

telemetry::LogFields CallLines::ForRefused(const std::string& caller) {
  telemetry::LogFields fields = {{"code", CodeName(grpc::StatusCode::PERMISSION_DENIED)}};
  AddText("caller", caller, fields);
  return fields;
}

bool CallLines::Decides(const CallSummary& notes) {
  const auto& verdicts = notes.decisions.verdicts;
  return std::accumulate(verdicts.begin(), verdicts.end(), uint32_t{0}) > 0;
}

}  // namespace linkstat::rpc
