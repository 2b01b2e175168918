#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "linkstat/client.h"
#include "tests/client/fake_agent.h"
#include "tests/support/proto_matchers.h"

// The client library against LinkedAccountService.
namespace linkstat {
namespace {

using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::FakeAgent;
using ::testing::ElementsAre;

const grpc::Status kUnavailable(grpc::StatusCode::UNAVAILABLE, "stopping");

std::unique_ptr<Client> ClientOf(const FakeAgent& agent) {
  ClientOptions options;
  options.endpoint = agent.endpoint();
  return *Client::Create(options);
}

TEST(ClientAccounts, PassesRequestsAndAnswersThrough) {
  FakeAgent agent;
  agent.create_account = [](grpc::ServerContext&, const auto& request, auto* response) {
    response->mutable_linked_account()->set_id(request.id());
    return grpc::Status::OK;
  };
  agent.get_account = [](grpc::ServerContext&, const auto& request, auto* response) {
    response->mutable_linked_account()->set_id(request.id());
    return grpc::Status::OK;
  };
  agent.find_account = [](grpc::ServerContext&, const auto& request, auto* response) {
    response->mutable_linked_account()->set_id(request.work_email());
    return grpc::Status::OK;
  };
  agent.list_accounts = [](grpc::ServerContext&, const auto& request, auto* response) {
    response->set_next_page_token(request.page_token());
    return grpc::Status::OK;
  };
  agent.delete_account = [](grpc::ServerContext&, const auto& request, auto*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, request.id());
  };
  const auto client = ClientOf(agent);
  v1::CreateLinkedAccountRequest create;
  create.set_id("a");
  EXPECT_EQ(client->CreateLinkedAccount(create)->linked_account().id(), "a");
  v1::GetLinkedAccountRequest get;
  get.set_id("b");
  EXPECT_EQ(client->GetLinkedAccount(get)->linked_account().id(), "b");
  v1::FindByWorkEmailRequest find;
  find.set_work_email("c");
  EXPECT_EQ(client->FindByWorkEmail(find)->linked_account().id(), "c");
  v1::ListLinkedAccountsRequest list;
  list.set_page_token("d");
  EXPECT_EQ(client->ListLinkedAccounts(list)->next_page_token(), "d");
  v1::DeleteLinkedAccountRequest remove;
  remove.set_id("e");
  EXPECT_EQ(client->DeleteLinkedAccount(remove).status(), absl::NotFoundError("e"));
}

TEST(ClientAccounts, RetriesWhatIsSafeToRepeat) {
  std::atomic<int> reads = 0;
  std::atomic<int> reports = 0;
  FakeAgent agent;
  agent.summarize_accounts = [&](grpc::ServerContext&, const auto&, auto*) {
    return reads++ == 0 ? kUnavailable : grpc::Status::OK;
  };
  agent.report_account = [&](grpc::ServerContext&, const auto&, auto*) {
    return reports++ == 0 ? kUnavailable : grpc::Status::OK;
  };
  const auto client = ClientOf(agent);
  EXPECT_TRUE(client->SummarizeLinkedAccounts({}).ok());
  EXPECT_TRUE(client->ReportServiceAccount({}).ok());
}

TEST(ClientAccounts, DoesNotRepeatOtherWrites) {
  std::atomic<int> calls = 0;
  FakeAgent agent;
  agent.create_account = [&](grpc::ServerContext&, const auto&, auto*) {
    ++calls;
    return kUnavailable;
  };
  agent.delete_account = [&](grpc::ServerContext&, const auto&, auto*) {
    ++calls;
    return kUnavailable;
  };
  const auto client = ClientOf(agent);
  EXPECT_FALSE(client->CreateLinkedAccount({}).ok());
  EXPECT_FALSE(client->DeleteLinkedAccount({}).ok());
  EXPECT_EQ(calls, 2);
}

// Takes every message of a stream of reports and counts the reports as accepted.
grpc::Status AcceptAll(grpc::ServerContext&,
                       grpc::ServerReader<v1::ReportServiceAccountsRequest>& reader,
                       v1::ReportServiceAccountsResponse* response) {
  v1::ReportServiceAccountsRequest request;
  while (reader.Read(&request)) {
    response->set_accepted(response->accepted() + request.reports_size());
  }
  return grpc::Status::OK;
}

TEST(ClientReports, SendsEachMessageThatIsFilled) {
  FakeAgent agent;
  agent.report_accounts = AcceptAll;
  int messages = 0;
  const auto response = ClientOf(agent)->ReportServiceAccounts([&](auto& request) {
    EXPECT_EQ(request.reports_size(), 0);
    request.add_reports();
    request.add_reports();
    return ++messages <= 3;
  });
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, EqualsTextProto("accepted: 6"));
}

TEST(ClientReports, StreamWithoutMessageIsAnswered) {
  FakeAgent agent;
  agent.report_accounts = AcceptAll;
  EXPECT_TRUE(ClientOf(agent)->ReportServiceAccounts([](auto&) { return false; }).ok());
}

TEST(ClientReports, StopsSendingWhenTheAgentFails) {
  FakeAgent agent;
  agent.report_accounts = [](grpc::ServerContext&, auto&, auto*) { return kUnavailable; };
  const auto response = ClientOf(agent)->ReportServiceAccounts([](auto& request) {
    request.add_reports()->set_linked_account(std::string(1000, 'x'));
    return true;
  });
  EXPECT_EQ(response.status(), absl::UnavailableError("stopping"));
}

TEST(ClientWatchAccounts, GivesEachEventAndThenTheEnd) {
  FakeAgent agent;
  agent.watch_accounts = [](grpc::ServerContext&, const auto& request, auto& writer) {
    v1::WatchLinkedAccountsResponse event;
    event.set_cursor(request.cursor());
    writer.Write(event);
    event.set_cursor("2");
    writer.Write(event);
    return kUnavailable;
  };
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor("1");
  std::vector<std::string> cursors;
  const absl::Status end = ClientOf(agent)->WatchLinkedAccounts(request,
                                                                [&](const auto& event) {
                                                                  cursors.push_back(event.cursor());
                                                                  return true;
                                                                },
                                                                {});
  EXPECT_THAT(cursors, ElementsAre("1", "2"));
  EXPECT_EQ(end, absl::UnavailableError("stopping"));
}

// Sends one message and then nothing until the caller is gone.
grpc::Status SendOneAndStay(grpc::ServerContext& context, const v1::WatchLinkedAccountsRequest&,
                            grpc::ServerWriter<v1::WatchLinkedAccountsResponse>& writer) {
  writer.Write({});
  while (!context.IsCancelled()) std::this_thread::yield();
  return grpc::Status::CANCELLED;
}

TEST(ClientWatchAccounts, StopEndsAnIdleStreamFromAnotherThread) {
  FakeAgent agent;
  agent.watch_accounts = SendOneAndStay;
  std::stop_source stop;
  std::promise<void> received;
  std::thread stopper([&] {
    received.get_future().wait();
    stop.request_stop();
  });
  const absl::Status end = ClientOf(agent)->WatchLinkedAccounts(
      {},
      [&](const auto&) {
        received.set_value();
        return true;
      },
      stop.get_token());
  stopper.join();
  EXPECT_EQ(end, absl::OkStatus());
}

TEST(ClientWatchAccounts, StopBeforeTheCallEndsItAtOnce) {
  FakeAgent agent;
  agent.watch_accounts = SendOneAndStay;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(ClientOf(agent)->WatchLinkedAccounts(
                {}, [](const auto&) { return true; }, stop.get_token()),
            absl::OkStatus());
}

}  // namespace
}  // namespace linkstat
