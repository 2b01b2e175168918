#include "agent/rpc/call/call_tags.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "agent/core/identifiers.h"

namespace linkstat::rpc {
namespace {

constexpr char kTraceParent[] = "traceparent";
constexpr size_t kMaxRequestId = 128;

// The first value; empty when there is none.
absl::string_view Find(const grpc::ServerContextBase& context, const char* name) {
  const auto& metadata = context.client_metadata();
  if (metadata.empty()) return {};
  const auto found = metadata.find(name);
  if (found == metadata.end()) return {};
  return absl::string_view(found->second.data(), found->second.size());
}

bool IsRequestId(absl::string_view text) {
  return text.size() <= kMaxRequestId && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::string_view("-_.:/+=").find(c) != absl::string_view::npos;
         });
}

bool IsId(absl::string_view text) {
  return core::IsLowerHex(text) && text.find_first_not_of('0') != absl::string_view::npos;
}

// `00-TRACE-SPAN-FLAGS`; later versions may have more behind it.
void ReadTraceParent(absl::string_view text, CallTags& tags) {
  constexpr size_t kTrace = 3, kTraceSize = 32, kSpan = 36, kSpanSize = 16, kSize = 55;
  const bool shape = text.size() >= kSize && text[2] == '-' && text[35] == '-' && text[52] == '-' &&
                     (text.size() == kSize || (text[kSize] == '-' && text.substr(0, 2) != "00"));
  if (!shape || !core::IsLowerHex(text.substr(0, 2)) || text.substr(0, 2) == "ff" ||
      !core::IsLowerHex(text.substr(53, 2)) || !IsId(text.substr(kTrace, kTraceSize)) ||
      !IsId(text.substr(kSpan, kSpanSize))) {
    return;
  }
  tags.trace_id = text.substr(kTrace, kTraceSize);
  tags.span_id = text.substr(kSpan, kSpanSize);
}

}  // namespace

CallTags ReadTags(absl::string_view request_id, absl::string_view traceparent) {
  CallTags tags;
  if (IsRequestId(request_id)) tags.request_id = request_id;
  ReadTraceParent(traceparent, tags);
  return tags;
}

CallTags TagsOf(const grpc::ServerContextBase& context) {
  return ReadTags(Find(context, kRequestIdHeader), Find(context, kTraceParent));
}

absl::string_view RequestIdOf(const grpc::ServerContextBase& context) {
  return ReadTags(Find(context, kRequestIdHeader), "").request_id;
}

}  // namespace linkstat::rpc
