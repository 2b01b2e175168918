#include "absl/strings/str_cat.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {

Report FindReport(const v1::FindRequirementsResponse& response) {
  Report report;
  report.headline.key = "domain";
  report.headline.word.text = response.data_domain().label();
  report.headline.sentence =
      absl::StrCat(Count(response.permissions_size(), "permission"),
                   response.permissions_size() == 1 ? " feeds it." : " feed it.");
  Section permissions{"permission", "Permissions", {"Permission", "Level"}, {}};
  Section rationale{"rationale", "Why it is needed", {"Permission", "Why"}, {}};
  Section notes{"access-note", "About the access", {"Permission", "Note"}, {}};
  for (const v1::GuidePermission& permission : response.permissions()) {
    permissions.rows.push_back({{permission.label()}, {LowerWord(permission.level())}});
    if (permission.has_rationale()) {
      rationale.rows.push_back({{permission.label()}, {permission.rationale()}});
    }
    if (permission.has_access_note()) {
      notes.rows.push_back({{permission.label()}, {permission.access_note()}});
    }
  }
  report.sections = {permissions, rationale, notes};
  report.closing.push_back(RevisionLine(response.catalog_revision()));
  return report;
}

}  // namespace linkstat::cli
