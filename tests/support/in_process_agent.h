#ifndef LINKSTAT_TESTS_SUPPORT_IN_PROCESS_AGENT_H_
#define LINKSTAT_TESTS_SUPPORT_IN_PROCESS_AGENT_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/server.h"
#include "agent/service/accounts.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_writer.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/server_credentials.h"
#include "tests/support/captured_log.h"

namespace linkstat::test {

// The agent's server in this process, on a free port of loopback, with a store in memory.
// Its health is NOT_SERVING until the test sets it.
class InProcessAgent {
 public:
  // `credentials` null: in the clear.
  explicit InProcessAgent(core::SnapshotPtr first, absl::Duration keep_alive = absl::Hours(1),
                          std::shared_ptr<grpc::ServerCredentials> credentials = nullptr);

  catalog::Registry& registry() { return registry_; }
  rpc::Server& server() { return *server_; }
  // Every line, debug level included.
  const CapturedLog& log() const { return sink_; }

  // Where it listens, as `HOST:PORT`.
  std::string address() const;

  // A connection of its own each time; for an agent in the clear.
  std::shared_ptr<grpc::Channel> NewChannel() const;

 private:
  CapturedLog sink_;
  telemetry::Log log_;
  telemetry::LogWriter writer_;
  telemetry::CallLog call_log_;
  catalog::Registry registry_;
  std::unique_ptr<service::Accounts> accounts_;
  Executor reads_{"reads", 1, 64};
  Executor reports_{"reports", 1, 64};
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_IN_PROCESS_AGENT_H_
