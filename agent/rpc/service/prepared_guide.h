#ifndef LINKSTAT_AGENT_RPC_SERVICE_PREPARED_GUIDE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PREPARED_GUIDE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/plain_guide.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// GetLinkingDetailsResponse as bytes, made ahead by core::GetLinkingDetails but
// for the values of an identity: all answers share those bytes. Immutable,
// thread-safe.
class PreparedGuide {
 public:
  PreparedGuide(const core::Snapshot& snapshot, v1::View view, bool transitioning);

  // The answer for values within their bounds, without a document.
  grpc::ByteBuffer Answer(const GuideValues& values) const;

 private:
  // A form field whose value is the identity's, as an entry of form_fields.
  struct ProvidedField {
    v1::ProvidedValue provided;
    // The entry when the identity does not have the value.
    grpc::Slice unknown;
    // What stands in the entry before and after the value when it has.
    std::string before_value;
    std::string after_value;
  };
  // Bytes that are always the same, and the field that follows them.
  struct Piece {
    grpc::Slice bytes;
    ProvidedField field;
  };

  static ProvidedField Prepare(const v1::FormField& field, v1::View view);
  static grpc::Slice Entry(const ProvidedField& field, const GuideValues& values);

  std::vector<Piece> pieces_;
  // What comes after the last piece.
  grpc::Slice end_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PREPARED_GUIDE_H_
