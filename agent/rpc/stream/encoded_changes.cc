#include "agent/rpc/stream/encoded_changes.h"

#include "agent/rpc/call/codec.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::rpc {
namespace {

grpc::ByteBuffer EncodeChange(const core::Snapshot& snapshot) {
  v1::WatchCatalogResponse response;
  response.mutable_change()->set_catalog_revision(snapshot.revision());
  *response.mutable_change()->mutable_catalog() = snapshot.catalog();
  return Encode(response);
}

}  // namespace

grpc::ByteBuffer EncodedChanges::Get(const catalog::Registry::Version& version) {
  const MutexLock lock(&mutex_);
  const auto [entry, added] = by_number_.try_emplace(version.number);
  if (added) entry->second = EncodeChange(*version.snapshot);
  grpc::ByteBuffer bytes = entry->second;
  if (by_number_.size() > catalog::Registry::kKept + 1) by_number_.erase(by_number_.begin());
  return bytes;
}

}  // namespace linkstat::rpc
