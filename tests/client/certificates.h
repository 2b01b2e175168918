#ifndef LINKSTAT_TESTS_CLIENT_CERTIFICATES_H_
#define LINKSTAT_TESTS_CLIENT_CERTIFICATES_H_

#include <string>

namespace linkstat::test {

// A fresh key with a certificate that it signs itself, in PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

// For the DNS name `name`, valid for a day.
Identity MakeIdentity(const std::string& name);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CLIENT_CERTIFICATES_H_
