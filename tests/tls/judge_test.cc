#include "agent/tls/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "tests/support/tls_folder.h"

namespace linkstat::tls {

void PrintTo(const TlsFault& fault, std::ostream* out) {
  *out << fault.setting << ": " << fault.text;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JudgeTest : public testing::Test {
 protected:
  TlsReading Read() const { return ReadTlsMaterial(paths_, absl::Now()); }
  std::vector<TlsFault> Faults() const { return Read().faults; }

  void UseIdentity(const test::CertificateOptions& options) {
    folder_.WriteIdentity(authority_.Issue(options));
  }

  const test::Authority authority_{"Authority"};
  test::TlsFolder folder_{authority_};
  TlsPaths paths_ = folder_.paths();
};

TEST_F(JudgeTest, AcceptsAWholePairAndItsClientAuthority) {
  const TlsReading reading = Read();
  EXPECT_THAT(reading.faults, IsEmpty());
  EXPECT_THAT(reading.warnings, IsEmpty());
  ASSERT_NE(reading.material, nullptr);
  EXPECT_EQ(reading.material->certificate_chain, test::ReadBytes(paths_.certificate));
  EXPECT_EQ(reading.material->key, test::ReadBytes(paths_.key));
  EXPECT_EQ(reading.material->client_ca, authority_.certificate());
  EXPECT_NEAR(absl::ToDoubleSeconds(reading.material->not_after - absl::Now()), 86400, 60);
}

TEST_F(JudgeTest, AcceptsAPairWithoutAClientAuthority) {
  paths_.client_ca.clear();
  const TlsReading reading = Read();
  ASSERT_NE(reading.material, nullptr);
  EXPECT_EQ(reading.material->client_ca, "");
}

TEST_F(JudgeTest, AcceptsAChainAndLeavesOutRemarks) {
  const std::string leaf = test::ReadBytes(paths_.certificate);
  folder_.Write(paths_.certificate,
                "subject: agent\n" + leaf + "issuer:\n" + authority_.certificate());
  const TlsReading reading = Read();
  ASSERT_NE(reading.material, nullptr);
  EXPECT_EQ(reading.material->certificate_chain, leaf + authority_.certificate());
}

TEST_F(JudgeTest, ReportsTheFaultsOfAllFilesAtOnce) {
  ::unlink(paths_.certificate.c_str());
  folder_.Write(paths_.key, "no key");
  folder_.Write(paths_.client_ca, "");
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_certificate",
                                             "the file cannot be read: No such file or directory"},
                                    TlsFault{"tls_key", "holds no private key in PEM"},
                                    TlsFault{"tls_client_ca", "holds no certificate in PEM"}));
  EXPECT_EQ(Read().material, nullptr);
}

TEST_F(JudgeTest, RejectsAFolderAndAPipe) {
  ::unlink(paths_.key.c_str());
  ::mkdir(paths_.key.c_str(), 0700);
  ::unlink(paths_.client_ca.c_str());
  ::mkfifo(paths_.client_ca.c_str(), 0600);
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_key", "not a regular file"},
                                    TlsFault{"tls_client_ca", "not a regular file"}));
}

TEST_F(JudgeTest, RejectsAFileThatIsTooLarge) {
  folder_.Write(paths_.client_ca, authority_.certificate() + std::string(kMaxPemSize, '#'));
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_client_ca", "the file is larger than 1 MiB"}));
}

TEST_F(JudgeTest, RejectsFilesThatAreCutOff) {
  for (const std::string& path : {paths_.certificate, paths_.key, paths_.client_ca}) {
    const std::string whole = test::ReadBytes(path);
    folder_.Write(path, whole.substr(0, whole.size() / 2));
  }
  const char kCutOff[] = "the file is truncated or not PEM";
  EXPECT_THAT(Faults(),
              ElementsAre(TlsFault{"tls_certificate", kCutOff}, TlsFault{"tls_key", kCutOff},
                          TlsFault{"tls_client_ca", kCutOff}));
}

