#include "agent/store/meta_page.h"

#include <cstdint>
#include <string>

namespace linkstat::store {
namespace {

constexpr char kTableLeaf = 0x0d;
constexpr size_t kCellCountAt = 3;
constexpr size_t kFirstCellAt = 8;

// Reads from the front of bytes that may be anything. After a failure every
// further read fails as well.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes) : left_(bytes) {}

  bool failed() const { return failed_; }

  absl::string_view Bytes(uint64_t size) {
    failed_ = failed_ || size > left_.size();
    if (failed_) return "";
    const absl::string_view bytes = left_.substr(0, size);
    left_.remove_prefix(size);
    return bytes;
  }

  // In two's complement, the greatest byte first; at most 8 bytes.
  int64_t Integer(size_t size) {
    const absl::string_view bytes = Bytes(size);
    const bool negative = !bytes.empty() && (bytes[0] & 0x80) != 0;
    uint64_t value = negative ? ~uint64_t{0} : 0;
    for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
    return static_cast<int64_t>(value);
  }

  uint64_t Varint() {
    uint64_t value = 0;
    for (int i = 0; i < 9; ++i) {
      const absl::string_view byte = Bytes(1);
      if (byte.empty()) return 0;
      const auto bits = static_cast<uint8_t>(byte[0]);
      if (i == 8) return value << 8 | bits;
      value = value << 7 | (bits & 0x7f);
      if ((bits & 0x80) == 0) break;
    }
    return value;
  }

 private:
  absl::string_view left_;
  bool failed_ = false;
};

// The values of a record, in the order of its columns.
class RowReader {
 public:
  explicit RowReader(absl::string_view record) : types_(""), values_("") {
    ByteReader whole(record);
    const uint64_t header = whole.Varint();
    if (whole.failed() || header > record.size()) return;
    types_ = ByteReader(record.substr(0, header));
    types_.Varint();
    values_ = ByteReader(record.substr(header));
  }

  bool failed() const { return types_.failed() || values_.failed(); }

  void SkipNull() { wrong_ = wrong_ || types_.Varint() != 0; }

  std::string Blob() {
    const uint64_t type = types_.Varint();
    wrong_ = wrong_ || type < 12 || type % 2 != 0;
    return wrong_ ? "" : std::string(values_.Bytes((type - 12) / 2));
  }

  int64_t Integer() {
    constexpr size_t kSizes[] = {0, 1, 2, 3, 4, 6, 8};
    const uint64_t type = types_.Varint();
    if (type == 8 || type == 9) return static_cast<int64_t>(type - 8);
    wrong_ = wrong_ || type < 1 || type > 6;
    return wrong_ ? 0 : values_.Integer(kSizes[type]);
  }

  bool sound() const { return !wrong_ && !failed(); }

 private:
  ByteReader types_;
  ByteReader values_;
  bool wrong_ = false;
};

// The record of the page's only cell; empty when there is none.
absl::string_view OnlyRecord(absl::string_view page) {
  if (page.size() < kFirstCellAt + 2 || page[0] != kTableLeaf) return "";
  const auto at = [&](size_t offset) {
    return static_cast<size_t>(ByteReader(page.substr(offset)).Integer(2) & 0xffff);
  };
  if (at(kCellCountAt) != 1 || at(kFirstCellAt) > page.size()) return "";
  ByteReader cell(page.substr(at(kFirstCellAt)));
  const uint64_t size = cell.Varint();
  cell.Varint();  // The row's id.
  return cell.Bytes(size);
}

}  // namespace

std::optional<Meta> ParseMetaPage(absl::string_view page) {
  RowReader row(OnlyRecord(page));
  Meta meta;
  row.SkipNull();  // `one` is the row's id.
  meta.store_id = row.Blob();
  meta.secret = row.Blob();
  meta.last_revision = static_cast<Revision>(row.Integer());
  const int64_t checksum = row.Integer();
  meta.changes_floor = static_cast<Revision>(row.Integer());
  meta.purge_due = row.Integer() != 0;
  if (!row.sound() || !IsSound(meta) || checksum != MetaChecksum(meta)) return std::nullopt;
  return meta;
}

}  // namespace linkstat::store
