// Uses the installed library: asks the agent at the endpoint for a check and prints
// the verdict.

#include <iostream>

#include "linkstat/client.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  linkstat::ClientOptions options;
  options.endpoint = argv[1];
  const auto client = linkstat::Client::Create(options);
  if (!client.ok()) return 2;
  linkstat::v1::CheckPermissionsRequest request;
  request.mutable_observed()->add_names("Manage Employees");
  const auto answer = (*client)->CheckPermissions(request);
  if (!answer.ok()) return 3;
  std::cout << linkstat::v1::Verdict_Name(answer->verdict()) << "\n";
  return 0;
}