TEST_F(JudgeTest, RejectsTheKeyOfAnotherCertificate) {
  folder_.Write(paths_.key, authority_.Issue({}).key);
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_key", "is not the key of the certificate"}));
}

TEST_F(JudgeTest, RejectsAnEncryptedKeyWithoutAPrompt) {
  folder_.Write(paths_.key, test::EncryptedKey(test::ReadBytes(paths_.key)));
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{
                            "tls_key", "is encrypted, and the agent has no passphrase for it"}));
}

TEST_F(JudgeTest, RejectsTwoKeys) {
  const std::string key = test::ReadBytes(paths_.key);
  folder_.Write(paths_.key, key + key);
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_key", "holds more than one block"}));
}

TEST_F(JudgeTest, RejectsAKeyAmongTheCertificates) {
  const std::string key = test::ReadBytes(paths_.key);
  folder_.Write(paths_.certificate, test::ReadBytes(paths_.certificate) + key);
  folder_.Write(paths_.client_ca, key);
  const char kOther[] = "contains a block that is not a certificate";
  EXPECT_THAT(Faults(),
              ElementsAre(TlsFault{"tls_certificate", kOther}, TlsFault{"tls_client_ca", kOther}));
}

TEST_F(JudgeTest, RejectsABlockThatHoldsNoCertificate) {
  folder_.Write(paths_.certificate,
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_THAT(Faults(), ElementsAre(TlsFault{"tls_certificate",
                                             "contains a block that is not a certificate"}));
}

TEST_F(JudgeTest, RejectsAnExpiredCertificate) {
  UseIdentity({.valid_from = -absl::Hours(2), .valid_until = -absl::Hours(1)});
  EXPECT_THAT(Faults(),
              ElementsAre(testing::Field(&TlsFault::text, testing::StartsWith("expired at "))));
}

TEST_F(JudgeTest, RejectsACertificateThatIsNotYetValid) {
  UseIdentity({.valid_from = absl::Hours(1), .valid_until = absl::Hours(2)});
  EXPECT_THAT(Faults(), ElementsAre(testing::Field(&TlsFault::text,
                                                   testing::StartsWith("is not valid before "))));
}

TEST_F(JudgeTest, RejectsACertificateForClients) {
  UseIdentity({.extended_key_usage = "clientAuth"});
  EXPECT_THAT(Faults(),
              ElementsAre(TlsFault{"tls_certificate", "is not for servers, by its key usage"}));
}

TEST_F(JudgeTest, AcceptsACertificateForServers) {
  UseIdentity({.extended_key_usage = "serverAuth"});
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(JudgeTest, RejectsAKeyThatOpenSslWouldNotUse) {
  folder_.WriteIdentity(test::MakeRsaIdentity("agent.example", 1024));
  EXPECT_THAT(Faults(),
              ElementsAre(TlsFault{"tls_certificate",
                                   "has a key or a signature that is too weak for OpenSSL"}));
}

TEST_F(JudgeTest, RejectsAuthoritiesOfWhichNoneIsValid) {
  folder_.Write(paths_.client_ca,
                authority_.Issue({.valid_from = -absl::Hours(2), .valid_until = -absl::Hours(1)})
                    .certificate);
  EXPECT_THAT(Faults(),
              ElementsAre(TlsFault{"tls_client_ca", "holds no certificate that is valid now"}));
}

TEST_F(JudgeTest, WarnsOfAKeyThatEveryUserMayRead) {
  ::chmod(paths_.key.c_str(), 0644);
  const TlsReading reading = Read();
  EXPECT_NE(reading.material, nullptr);
  EXPECT_THAT(reading.warnings,
              ElementsAre(TlsFault{"tls_key", "can be read by every user of this machine"}));
}

}  // namespace
}  // namespace linkstat::tls
