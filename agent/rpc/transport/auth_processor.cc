#include "agent/rpc/transport/auth_processor.h"

#include <grpc/slice.h>

#include <string>
#include <vector>

namespace linkstat::rpc {
namespace {

grpc::string_ref RefOf(const grpc_slice& slice) {
  return {reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(slice)), GRPC_SLICE_LENGTH(slice)};
}

grpc_slice SliceOf(const std::string& text) {
  return grpc_slice_from_copied_buffer(text.data(), text.size());
}

// gRPC makes the iterator for its own contexts only.
class PropertyIterator final : public grpc::AuthPropertyIterator {
 public:
  PropertyIterator() = default;
  PropertyIterator(const grpc_auth_property* property, const grpc_auth_property_iterator* next)
      : grpc::AuthPropertyIterator(property, next) {}
};

// What is known of a call's connection. Does not own it.
class PeerContext final : public grpc::AuthContext {
 public:
  explicit PeerContext(grpc_auth_context* context) : context_(context) {}

  bool IsPeerAuthenticated() const override {
    return grpc_auth_context_peer_is_authenticated(context_) != 0;
  }
  std::vector<grpc::string_ref> GetPeerIdentity() const override {
    return ValuesOf(grpc_auth_context_peer_identity(context_));
  }
  std::string GetPeerIdentityPropertyName() const override {
    const char* name = grpc_auth_context_peer_identity_property_name(context_);
    return name == nullptr ? "" : name;
  }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    return ValuesOf(grpc_auth_context_find_properties_by_name(context_, name.c_str()));
  }
  grpc::AuthPropertyIterator begin() const override {
    grpc_auth_property_iterator next = grpc_auth_context_property_iterator(context_);
    const grpc_auth_property* first = grpc_auth_property_iterator_next(&next);
    return PropertyIterator(first, &next);
  }
  grpc::AuthPropertyIterator end() const override { return PropertyIterator(); }
  void AddProperty(const std::string& key, const grpc::string_ref& value) override {
    grpc_auth_context_add_property(context_, key.c_str(), value.data(), value.size());
  }
  bool SetPeerIdentityPropertyName(const std::string& name) override {
    return grpc_auth_context_set_peer_identity_property_name(context_, name.c_str()) != 0;
  }

 private:
  static std::vector<grpc::string_ref> ValuesOf(grpc_auth_property_iterator next) {
    std::vector<grpc::string_ref> values;
    while (const grpc_auth_property* property = grpc_auth_property_iterator_next(&next)) {
      values.emplace_back(property->value, property->value_length);
    }
    return values;
  }

  grpc_auth_context* const context_;
};

}  // namespace

void RunAuthProcessor(grpc::AuthMetadataProcessor& processor, grpc_auth_context* context,
                      const grpc_metadata* metadata, size_t size,
                      grpc_process_auth_metadata_done_cb done, void* tag) {
  grpc::AuthMetadataProcessor::InputMetadata input;
  for (size_t i = 0; i < size; ++i) input.emplace(RefOf(metadata[i].key), RefOf(metadata[i].value));
  PeerContext peer(context);
  grpc::AuthMetadataProcessor::OutputMetadata consumed;
  grpc::AuthMetadataProcessor::OutputMetadata response;
  const grpc::Status status = processor.Process(input, &peer, &consumed, &response);

  std::vector<grpc_metadata> taken;
  for (const auto& [key, value] : consumed) {
    grpc_metadata entry{};
    entry.key = SliceOf(key);
    entry.value = SliceOf(value);
    taken.push_back(entry);
  }
  done(tag, taken.data(), taken.size(), nullptr, 0,
       static_cast<grpc_status_code>(status.error_code()), status.error_message().c_str());
  for (const grpc_metadata& entry : taken) {
    grpc_slice_unref(entry.key);
    grpc_slice_unref(entry.value);
  }
}

}  // namespace linkstat::rpc
