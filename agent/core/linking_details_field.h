#ifndef LINKSTAT_AGENT_CORE_LINKING_DETAILS_FIELD_H_
#define LINKSTAT_AGENT_CORE_LINKING_DETAILS_FIELD_H_

#include "linkstat/v1/catalog.pb.h"
#include "linkstat/v1/linking_guide.pb.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::core {

// What to enter in a form field for the account with this identity. A value that
// `identity` does not have is NOT_PROVIDED, never blank. The one place that
// words GuideField.display.
v1::GuideField MakeGuideField(const v1::FormField& field, const v1::LinkIdentity& identity,
                              v1::View view);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_LINKING_DETAILS_FIELD_H_
