#ifndef LINKSTAT_AGENT_CATALOG_SOURCE_LOCATION_H_
#define LINKSTAT_AGENT_CATALOG_SOURCE_LOCATION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// The location of something in a catalog: its path and, as far as the text is
// known, its line and column. Holds on to the message and the locations that it
// was made from, which must outlive it.
class SourceLocation {
 public:
  using Locations = google::protobuf::TextFormat::ParseInfoTree;

  // The whole message. `locations` is null when there is no text.
  SourceLocation(const google::protobuf::Message& message, const Locations* locations);

  // The field `name`, which this place's message must have; `index` is that of
  // an element of a repeated field, or -1 for the field as a whole, which has the
  // location of its first element. A place that the text does not show has the
  // line and column of what holds it.
  SourceLocation At(absl::string_view name, int index = -1) const;

  // E.g. `permissions[2].data_domain_ids[0]`. Empty for the whole message.
  const std::string& path() const { return path_; }

  // Sets the path, line and column of `fault`.
  void Mark(v1::CatalogFault& fault) const;

 private:
  SourceLocation() = default;
  void Locate(const google::protobuf::FieldDescriptor* field, int index,
              const SourceLocation& holder);

  const google::protobuf::Message* message_ = nullptr;
  const Locations* locations_ = nullptr;
  std::string path_;
  // From 0, as the parser counts; -1 when not known.
  int line_ = -1;
  int column_ = -1;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_SOURCE_LOCATION_H_
