#include "agent/catalog/source_location.h"

#include "absl/strings/str_cat.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// The parser records one location for a whole `[a, b]`, so that its numbering
// is that of the elements only when there are as many locations as elements.
TextFormat::ParseLocation LocationOf(const SourceLocation::Locations& locations,
                                     const Message& message, const FieldDescriptor* field,
                                     int index) {
  if (!field->is_repeated()) return locations.GetLocation(field, -1);
  if (index < 0) return locations.GetLocation(field, 0);
  const int size = message.GetReflection()->FieldSize(message, field);
  const bool one_each = locations.GetLocation(field, size - 1).line >= 0;
  if (one_each) return locations.GetLocation(field, index);
  const bool one_for_all = locations.GetLocation(field, 1).line < 0;
  return one_for_all ? locations.GetLocation(field, 0) : TextFormat::ParseLocation();
}

}  // namespace

SourceLocation::SourceLocation(const Message& message, const Locations* locations)
    : message_(&message), locations_(locations) {}

SourceLocation SourceLocation::At(absl::string_view name, int index) const {
  const FieldDescriptor* field = message_->GetDescriptor()->FindFieldByName(std::string(name));
  const auto* reflection = message_->GetReflection();
  SourceLocation place;
  place.path_ = path_.empty() ? std::string(name) : absl::StrCat(path_, ".", name);
  if (index >= 0) absl::StrAppend(&place.path_, "[", index, "]");
  place.Locate(field, index, *this);
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return place;
  if (field->is_repeated() && index < 0) return place;
  place.message_ = field->is_repeated() ? &reflection->GetRepeatedMessage(*message_, field, index)
                                        : &reflection->GetMessage(*message_, field);
  if (locations_ != nullptr) place.locations_ = locations_->GetTreeForNested(field, index);
  return place;
}

void SourceLocation::Locate(const FieldDescriptor* field, int index, const SourceLocation& holder) {
  line_ = holder.line_;
  column_ = holder.column_;
  if (holder.locations_ == nullptr) return;
  const auto location = LocationOf(*holder.locations_, *holder.message_, field, index);
  if (location.line < 0) return;
  line_ = location.line;
  column_ = location.column;
}

void SourceLocation::Mark(v1::CatalogFault& fault) const {
  fault.set_path(path_);
  if (line_ < 0) return;
  fault.set_line(line_ + 1);
  fault.set_column(column_ + 1);
}

}  // namespace linkstat::catalog
