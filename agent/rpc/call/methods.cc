#include "agent/rpc/call/methods.h"

#include "absl/container/flat_hash_map.h"

namespace linkstat::rpc {

std::optional<Method> FindMethod(absl::string_view path) {
  static const auto* const by_path = [] {
    auto* methods = new absl::flat_hash_map<absl::string_view, Method>();
    for (const MethodTraits& it : method_table::kTraits) methods->emplace(it.path, it.id);
    return methods;
  }();
  const auto found = by_path->find(path);
  if (found == by_path->end()) return std::nullopt;
  return found->second;
}

std::vector<telemetry::CountedMethod> CountedMethods() {
  std::vector<telemetry::CountedMethod> methods;
  for (const MethodTraits& it : method_table::kTraits) {
    methods.push_back({it.service(), it.method(), it.kind == MethodKind::kStream});
  }
  return methods;
}

}  // namespace linkstat::rpc
