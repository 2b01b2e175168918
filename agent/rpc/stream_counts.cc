#include "agent/rpc/stream_counts.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr intptr_t kSocketsAtOnce = 1'000;

// What a function of channelz returned, an owned text that may be null; empty
// when there is none.
Struct Parsed(char* text) {
  const std::unique_ptr<char, void (*)(void*)> owned(text, &gpr_free);
  Struct parsed;
  if (text != nullptr && !google::protobuf::util::JsonStringToMessage(text, &parsed).ok()) {
    parsed.Clear();
  }
  return parsed;
}

const Value& Field(const Struct& parent, const char* name) {
  const auto found = parent.fields().find(name);
  return found == parent.fields().end() ? Value::default_instance() : found->second;
}

// Channelz writes numbers as texts, and leaves zeros out.
int64_t Number(const Struct& parent, const char* name) {
  int64_t number = 0;
  return absl::SimpleAtoi(Field(parent, name).string_value(), &number) ? number : 0;
}

}  // namespace

void StreamCounter::LearnNewSockets(const absl::flat_hash_set<std::string>& open) {
  for (auto each = ids_.begin(); each != ids_.end();) {
    each = open.contains(each->first) ? std::next(each) : ids_.erase(each);
  }
  const Struct servers = Parsed(grpc_channelz_get_servers(0));
  const int64_t start = next_id_;
  for (const Value& server : Field(servers, "server").list_value().values()) {
    const int64_t id = Number(Field(server.struct_value(), "ref").struct_value(), "serverId");
    const Struct sockets = Parsed(grpc_channelz_get_server_sockets(id, start, kSocketsAtOnce));
    for (const Value& socket : Field(sockets, "socketRef").list_value().values()) {
      // `chttp2 PEER`.
      absl::string_view name = Field(socket.struct_value(), "name").string_value();
      const int64_t socket_id = Number(socket.struct_value(), "socketId");
      if (absl::ConsumePrefix(&name, "chttp2 ")) ids_[std::string(name)] = socket_id;
      next_id_ = std::max(next_id_, socket_id + 1);
    }
  }
}

absl::optional<StreamCounts> StreamCounter::Count(const std::string& peer,
                                                  const absl::flat_hash_set<std::string>& open) {
  if (ids_.find(peer) == ids_.end()) LearnNewSockets(open);
  const auto found = ids_.find(peer);
  if (found == ids_.end()) return absl::nullopt;
  const Struct answer = Parsed(grpc_channelz_get_socket(found->second));
  const Value& socket = Field(answer, "socket");
  if (!socket.has_struct_value()) {
    ids_.erase(found);
    return absl::nullopt;
  }
  const Struct& data = Field(socket.struct_value(), "data").struct_value();
  return StreamCounts{Number(data, "streamsStarted"), Number(data, "streamsSucceeded"),
                      Number(data, "streamsFailed"),
                      Number(data, "messagesReceived") + Number(data, "messagesSent")};
}

}  // namespace linkstat::rpc
