#include "agent/rpc/service/prepared_answers.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/plain_guide.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

// `answer` of the bytes of `request`, in place where they are in one piece.
template <typename Answer>
bool FromBytes(const grpc::ByteBuffer& request, const Answer& answer) {
  grpc::Slice slice;
  if (!request.Valid()) return false;
  if (!request.TrySingleSlice(&slice).ok() && !request.DumpToSingleSlice(&slice).ok()) return false;
  return answer(absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()));
}

grpc::ByteBuffer EncodeCatalog(const core::Snapshot& snapshot) {
  v1::GetCatalogResponse response;
  *response.mutable_catalog() = snapshot.catalog();
  response.set_catalog_revision(snapshot.revision());
  return Encode(response);
}

}  // namespace

PreparedAnswers::PreparedAnswers(core::SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)), checks_(snapshot_), catalog_(EncodeCatalog(*snapshot_)) {
  for (const bool transitioning : {false, true}) {
    for (const v1::View view : {v1::VIEW_BASIC, v1::VIEW_FULL}) {
      guides_.emplace_back(*snapshot_, view, transitioning);
    }
  }
}

bool PreparedAnswers::CheckPermissions(const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                       telemetry::DecisionCounts& decisions) const {
  return FromBytes(
      request, [&](absl::string_view bytes) { return checks_.Answer(bytes, response, decisions); });
}

bool PreparedAnswers::BatchCheckPermissions(const grpc::ByteBuffer& request,
                                            grpc::ByteBuffer& response,
                                            telemetry::DecisionCounts& decisions) const {
  return FromBytes(request, [&](absl::string_view bytes) {
    return checks_.AnswerBatch(bytes, response, decisions);
  });
}

bool PreparedAnswers::GetLinkingDetails(const grpc::ByteBuffer& request,
                                        grpc::ByteBuffer& response) const {
  return FromBytes(request, [&](absl::string_view bytes) {
    const absl::optional<PlainGuide> plain = ReadPlainGuide(bytes, *snapshot_);
    if (!plain.has_value()) return false;
    const size_t guide = (plain->full ? 1 : 0) + (plain->transitioning ? 2 : 0);
    response = guides_[guide].Answer(plain->values);
    return true;
  });
}

bool PreparedAnswers::GetCatalog(const grpc::ByteBuffer& request,
                                 grpc::ByteBuffer& response) const {
  if (!request.Valid() || request.Length() != 0) return false;
  response = catalog_;
  return true;
}

ServedAnswers::ServedAnswers(catalog::Registry* registry)
    : registry_(registry), subscription_(registry->Subscribe([this] { Prepare(); })) {
  Prepare();
}

void ServedAnswers::Prepare() {
  auto made = std::make_shared<const PreparedAnswers>(registry_->Current());
  const MutexLock lock(&mutex_);
  newest_ = std::move(made);
}

std::shared_ptr<const PreparedAnswers> ServedAnswers::Current() const {
  const core::SnapshotPtr served = registry_->Current();
  const MutexLock lock(&mutex_);
  return newest_->snapshot() == served ? newest_ : nullptr;
}

}  // namespace linkstat::rpc
