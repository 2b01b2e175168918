#include "agent/catalog/name_holders.h"

#include <algorithm>
#include <utility>

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using FaultIterator = std::vector<v1::CatalogFault>::iterator;

// A run of the faults, in the order of the text.
struct Run {
  FaultIterator begin;
  FaultIterator end;
};

Run Within(const Run& run, const TextFormat::ParseLocationRange& range) {
  const auto before = [](const TextFormat::ParseLocation& bound) {
    return [&bound](const v1::CatalogFault& fault) {
      return std::make_pair(fault.line() - 1, fault.column() - 1) <
             std::make_pair(bound.line, bound.column);
    };
  };
  const auto begin = std::partition_point(run.begin, run.end, before(range.start));
  return {begin, std::partition_point(begin, run.end, before(range.end))};
}

// Whether the locations of `field` are numbered like its elements: the parser
// records one location for a whole `[a, b]`.
bool OneLocationEach(const Message& message, const FieldDescriptor* field,
                     const SourceLocation::Locations& locations) {
  const int size = message.GetReflection()->FieldSize(message, field);
  return locations.GetLocation(field, size - 1).line >= 0;
}

void NameHoldersIn(const Message& message, const SourceLocation& place,
                   const SourceLocation::Locations& locations, const Run& run);

void NameHolder(const Message& entry, const SourceLocation& place,
                const TextFormat::ParseLocationRange& range,
                const SourceLocation::Locations* nested, const Run& run) {
  const Run inside = Within(run, range);
  if (inside.begin == inside.end || nested == nullptr) return;
  for (auto fault = inside.begin; fault != inside.end; ++fault) fault->set_path(place.path());
  NameHoldersIn(entry, place, *nested, inside);
}

void NameHoldersIn(const Message& message, const SourceLocation& place,
                   const SourceLocation::Locations& locations, const Run& run) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      NameHolder(reflection->GetMessage(message, field), place.At(field->name()),
                 locations.GetLocationRange(field, -1), locations.GetTreeForNested(field, -1), run);
    } else if (OneLocationEach(message, field, locations)) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        NameHolder(reflection->GetRepeatedMessage(message, field, i), place.At(field->name(), i),
                   locations.GetLocationRange(field, i), locations.GetTreeForNested(field, i), run);
      }
    }
  }
}

}  // namespace

void NameHolders(const v1::Catalog& catalog, const SourceLocation::Locations& locations,
                 std::vector<v1::CatalogFault>& faults) {
  NameHoldersIn(catalog, SourceLocation(catalog, &locations), locations,
                {faults.begin(), faults.end()});
}

}  // namespace linkstat::catalog
