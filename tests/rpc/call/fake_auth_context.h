#ifndef LINKSTAT_TESTS_RPC_CALL_FAKE_AUTH_CONTEXT_H_
#define LINKSTAT_TESTS_RPC_CALL_FAKE_AUTH_CONTEXT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/security/auth_context.h"

namespace linkstat::test {

// What gRPC knows of a connection: the properties of a certificate, and whether it was
// verified.
class FakeAuthContext final : public grpc::AuthContext {
 public:
  using Properties = std::multimap<std::string, std::string>;

  explicit FakeAuthContext(Properties properties, bool authenticated = true)
      : properties_(std::move(properties)), authenticated_(authenticated) {}

  bool IsPeerAuthenticated() const override { return authenticated_; }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    std::vector<grpc::string_ref> values;
    const auto [begin, end] = properties_.equal_range(name);
    for (auto it = begin; it != end; ++it) values.emplace_back(it->second);
    return values;
  }

  // Not used.
  std::vector<grpc::string_ref> GetPeerIdentity() const override { return {}; }
  std::string GetPeerIdentityPropertyName() const override { return ""; }
  grpc::AuthPropertyIterator begin() const override { return NoProperties(); }
  grpc::AuthPropertyIterator end() const override { return NoProperties(); }
  void AddProperty(const std::string& /*key*/, const grpc::string_ref& /*value*/) override {}
  bool SetPeerIdentityPropertyName(const std::string& /*name*/) override { return false; }

 private:
  class NoProperties final : public grpc::AuthPropertyIterator {};

  const Properties properties_;
  const bool authenticated_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_RPC_CALL_FAKE_AUTH_CONTEXT_H_
