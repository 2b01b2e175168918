// CheckServiceAccount, from the bytes of a request.

#include <algorithm>

#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using google::protobuf::util::MessageDifferencer;

bool HasField(const v1::CheckServiceAccountResponse& response, v1::FieldState state) {
  return std::any_of(response.fields().begin(), response.fields().end(),
                     [=](const v1::FieldResult& field) { return field.state() == state; });
}

void RequireVerdict(const v1::CheckServiceAccountResponse& response) {
  const bool bad = HasField(response, v1::FIELD_STATE_WRONG) ||
                   HasField(response, v1::FIELD_STATE_MISSING) ||
                   response.permissions().verdict() == v1::VERDICT_NOT_SATISFIED;
  Require(bad == (response.verdict() == v1::VERDICT_NOT_SATISFIED),
          "NOT_SATISFIED exactly when something is wrong or missing");
  if (response.verdict() != v1::VERDICT_SATISFIED) return;
  Require(!HasField(response, v1::FIELD_STATE_UNVERIFIED), "SATISFIED only when all is verified");
  Require(response.permissions().verdict() == v1::VERDICT_SATISFIED,
          "SATISFIED only with the permissions");
}

void RequireWhole(const v1::CheckServiceAccountRequest& request,
                  const v1::CheckServiceAccountResponse& response, const core::Snapshot& snapshot) {
  Require(response.fields_size() == snapshot.catalog().form_fields_size(),
          "every field has a result");
  for (const v1::FieldResult& field : response.fields()) {
    Require(field.state() != v1::FIELD_STATE_UNSPECIFIED, "a result has a state");
  }
  const int named = static_cast<int>(
      std::count_if(response.fields().begin(), response.fields().end(),
                    [](const v1::FieldResult& field) { return field.has_label_match(); }));
  Require(named + response.unrecognized_fields_size() <= request.form().entries_size(),
          "no entry counts twice");
  Require(response.catalog_revision() == snapshot.revision(), "the answer names its catalog");
}

void Run(absl::string_view bytes) {
  v1::CheckServiceAccountRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const core::SnapshotPtr snapshot = catalog::EmbeddedCatalog();
  const auto response = core::CheckServiceAccount(*snapshot, request);
  auto* entries = request.mutable_form()->mutable_entries();
  const auto turn_round = [&] { std::reverse(entries->begin(), entries->end()); };
  if (!response.ok()) {
    Require(
        absl::IsInvalidArgument(response.status()) || absl::IsFailedPrecondition(response.status()),
        "a request is refused as the API says");
    return;
  }
  RequireWhole(request, *response, *snapshot);
  RequireVerdict(*response);
  if (entries->empty()) return;
  turn_round();
  const auto turned = core::CheckServiceAccount(*snapshot, request);
  Require(turned.ok() && turned->verdict() == response->verdict(),
          "the order of entries does not change the verdict");
  for (int i = 0; i < response->fields_size(); ++i) {
    Require(MessageDifferencer::Equals(turned->fields(i), response->fields(i)),
            "the order of entries does not change a field's result");
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
