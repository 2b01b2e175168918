// The page of a store's file with the store's own row, whatever it holds.

#include "agent/store/meta_page.h"

#include "agent/store/key_digest.h"
#include "agent/store/store.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using linkstat::fuzz::Require;
  const auto row = linkstat::store::ParseMetaPage(linkstat::fuzz::TextOf(data, size));
  if (!row.has_value()) return 0;
  Require(row->store_id.empty() || row->store_id.size() == linkstat::store::kIdentityBytes,
          "an identity has its size or is absent");
  Require(row->secret.size() == linkstat::store::kDigestBytes, "a secret has its size");
  return 0;
}
