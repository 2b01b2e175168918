#include "client/cpp/src/tls_files.h"

#include <fstream>
#include <iterator>

#include "absl/strings/match.h"

namespace linkstat {
namespace {

std::string ReadPem(const std::string& path, const std::string& option, FieldFaults& faults) {
  if (path.empty()) return "";
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) {
    faults.Add(option, "cannot be read");
  } else if (!absl::StrContains(content, "-----BEGIN ")) {
    faults.Add(option, "holds no PEM");
  }
  return content;
}

}  // namespace

TlsFiles ReadTlsFiles(const ClientOptions& options, FieldFaults& faults) {
  return {ReadPem(options.tls_ca_file, "tls_ca_file", faults),
          ReadPem(options.tls_cert_file, "tls_cert_file", faults),
          ReadPem(options.tls_key_file, "tls_key_file", faults)};
}

}  // namespace linkstat
