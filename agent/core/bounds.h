#ifndef LINKSTAT_AGENT_CORE_BOUNDS_H_
#define LINKSTAT_AGENT_CORE_BOUNDS_H_

// The bounds that the protos document, in one place for the checks of requests
// and of catalogs. Sizes are in bytes of UTF-8.
namespace linkstat::core {

inline constexpr int kMaxObservedNames = 1000;
inline constexpr int kMaxNameSize = 256;
inline constexpr int kMaxBatch = 1000;
inline constexpr int kMaxFormEntries = 100;
inline constexpr int kMaxFormValues = 8;
inline constexpr int kMaxFormValueSize = 1000;
inline constexpr int kMaxFirstNameSize = 100;
inline constexpr int kMaxEmailSize = 254;
inline constexpr int kMaxEmailLocalSize = 64;
inline constexpr int kMaxSuggestions = 3;
inline constexpr int kRevisionSize = 32;

inline constexpr int kMaxIdSize = 63;
inline constexpr int kMaxLabelSize = 200;
inline constexpr int kMaxTextSize = 2000;
inline constexpr int kMaxUriSize = 2000;
inline constexpr int kMaxList = 64;
inline constexpr int kMaxPermissions = 1000;
inline constexpr int kMinValueParts = 2;
inline constexpr int kMaxValueParts = 8;
inline constexpr int kMaxCatalogTextSize = 1 << 20;

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_BOUNDS_H_
