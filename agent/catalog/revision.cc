#include "agent/catalog/revision.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
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
  const std::string bytes = CanonicalBytes(catalog);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  // SHA-256 is part of every OpenSSL; without it nothing could be served.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    std::abort();
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), core::kRevisionSize / 2));
}

}  // namespace linkstat::catalog
