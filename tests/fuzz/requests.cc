// Whole requests of every method, through a server of the agent in this process. Of an
// input, the first byte chooses the method and the second what comes with it; the rest
// is the request.

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/rpc/call/methods.h"
#include "tests/fuzz/byte_call.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/served_agent.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using rpc::Method;

// An agent is replaced now and then, so that its accounts stay few.
constexpr int kCallsOfAnAgent = 2000;

// Bits of an input's second byte: an x-request-id and a traceparent of the request's
// first bytes; a token of the store's own at the request's end, whole or cut.
constexpr int kWithMetadata = 1;
constexpr int kWithToken = 2;
constexpr int kCutToken = 4;

const ServedAgent& TheAgent() {
  static ServedAgent* agent = nullptr;
  static int calls = 0;
  if (calls++ % kCallsOfAnAgent == 0) {
    delete agent;
    agent = new ServedAgent();
  }
  return *agent;
}

// How much of an answer is read: more than a unary call has, and of a stream as much as
// comes without news. A stream of health has one message and no sign of life.
int MostMessages(Method method) { return method == Method::kHealthWatch ? 1 : 8; }

// Header values are printable; others never leave a client.
std::string MetadataOf(absl::string_view request) {
  std::string text(request.substr(0, 140));
  for (char& c : text) c = static_cast<char>(' ' + static_cast<unsigned char>(c) % 95);
  return text;
}

void AddField(int number, absl::string_view value, std::string& request) {
  request += static_cast<char>(number << 3 | 2);
  for (size_t size = value.size();; size >>= 7) {
    request += static_cast<char>((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
    if (size <= 0x7f) break;
  }
  absl::StrAppend(&request, value);
}

void AddToken(const ServedAgent& agent, Method method, bool cut, std::string& request) {
  const bool is_watch = method == Method::kWatchLinkedAccounts;
  absl::string_view token = is_watch ? agent.cursor() : agent.page_token();
  if (cut && !request.empty()) {
    token = token.substr(0, static_cast<unsigned char>(request.back()) % (token.size() + 1));
  }
  if (is_watch) AddField(1, token, request);
  if (method == Method::kListLinkedAccounts) AddField(5, token, request);
  if (method == Method::kPreviewCatalogImpact) AddField(3, token, request);
}

// Email addresses of the request, as far as one can tell from outside.
std::vector<std::string> AddressesIn(absl::string_view request) {
  std::vector<std::string> found;
  std::string run;
  for (const char c : absl::StrCat(request, std::string(1, '\0'))) {
    if (absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      run += c;
      continue;
    }
    if (run.size() >= 8 && absl::StrContains(run, '@')) found.push_back(run);
    run.clear();
  }
  return found;
}

void RequireSoundEnd(const grpc::Status& status, bool cancelled, absl::string_view request) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNKNOWN:
      return Require(false, "no call ends with UNKNOWN");
    case grpc::StatusCode::INTERNAL:
      return Require(false, "no request is a fault of the agent");
    case grpc::StatusCode::DATA_LOSS:
      return Require(false, "no request damages the store");
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return Require(false, "every call ends");
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::UNIMPLEMENTED:
      return Require(false, "every method is served");
    case grpc::StatusCode::CANCELLED:
      return Require(cancelled, "only the caller cancels");
    default:
      break;
  }
  for (const std::string& address : AddressesIn(request)) {
    Require(!absl::StrContains(status.error_message(), address) &&
                !absl::StrContains(status.error_details(), address),
            "no error quotes the request");
  }
}

void Run(absl::string_view input) {
  if (input.size() < 2) return;
  const auto method = static_cast<Method>(static_cast<uint8_t>(input[0]) % rpc::kMethods);
  const int flags = static_cast<uint8_t>(input[1]);
  std::string request(input.substr(2));
  const ServedAgent& agent = TheAgent();
  const std::string metadata = (flags & kWithMetadata) != 0 ? MetadataOf(request) : "";
  if ((flags & kWithToken) != 0) AddToken(agent, method, (flags & kCutToken) != 0, request);
  ByteCall call(agent.channel(), method, metadata);
  if (call.Write(request) && method == Method::kReportServiceAccounts) call.Write(request);
  const grpc::Status status = call.End(MostMessages(method));
  RequireSoundEnd(status, call.cancelled(), request);
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
