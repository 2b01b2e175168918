#include "client/cpp/src/tls_files.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/regular_file.h"

namespace linkstat {
namespace {

std::string ReadPem(const std::string& path, const std::string& option, FieldFaults& faults) {
  if (path.empty()) return "";
  FileContent file = ReadPemFile(path);
  if (!file.text) {
    faults.Add(option, absl::StrCat("cannot be used: ", file.error));
    return "";
  }
  if (!absl::StrContains(*file.text, "-----BEGIN ")) faults.Add(option, "contains no PEM");
  return *std::move(file.text);
}

}  // namespace

TlsFiles ReadTlsFiles(const ClientOptions& options, FieldFaults& faults) {
  return {ReadPem(options.tls_ca_file, "tls_ca_file", faults),
          ReadPem(options.tls_cert_file, "tls_cert_file", faults),
          ReadPem(options.tls_key_file, "tls_key_file", faults)};
}

}  // namespace linkstat
