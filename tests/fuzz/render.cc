// The guide as a document for an identity: an input's first line is the first
// name, the rest the work email. Whatever they hold, the document has the
// structure that it has for a harmless identity.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "agent/catalog/load.h"
#include "agent/core/linking.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

constexpr char kHarmlessName[] = "Mia";
constexpr char kHarmlessEmail[] = "mia@example.com";

absl::StatusOr<std::string> Render(absl::string_view first_name, absl::string_view work_email,
                                   v1::Render render) {
  v1::GetLinkingDetailsRequest request;
  request.mutable_identity()->set_first_name(std::string(first_name));
  request.mutable_identity()->set_work_email(std::string(work_email));
  request.set_transitioning(true);
  request.set_render(render);
  auto response = core::GetLinkingDetails(*catalog::EmbeddedCatalog(), request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_document()->mutable_content());
}

auto Count(absl::string_view text, char c) { return std::count(text.begin(), text.end(), c); }

void RequireNoMarkup(absl::string_view html, absl::string_view harmless) {
  for (const char c : {'<', '>', '"', '\''}) {
    Require(Count(html, c) == Count(harmless, c), "HTML holds no markup from a value");
  }
  for (size_t at = html.find('&'); at != html.npos; at = html.find('&', at + 1)) {
    const absl::string_view rest = html.substr(at);
    Require(absl::StartsWith(rest, "&amp;") || absl::StartsWith(rest, "&lt;") ||
                absl::StartsWith(rest, "&gt;") || absl::StartsWith(rest, "&quot;") ||
                absl::StartsWith(rest, "&#39;"),
            "HTML holds no ampersand that is not escaped");
  }
}

// With one space for any white space: a line of text is broken where it gets too
// long, though never within a value.
std::string OnOneLine(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
}

// The document of a harmless identity with these values in its place.
std::string Filled(absl::string_view harmless, absl::string_view first_name,
                   absl::string_view work_email) {
  return absl::StrReplaceAll(harmless, {{kHarmlessName, first_name}, {kHarmlessEmail, work_email}});
}

void Run(absl::string_view input) {
  const std::pair<absl::string_view, absl::string_view> identity =
      absl::StrSplit(input, absl::MaxSplits('\n', 1));
  for (const v1::Render render : {v1::RENDER_TEXT, v1::RENDER_MARKDOWN, v1::RENDER_HTML}) {
    const auto document = Render(identity.first, identity.second, render);
    if (!document.ok()) {
      return Require(absl::IsInvalidArgument(document.status()), "a bad identity is refused");
    }
    const auto harmless = Render(kHarmlessName, kHarmlessEmail, render);
    if (render == v1::RENDER_TEXT) {
      Require(OnOneLine(*document) == OnOneLine(Filled(*harmless, identity.first, identity.second)),
              "a value changes nothing but where lines are broken");
    } else {
      Require(Count(*document, '\n') == Count(*harmless, '\n'), "a value adds no line");
    }
    if (render == v1::RENDER_HTML) {
      RequireNoMarkup(*document, *harmless);
    } else {
      Require(absl::StrContains(*document, identity.first) &&
                  absl::StrContains(*document, identity.second),
              "values are shown to the letter");
    }
  }
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
