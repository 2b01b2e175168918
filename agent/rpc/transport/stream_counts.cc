#include "agent/rpc/transport/stream_counts.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"
#include "nlohmann/json.hpp"

namespace linkstat::rpc {
namespace {

using nlohmann::json;

constexpr intptr_t kSocketsAtOnce = 1'000;

// What a function of channelz returned, an owned text that may be null; null
// when there is none.
json Parsed(char* text) {
  const std::unique_ptr<char, void (*)(void*)> owned(text, &gpr_free);
  if (text == nullptr) return json();
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

const json& Field(const json& parent, const char* name) {
  static const auto* const none = new json();
  const auto found = parent.find(name);
  return found == parent.end() ? *none : *found;
}

std::string Text(const json& parent, const char* name) {
  const json& text = Field(parent, name);
  return text.is_string() ? text.get<std::string>() : std::string();
}

// Channelz writes numbers as texts, and leaves zeros out.
int64_t Number(const json& parent, const char* name) {
  int64_t number = 0;
  return absl::SimpleAtoi(Text(parent, name), &number) ? number : 0;
}

}  // namespace

void StreamCounter::LearnNewSockets(const absl::flat_hash_set<std::string>& open) {
  for (auto each = ids_.begin(); each != ids_.end();) {
    each = open.contains(each->first) ? std::next(each) : ids_.erase(each);
  }
  const json servers = Parsed(grpc_channelz_get_servers(0));
  const int64_t start = next_id_;
  for (const json& server : Field(servers, "server")) {
    const int64_t id = Number(Field(server, "ref"), "serverId");
    const json sockets = Parsed(grpc_channelz_get_server_sockets(id, start, kSocketsAtOnce));
    for (const json& socket : Field(sockets, "socketRef")) {
      const int64_t socket_id = Number(socket, "socketId");
      // `chttp2 PEER`.
      const std::string name = Text(socket, "name");
      absl::string_view peer = name;
      if (absl::ConsumePrefix(&peer, "chttp2 ")) ids_[std::string(peer)] = socket_id;
      next_id_ = std::max(next_id_, socket_id + 1);
    }
  }
}

std::optional<StreamCounts> StreamCounter::Count(const std::string& peer,
                                                 const absl::flat_hash_set<std::string>& open) {
  if (ids_.find(peer) == ids_.end()) LearnNewSockets(open);
  const auto found = ids_.find(peer);
  if (found == ids_.end()) return std::nullopt;
  const json answer = Parsed(grpc_channelz_get_socket(found->second));
  const json& socket = Field(answer, "socket");
  if (!socket.is_object()) {
    ids_.erase(found);
    return std::nullopt;
  }
  const json& data = Field(socket, "data");
  return StreamCounts{Number(data, "streamsStarted"), Number(data, "streamsSucceeded"),
                      Number(data, "streamsFailed"),
                      Number(data, "messagesReceived") + Number(data, "messagesSent")};
}

}  // namespace linkstat::rpc
