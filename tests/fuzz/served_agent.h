#ifndef LINKSTAT_TESTS_FUZZ_SERVED_AGENT_H_
#define LINKSTAT_TESTS_FUZZ_SERVED_AGENT_H_

#include <memory>
#include <string>
#include <utility>

#include "agent/base/executor.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/server.h"
#include "agent/service/accounts.h"
#include "agent/store/memory_store.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_writer.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "tests/fuzz/require.h"

namespace linkstat::fuzz {

class NoSink final : public telemetry::LogSink {
 public:
  void Write(absl::string_view /*lines*/) override {}
};

inline telemetry::LogOptions EveryLine() {
  telemetry::LogOptions options;
  options.least = telemetry::LogLevel::kDebug;
  return options;
}

// The agent's server with every service, on a store in memory with two accounts, and
// what a test needs to call it.
class ServedAgent {
 public:
  ServedAgent() : accounts_(StartAccounts(&registry_)) {
    for (const char* id : {"acme", "beta"}) {
      v1::CreateLinkedAccountRequest request;
      request.set_id(id);
      Require(accounts_->create().Run(request).ok(), "a sound account is created");
    }
    rpc::ServerOptions options;
    options.credentials = grpc::InsecureServerCredentials();
    // A stream without news has a message soon.
    options.watch_keep_alive = absl::Milliseconds(2);
    options.accounts = accounts_.get();
    options.executors = {&reads_, &reports_};
    options.interceptors.call_log = &call_log_;
    rpc::ServerListeners listeners;
    listeners.main = *net::Listener::OpenTcp("127.0.0.1", 0);
    auto server = rpc::Server::Start(options, std::move(listeners), &registry_, &log_);
    Require(server.ok(), "the server starts");
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
    TakeTokens();
  }

  // Needs no listener.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // Of a watch, and of ListLinkedAccounts without filters.
  const std::string& cursor() const { return cursor_; }
  const std::string& page_token() const { return page_token_; }

 private:
  static std::unique_ptr<service::Accounts> StartAccounts(catalog::Registry* registry) {
    service::Accounts::Parts parts;
    parts.store = *store::MemoryStore::Create();
    parts.registry = registry;
    parts.settings = {.email_domain = "links.example.com", .first_name = "Integration"};
    auto accounts = service::Accounts::Start(std::move(parts));
    Require(accounts->WaitUntilLoaded(absl::Seconds(30)), "an empty store is loaded");
    return accounts;
  }

  void TakeTokens() {
    v1::ListLinkedAccountsRequest list;
    list.set_page_size(1);
    page_token_ = accounts_->list().List(list)->next_page_token();
    const auto watch = service::AccountWatch::Open(accounts_->WatchParts(), {});
    cursor_ = (*watch)->Next()->events[0].cursor();
  }

  NoSink sink_;
  telemetry::Log log_{EveryLine(), &sink_};
  telemetry::LogWriter writer_{&sink_};
  telemetry::CallLog call_log_{&log_, telemetry::LogLevel::kDebug, &writer_};
  catalog::Registry registry_{catalog::EmbeddedCatalog()};
  std::unique_ptr<service::Accounts> accounts_;
  Executor reads_{"reads", 2, 64};
  Executor reports_{"reports", 1, 64};
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string cursor_;
  std::string page_token_;
};

}  // namespace linkstat::fuzz

#endif  // LINKSTAT_TESTS_FUZZ_SERVED_AGENT_H_
