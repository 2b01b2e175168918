#include "agent/core/guide_permission.h"

namespace linkstat::core {

v1::GuidePermission MakeGuidePermission(const Snapshot& snapshot, int permission, v1::View view) {
  const v1::Catalog& catalog = snapshot.catalog();
  const v1::Permission& source = catalog.permissions(permission);
  v1::GuidePermission guide;
  guide.set_permission_id(source.id());
  guide.set_label(source.label());
  guide.set_level(source.level());
  for (int domain : snapshot.fed_domains()[permission]) {
    guide.add_unlocks(catalog.data_domains(domain).label());
  }
  if (view != v1::VIEW_FULL) return guide;
  guide.set_rationale(source.rationale());
  if (source.has_access_note()) guide.set_access_note(source.access_note());
  return guide;
}

}  // namespace linkstat::core
