#include "agent/app/config/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace linkstat::app {
namespace {

constexpr char kForm[] = "must be HOST:PORT, [IPV6]:PORT or unix:/PATH";
constexpr char kUnixPrefix[] = "unix:";
constexpr int kMaxPort = 65535;

bool IsLoopbackV4(const in_addr& address) { return (ntohl(address.s_addr) >> 24) == 127; }

bool IsLoopbackLiteral(const std::string& host) {
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return IsLoopbackV4(v4);
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool IsIpv6(const std::string& host) {
  in6_addr address;
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

absl::StatusOr<ListenAddress> ParseUnix(absl::string_view path) {
  if (!absl::StartsWith(path, "/")) {
    return absl::InvalidArgumentError("must have an absolute path after unix:");
  }
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "must have at most ", sizeof(sockaddr_un::sun_path) - 1, " bytes of path after unix:"));
  }
  ListenAddress address;
  address.unix_path = std::string(path);
  return address;
}

// Letters, digits, `-`, `.` and `_`: a name or an IPv4 address.
bool IsName(absl::string_view host) {
  return !host.empty() && absl::c_all_of(host, [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

bool ListenAddress::IsLoopback() const {
  return !unix_path.empty() || host == "localhost" || IsLoopbackLiteral(host);
}

bool ListenAddress::IsIp() const {
  in_addr v4;
  return host == "localhost" || IsIpv6(host) || inet_pton(AF_INET, host.c_str(), &v4) == 1;
}

bool ListenAddress::Overlaps(const ListenAddress& other) const {
  if (!unix_path.empty() || !other.unix_path.empty()) return unix_path == other.unix_path;
  if (port != other.port || port == 0) return false;
  const std::string hosts[] = {NumericHost(), other.NumericHost()};
  const auto any = [&](absl::string_view name) { return absl::c_linear_search(hosts, name); };
  if (hosts[0] == hosts[1] || any("::")) return true;
  return any("0.0.0.0") && absl::c_none_of(hosts, IsIpv6);
}

std::string ListenAddress::NumericHost() const { return host == "localhost" ? "127.0.0.1" : host; }

std::string ListenAddress::ToString(int port_in_use) const {
  if (!unix_path.empty()) return absl::StrCat(kUnixPrefix, unix_path);
  const std::string name = NumericHost();
  return IsIpv6(name) ? absl::StrCat("[", name, "]:", port_in_use)
                      : absl::StrCat(name, ":", port_in_use);
}

absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text) {
  if (absl::ConsumePrefix(&text, kUnixPrefix)) return ParseUnix(text);
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return absl::InvalidArgumentError(kForm);
  ListenAddress address;
  absl::string_view host = text.substr(0, colon);
  const absl::string_view port = text.substr(colon + 1);
  const bool bracketed = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  address.host = std::string(host);
  if (bracketed ? !IsIpv6(address.host) : !IsName(host)) return absl::InvalidArgumentError(kForm);
  if (port.empty() || !absl::c_all_of(port, absl::ascii_isdigit) ||
      !absl::SimpleAtoi(port, &address.port) || address.port > kMaxPort) {
    return absl::InvalidArgumentError(absl::StrCat("must have a port from 0 to ", kMaxPort));
  }
  return address;
}

}  // namespace linkstat::app
