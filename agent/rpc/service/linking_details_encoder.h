#ifndef LINKSTAT_AGENT_RPC_SERVICE_LINKING_DETAILS_ENCODER_H_
#define LINKSTAT_AGENT_RPC_SERVICE_LINKING_DETAILS_ENCODER_H_

#include <array>
#include <string>
#include <vector>

#include "agent/core/snapshot.h"
#include "grpcpp/support/byte_buffer.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// Encodes the linking details for an identity. Identities differ from call to call and
// are not stored anywhere, so only what no identity changes, which is most, is encoded
// once a snapshot. Immutable, thread-safe.
class LinkingDetailsEncoder {
 public:
  explicit LinkingDetailsEncoder(const core::Snapshot& snapshot);

  // The response to a request that passed core::CheckRequest, names no linked account
  // and wants no document.
  grpc::ByteBuffer Encode(const v1::GetLinkingDetailsRequest& request) const;

 private:
  // A form field whose value is the identity's.
  struct ProvidedField {
    v1::ProvidedValue provided;
    // The field as an entry of the response when the identity does not have the value.
    std::string without_value;
    // What the field holds, but the value, when the identity has it.
    std::string beside_value;
  };
  // Encoded fields of a response, and the form field that follows them.
  struct Part {
    std::string bytes;
    ProvidedField field;
  };
  struct Parts {
    std::vector<Part> parts;
    std::string end;
  };

  static Parts EncodeParts(const core::Snapshot& snapshot,
                           const v1::GetLinkingDetailsRequest& request);

  // BASIC and FULL, then the same in transition.
  std::array<Parts, 4> parts_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_LINKING_DETAILS_ENCODER_H_
