#include "agent/rpc/service/record_outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linkstat/v1/catalog_service.pb.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::rpc {
namespace {

using test::ParseProto;

// What a call records of its textproto request and response.
template <typename Request, typename Response>
CallSummary Recorded(absl::string_view request, absl::string_view response) {
  CallSummary notes;
  RecordOutcome(ParseProto<Request>(request), ParseProto<Response>(response), notes);
  return notes;
}

struct Decided {
  uint32_t satisfied = 0;
  uint32_t not_satisfied = 0;
  uint32_t indeterminate = 0;
  uint32_t unrecognized_names = 0;
};

void ExpectNotes(const CallSummary& notes, const std::string& account, const std::string& revision,
                 const Decided& decided, v1::LinkState state = v1::LINK_STATE_UNSPECIFIED) {
  EXPECT_EQ(notes.account, account);
  EXPECT_EQ(notes.revision, revision);
  EXPECT_EQ(notes.state, state);
  EXPECT_THAT(
      notes.decisions.verdicts,
      testing::ElementsAre(0u, decided.satisfied, decided.not_satisfied, decided.indeterminate));
  EXPECT_EQ(notes.decisions.unrecognized_names, decided.unrecognized_names);
}

TEST(RecordOutcome, OfACheckIsItsVerdict) {
  const auto notes = Recorded<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse>(
      "linked_account: 'acme'",
      "catalog_revision: 'r1' verdict: VERDICT_NOT_SATISFIED unrecognized {} unrecognized {}");
  ExpectNotes(notes, "acme", "r1", {.not_satisfied = 1, .unrecognized_names = 2});
}

TEST(RecordOutcome, OfABatchIsTheVerdictsOfItsItemsWithoutThoseThatFailed) {
  const auto notes = Recorded<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      "requests { linked_account: 'acme' }",
      "catalog_revision: 'r1'"
      "results { response { verdict: VERDICT_SATISFIED unrecognized {} } }"
      "results { error { code: 3 } }"
      "results { response { verdict: VERDICT_INDETERMINATE } }"
      "results { response { verdict: VERDICT_SATISFIED unrecognized {} } }");
  ExpectNotes(notes, "", "r1", {.satisfied = 2, .indeterminate = 1, .unrecognized_names = 2});
}

TEST(RecordOutcome, OfACheckOfAServiceAccountIsOneVerdict) {
  const auto notes = Recorded<v1::CheckServiceAccountRequest, v1::CheckServiceAccountResponse>(
      "linked_account: 'acme'",
      "catalog_revision: 'r1' verdict: VERDICT_SATISFIED unrecognized_fields {}"
      "permissions { verdict: VERDICT_SATISFIED unrecognized {} unrecognized {} }");
  ExpectNotes(notes, "acme", "r1", {.satisfied = 1, .unrecognized_names = 3});
}

TEST(RecordOutcome, OfACreateIsTheAccountAsItIsNow) {
  const auto notes = Recorded<v1::CreateLinkedAccountRequest, v1::CreateLinkedAccountResponse>(
      "", "linked_account { id: 'acme' state: LINK_STATE_PENDING catalog_revision: 'r1' }");
  ExpectNotes(notes, "acme", "r1", {}, v1::LINK_STATE_PENDING);
}

TEST(RecordOutcome, OfAReportIsTheAccountAsItIsNow) {
  const auto notes = Recorded<v1::ReportServiceAccountRequest, v1::ReportServiceAccountResponse>(
      "", "linked_account { id: 'acme' state: LINK_STATE_ACTION_REQUIRED catalog_revision: 'r1' }");
  ExpectNotes(notes, "acme", "r1", {}, v1::LINK_STATE_ACTION_REQUIRED);
}

TEST(RecordOutcome, OfAReportOfAStreamIsTheAccountAsItIsNow) {
  CallSummary notes;
  RecordOutcome(service::AcceptedReport{"acme", v1::LINK_STATE_ACTION_REQUIRED, "r1"}, notes);
  ExpectNotes(notes, "acme", "r1", {}, v1::LINK_STATE_ACTION_REQUIRED);
}

TEST(RecordOutcome, OfADeleteIsTheIdOfItsAccount) {
  ExpectNotes(
      Recorded<v1::DeleteLinkedAccountRequest, v1::DeleteLinkedAccountResponse>("id: 'acme'", ""),
      "acme", "", {});
}

// They are audited only when they are denied, and then nothing was answered.
TEST(RecordOutcome, OfCallsThatOnlyReadIsNothing) {
  ExpectNotes(Recorded<v1::GetCatalogRequest, v1::GetCatalogResponse>("", "catalog_revision: 'r1'"),
              "", "", {});
  ExpectNotes(Recorded<v1::GetLinkingDetailsRequest, v1::GetLinkingDetailsResponse>(
                  "linked_account: 'acme'", "catalog_revision: 'r1'"),
              "", "", {});
  ExpectNotes(Recorded<v1::GetLinkedAccountRequest, v1::GetLinkedAccountResponse>(
                  "id: 'acme'", "linked_account { id: 'acme' }"),
              "", "", {});
  ExpectNotes(Recorded<v1::FindByWorkEmailRequest, v1::FindByWorkEmailResponse>(
                  "work_email: 'a@links.example.com'", "linked_account { id: 'acme' }"),
              "", "", {});
  ExpectNotes(Recorded<v1::ListLinkedAccountsRequest, v1::ListLinkedAccountsResponse>(
                  "", "linked_accounts { id: 'acme' } catalog_revision: 'r1'"),
              "", "", {});
}

}  // namespace
}  // namespace linkstat::rpc
