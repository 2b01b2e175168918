#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/core/linking.h"
#include "agent/core/render.h"
#include "agent/core/text.h"
#include "google/protobuf/message.h"
#include "tests/core/html_tree.h"
#include "tests/core/markdown_tree.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::HtmlTree;
using ::linkstat::test::MarkdownTree;
using ::linkstat::test::TableRow;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::LinkIdentity IdentityWith(const std::string& first_name, const std::string& work_email) {
  v1::LinkIdentity identity;
  identity.set_first_name(first_name);
  identity.set_work_email(work_email);
  return identity;
}

v1::GetLinkingDetailsResponse DetailsFor(const v1::LinkIdentity& identity) {
  v1::GetLinkingDetailsRequest request;
  *request.mutable_identity() = identity;
  request.set_transitioning(true);
  request.set_view(v1::VIEW_FULL);
  auto details = GetLinkingDetails(test::TestSnapshot(), request);
  EXPECT_TRUE(details.ok()) << details.status();
  return details.ok() ? *std::move(details) : v1::GetLinkingDetailsResponse();
}

// An email address that holds of the value what an address may.
std::string EmailWith(const std::string& value) {
  std::string local;
  for (char c : value) {
    if (!EmailFault(absl::StrCat(std::string(1, c), "@b")).has_value()) local += c;
  }
  return absl::StrCat(local.empty() ? "mia" : local, "@example.com");
}

// Makes every string of `message` `value`, that of every message within too.
void SetEveryString(const std::string& value, google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        SetEveryString(value, field->is_repeated()
                                  ? *reflection.MutableRepeatedMessage(&message, field, i)
                                  : *reflection.MutableMessage(&message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        field->is_repeated() ? reflection.SetRepeatedString(&message, field, i, value)
                             : reflection.SetString(&message, field, value);
      }
    }
  }
}

v1::GetLinkingDetailsResponse DetailsOfNothingBut(const std::string& value) {
  v1::GetLinkingDetailsResponse details = DetailsFor(IdentityWith("Mia", "mia@example.com"));
  SetEveryString(value, details);
  return details;
}

std::string Render(const v1::GetLinkingDetailsResponse& details, v1::Render render) {
  return RenderGuide(details, render).content();
}

class HostileValue : public testing::TestWithParam<TableRow> {
 protected:
  const std::string value_ = GetParam().cells[0];
};

TEST_P(HostileValue, InTheIdentityAddsNoElementOrAttributeToHtml) {
  const auto hostile = DetailsFor(IdentityWith(value_, EmailWith(value_)));
  const auto harmless = DetailsFor(IdentityWith("Mia", "mia@example.com"));

  EXPECT_EQ(HtmlTree(Render(hostile, v1::RENDER_HTML)).Skeleton(),
            HtmlTree(Render(harmless, v1::RENDER_HTML)).Skeleton());
}

TEST_P(HostileValue, InTheIdentityIsShownToTheLetterInHtml) {
  const HtmlTree html(Render(DetailsFor(IdentityWith(value_, EmailWith(value_))), v1::RENDER_HTML));

  EXPECT_THAT(html.TextsAt("//tr[th='First Name']/td[1]"), ElementsAre(value_));
  EXPECT_THAT(html.TextsAt("//tr[th='Work Email']/td[1]"), ElementsAre(EmailWith(value_)));
}

TEST_P(HostileValue, InTheIdentityAddsNoMarkupToMarkdown) {
  const auto hostile = DetailsFor(IdentityWith(value_, EmailWith(value_)));
  const auto harmless = DetailsFor(IdentityWith("Mia", "mia@example.com"));

  EXPECT_EQ(MarkdownTree(Render(hostile, v1::RENDER_MARKDOWN)).Skeleton(),
            MarkdownTree(Render(harmless, v1::RENDER_MARKDOWN)).Skeleton());
}

TEST_P(HostileValue, InTheIdentityIsShownToTheLetterInMarkdown) {
  const MarkdownTree markdown(
      Render(DetailsFor(IdentityWith(value_, EmailWith(value_))), v1::RENDER_MARKDOWN));

  EXPECT_THAT(markdown.CodeSpans(), Contains(value_).Times(1));
  EXPECT_THAT(markdown.CodeSpans(), Contains(EmailWith(value_)).Times(1));
  EXPECT_THAT(markdown.Blocks(), Contains(absl::StrCat("First Name: ", value_)));
}

TEST_P(HostileValue, InTheIdentityIsShownToTheLetterInText) {
  const std::string text =
      Render(DetailsFor(IdentityWith(value_, EmailWith(value_))), v1::RENDER_TEXT);

  EXPECT_THAT(text, HasSubstr(absl::StrCat("First Name: ", value_, "\n")));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("Work Email: ", EmailWith(value_), "\n")));
}

TEST_P(HostileValue, InEveryStringOfTheGuideAddsNoElementOrAttributeToHtml) {
  const HtmlTree html(Render(DetailsOfNothingBut(value_), v1::RENDER_HTML));

  EXPECT_EQ(html.Skeleton(),
            HtmlTree(Render(DetailsOfNothingBut("x"), v1::RENDER_HTML)).Skeleton());
  EXPECT_THAT(html.TextsAt("//h1"), ElementsAre(absl::StrCat("Link your ", value_, " account")));
}

TEST_P(HostileValue, InEveryStringOfTheGuideAddsNoMarkupToMarkdown) {
  const MarkdownTree markdown(Render(DetailsOfNothingBut(value_), v1::RENDER_MARKDOWN));

  EXPECT_EQ(markdown.Skeleton(),
            MarkdownTree(Render(DetailsOfNothingBut("x"), v1::RENDER_MARKDOWN)).Skeleton());
  EXPECT_EQ(markdown.Blocks().front(), absl::StrCat("Link your ", value_, " account"));
  EXPECT_THAT(markdown.Blocks(), Contains(value_));
}

INSTANTIATE_TEST_SUITE_P(Table, HostileValue,
                         testing::ValuesIn(test::ReadTable("tests/cases/guide/hostile_values.tsv",
                                                           1)),
                         test::NameOfCase);

TEST(RenderGuide, KeepsSpacesAroundAValue) {
  const auto details = DetailsFor(IdentityWith("  Mia  ", "mia@example.com"));

  EXPECT_THAT(MarkdownTree(Render(details, v1::RENDER_MARKDOWN)).CodeSpans(), Contains("  Mia  "));
  EXPECT_THAT(HtmlTree(Render(details, v1::RENDER_HTML)).TextsAt("//tr[th='First Name']/td[1]"),
              ElementsAre("  Mia  "));
  EXPECT_THAT(Render(details, v1::RENDER_TEXT), HasSubstr("First Name:   Mia  \n"));
}

}  // namespace
}  // namespace linkstat::core
