#ifndef LINKSTAT_AGENT_RPC_SERVICE_RECORD_OUTCOME_H_
#define LINKSTAT_AGENT_RPC_SERVICE_RECORD_OUTCOME_H_

#include "agent/rpc/call/call.h"
#include "agent/service/report_account.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

// Records what an answered call did, for metrics and audit: one overload for each answer
// that decides or changes something. Nothing else of a request or an answer is recorded.
namespace linkstat::rpc {

template <typename Request, typename Response>
void RecordOutcome(const Request& /*request*/, const Response& /*response*/,
                   CallSummary& /*notes*/) {}

void RecordOutcome(const v1::CheckPermissionsRequest& request,
                   const v1::CheckPermissionsResponse& response, CallSummary& notes);
void RecordOutcome(const v1::BatchCheckPermissionsRequest& request,
                   const v1::BatchCheckPermissionsResponse& response, CallSummary& notes);
void RecordOutcome(const v1::CheckServiceAccountRequest& request,
                   const v1::CheckServiceAccountResponse& response, CallSummary& notes);
void RecordOutcome(const v1::CreateLinkedAccountRequest& request,
                   const v1::CreateLinkedAccountResponse& response, CallSummary& notes);
void RecordOutcome(const v1::DeleteLinkedAccountRequest& request,
                   const v1::DeleteLinkedAccountResponse& response, CallSummary& notes);
void RecordOutcome(const v1::ReportServiceAccountRequest& request,
                   const v1::ReportServiceAccountResponse& response, CallSummary& notes);
void RecordOutcome(const service::AcceptedReport& report, CallSummary& notes);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_RECORD_OUTCOME_H_
