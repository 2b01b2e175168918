#include "agent/rpc/call/audit_interceptor.h"

#include <array>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "agent/base/error.h"
#include "agent/rpc/call/status.h"
#include "agent/telemetry/log_field.h"

namespace linkstat::rpc {
namespace {

uint32_t CountOf(const telemetry::DecisionCounts& decisions) {
  return std::accumulate(decisions.verdicts.begin(), decisions.verdicts.end(), uint32_t{0});
}

absl::string_view VerdictName(size_t verdict) {
  return absl::StripPrefix(v1::Verdict_Name(static_cast<v1::Verdict>(verdict)), "VERDICT_");
}

absl::string_view LowerVerdictName(size_t verdict) {
  static const auto* const names = [] {
    auto* lower = new std::array<std::string, v1::Verdict_ARRAYSIZE>();
    for (size_t i = 0; i < lower->size(); ++i) {
      (*lower)[i] = absl::AsciiStrToLower(VerdictName(i));
    }
    return lower;
  }();
  return (*names)[verdict];
}

// One verdict by its name, several by how many there are of each.
void AddDecisions(const telemetry::DecisionCounts& decisions, telemetry::LogFields& fields) {
  const uint32_t all = CountOf(decisions);
  for (size_t i = 0; i < decisions.verdicts.size(); ++i) {
    if (decisions.verdicts[i] == 0) continue;
    if (all == 1) {
      fields.emplace_back("verdict", VerdictName(i));
    } else {
      fields.emplace_back(LowerVerdictName(i), decisions.verdicts[i]);
    }
  }
  if (decisions.unrecognized_names > 0) {
    fields.emplace_back("unrecognized_names", decisions.unrecognized_names);
  }
}

void AddText(const char* name, absl::string_view text, telemetry::LogFields& fields) {
  if (!text.empty()) fields.emplace_back(name, text);
}

// They show texts of the call and of `notes`, which are the call's, or those of one of its
// changes.
telemetry::LogFields FieldsOf(const CallFacts& call, const CallSummary& notes, int code) {
  telemetry::LogFields fields = {{"method", call.traits().name()}, {"code", CodeName(code)}};
  AddText("caller", call.caller(), fields);
  AddText("account", notes.account, fields);
  if (notes.state != v1::LINK_STATE_UNSPECIFIED) {
    fields.emplace_back("state", absl::StripPrefix(v1::LinkState_Name(notes.state), "LINK_STATE_"));
  }
  AddDecisions(notes.decisions, fields);
  AddText("catalog_revision", notes.revision, fields);
  AddText("request_id", call.request_id, fields);
  return fields;
}

}  // namespace

absl::Status AuditInterceptor::MayChange(const Call& call) const {
  if (!call.facts().traits().changes() || audit_ == nullptr || audit_->MayChange()) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_AUDIT_UNAVAILABLE,
                   "the change cannot be recorded in the audit and was not made");
}

void AuditInterceptor::End(const Call& call, const CallEnd& end) const {
  if (audit_ == nullptr) return;
  const AuditedCalls audited = call.facts().traits().audited;
  const auto record = [&](absl::string_view event) {
    audit_->Record(event, FieldsOf(call.facts(), call.notes(), end.code));
  };
  if (audited == AuditedCalls::kChanges) {
    record("change");
  } else if (audited == AuditedCalls::kDecisions && records_decisions() &&
             CountOf(call.notes().decisions) > 0) {
    record("decision");
  } else if (end.code == grpc::StatusCode::PERMISSION_DENIED) {
    record("denial");
  }
}

void AuditInterceptor::RecordChange(const Call& call, const CallSummary& change) const {
  if (audit_ == nullptr) return;
  audit_->Record("change", FieldsOf(call.facts(), change, grpc::StatusCode::OK));
}

void AuditInterceptor::AwaitWritten(const Call& call) const {
  if (call.facts().traits().changes() && audit_ != nullptr) audit_->AwaitWritten();
}

void AuditInterceptor::RecordUnknown(absl::string_view caller) const {
  if (audit_ == nullptr) return;
  telemetry::LogFields fields = {{"code", CodeName(grpc::StatusCode::PERMISSION_DENIED)}};
  AddText("caller", caller, fields);
  audit_->Record("denial", fields);
}

}  // namespace linkstat::rpc
