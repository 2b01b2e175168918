#include "agent/catalog/revision.h"

#include "absl/strings/escaping.h"
#include "agent/base/sha256.h"
#include "agent/core/bounds.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace linkstat::catalog {
namespace {

// A catalog has no maps and no unknown fields, so that its fields in the order
// of their numbers are the same bytes everywhere.
std::string CanonicalBytes(const v1::Catalog& catalog) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  catalog.SerializeToCodedStream(&output);
  return bytes;
}

}  // namespace

std::string RevisionOf(const v1::Catalog& catalog) {
  return absl::BytesToHexString(Sha256(CanonicalBytes(catalog)).substr(0, core::kRevisionSize / 2));
}

}  // namespace linkstat::catalog
