// Cursors and page tokens through the functions that decode them, and a watch that
// resumes from each cursor. An input's first byte chooses how the rest is given: as it
// stands, sealed by the store, or sealed without a key.

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_watch.h"
#include "agent/service/accounts.h"
#include "agent/service/token.h"
#include "agent/service/watch_cursor.h"
#include "agent/store/memory_store.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using Kind = service::DecodedCursor::Kind;

constexpr char kCursorKind[] = "cursor of a store";
// The accounts and their changes are read in a few steps.
constexpr int kMostSteps = 20;

// A store with two accounts, as an agent serves it.
struct Agent {
  Agent() {
    service::Accounts::Parts parts;
    parts.store = *store::MemoryStore::Create();
    parts.registry = &registry;
    accounts = service::Accounts::Start(std::move(parts));
    Require(accounts->WaitUntilLoaded(absl::Seconds(30)), "an empty store is loaded");
    for (const char* id : {"acme", "beta"}) {
      v1::CreateLinkedAccountRequest request;
      request.set_id(id);
      request.mutable_identity()->set_first_name("Ana");
      request.mutable_identity()->set_work_email(absl::StrCat(id, "@example.com"));
      Require(accounts->create().Run(request).ok(), "a sound account is created");
    }
  }

  catalog::Registry registry{catalog::EmbeddedCatalog()};
  std::unique_ptr<service::Accounts> accounts;
};

service::Accounts& TheAccounts() {
  static Agent* const agent = new Agent();
  return *agent->accounts;
}

const service::TokenSealer& TheSealer() { return TheAccounts().WatchParts().accounts->tokens(); }

std::string Unkeyed(absl::string_view payload) {
  return absl::WebSafeBase64Escape(absl::StrCat(
      Sha256(absl::StrCat("linkstat ", kCursorKind, ":", payload)).substr(0, 8), payload));
}

// The payload of a cursor under the catalog served, so that a resumed watch gets far.
std::string UnderServedCatalog(absl::string_view payload) {
  constexpr size_t kCatalogAt = 9, kCatalogBytes = 16;
  std::string bytes(payload);
  if (bytes.size() >= kCatalogAt + kCatalogBytes) {
    bytes.replace(kCatalogAt, kCatalogBytes,
                  absl::HexStringToBytes(catalog::EmbeddedCatalog()->revision()));
  }
  return bytes;
}

// A watch from `text` ends or has everything after a few steps.
void RequireWatchEnds(const std::string& text, Kind kind) {
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor(text);
  const auto watch = service::AccountWatch::Open(TheAccounts().WatchParts(), request);
  Require(watch.ok() == (kind != Kind::kNone), "what is no cursor is rejected, all else is not");
  if (!watch.ok()) return Require(absl::IsInvalidArgument(watch.status()), "as INVALID_ARGUMENT");
  for (int step = 0; step < kMostSteps; ++step) {
    const auto batch = (*watch)->Next();
    if (!batch.ok()) {
      return Require(absl::IsResourceExhausted(batch.status()),
                     "no cursor is a fault of the agent");
    }
    const bool restarts = !batch->events.empty() && batch->events[0].has_restart();
    if (step == 0 && kind == Kind::kUnverified) Require(restarts, "what is unverified restarts");
    if (batch->caught_up) return;
  }
  Require(false, "a watch has everything after a few steps");
}

void RunCursor(const std::string& text) {
  const service::DecodedCursor decoded = service::DecodeCursor(TheSealer(), text);
  if (decoded.kind == Kind::kVerified) {
    Require(service::EncodeCursor(TheSealer(), decoded.cursor) == text, "a cursor has one text");
  } else {
    Require(decoded.cursor == service::WatchCursor(), "nothing is taken of what is unverified");
  }
  if (text.size() > service::kMaxTokenBytes) Require(decoded.kind == Kind::kNone, "too long");
  RequireWatchEnds(text, decoded.kind);
}

void RunPageToken(absl::string_view input) {
  v1::ListLinkedAccountsRequest request;
  request.set_state(v1::LINK_STATE_PENDING);
  const std::string token = service::SealPageToken(TheSealer(), request, input);
  const auto opened = service::OpenPageToken(TheSealer(), request, token);
  Require(opened.has_value() == (token.size() <= service::kMaxTokenBytes), "the bound holds");
  if (opened.has_value()) Require(*opened == input, "a page token comes back");
  const auto raw = service::OpenPageToken(TheSealer(), request, input);
  Require(raw.has_value() == input.empty(), "nobody makes a page token without the key");
}

void Run(absl::string_view input) {
  if (input.empty()) return;
  const absl::string_view rest = input.substr(1);
  switch (static_cast<uint8_t>(input[0]) % 5) {
    case 0:
      return RunCursor(std::string(rest));
    case 1:
      return RunCursor(TheSealer().Seal(kCursorKind, rest));
    case 2:
      return RunCursor(TheSealer().Seal(kCursorKind, UnderServedCatalog(rest)));
    case 3:
      return RunCursor(Unkeyed(rest));
    default:
      return RunPageToken(rest);
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
