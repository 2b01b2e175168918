#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::TestSnapshot;
using ::linkstat::test::ViolationsOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

absl::Status Check(const v1::CheckServiceAccountRequest& request) {
  return CheckServiceAccount(TestSnapshot(), request).status();
}

v1::CheckServiceAccountRequest WithEntry(std::string label, std::vector<std::string> values) {
  v1::CheckServiceAccountRequest request;
  v1::ObservedField& entry = *request.mutable_form()->add_entries();
  entry.set_label(std::move(label));
  entry.mutable_values()->Assign(values.begin(), values.end());
  return request;
}

v1::CheckServiceAccountRequest WithEntries(int count) {
  v1::CheckServiceAccountRequest request;
  for (int i = 0; i < count; ++i) {
    request.mutable_form()->add_entries()->set_label(absl::StrCat("Other ", i));
  }
  return request;
}

TEST(CheckServiceAccountBounds, TakeAHundredEntries) {
  EXPECT_EQ(Check(WithEntries(100)).code(), absl::StatusCode::kOk);
}

TEST(CheckServiceAccountBounds, RefuseMoreThanAHundredEntries) {
  EXPECT_THAT(ViolationsOf(Check(WithEntries(101))),
              ElementsAre("form.entries has 101 entries, more than 100"));
}

TEST(CheckServiceAccountBounds, TakeALabelOf256Bytes) {
  EXPECT_TRUE(Check(WithEntry(std::string(256, 'x'), {})).ok());
}

TEST(CheckServiceAccountBounds, RefuseALongerLabel) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry(std::string(257, 'x'), {}))),
              ElementsAre("form.entries[0].label has 257 bytes, more than 256"));
}

TEST(CheckServiceAccountBounds, RefuseALabelWithoutAVisibleCharacter) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("", {}))),
              ElementsAre("form.entries[0].label is empty or blank"));
  EXPECT_THAT(ViolationsOf(Check(WithEntry(" ", {}))),
              ElementsAre("form.entries[0].label is empty or blank"));
}

TEST(CheckServiceAccountBounds, RefuseControlCharactersInALabel) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title\n", {}))),
              ElementsAre("form.entries[0].label holds a control character"));
}

TEST(CheckServiceAccountBounds, RefuseALabelThatIsNotUtf8) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title\xff", {}))),
              ElementsAre("form.entries[0].label is not valid UTF-8"));
}

TEST(CheckServiceAccountBounds, TakeEightValuesOfAThousandBytes) {
  EXPECT_TRUE(Check(WithEntry("Title", std::vector<std::string>(8, std::string(1000, 'x')))).ok());
}

TEST(CheckServiceAccountBounds, RefuseMoreThanEightValues) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title", std::vector<std::string>(9, "x")))),
              ElementsAre("form.entries[0].values has 9 entries, more than 8"));
}

TEST(CheckServiceAccountBounds, RefuseALongerValue) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title", {"x", std::string(1001, 'x')}))),
              ElementsAre("form.entries[0].values[1] has 1001 bytes, more than 1000"));
}

TEST(CheckServiceAccountBounds, RefuseControlCharactersInAValue) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title", {std::string("a\0b", 3)}))),
              ElementsAre("form.entries[0].values[0] holds a control character"));
}

TEST(CheckServiceAccountBounds, RefuseAValueThatIsNotUtf8) {
  EXPECT_THAT(ViolationsOf(Check(WithEntry("Title", {"\xc0\xaf"}))),
              ElementsAre("form.entries[0].values[0] is not valid UTF-8"));
}

TEST(CheckServiceAccountBounds, RejectTwoEntriesThatNameOneFieldAndNameBoth) {
  v1::CheckServiceAccountRequest request = WithEntry("Last Name", {"a"});
  request.mutable_form()->add_entries()->set_label("Title");
  request.mutable_form()->add_entries()->set_label("last  name");
  request.mutable_form()->add_entries()->set_label("Surname");

  EXPECT_THAT(ViolationsOf(Check(request)),
              ElementsAre("form.entries[2].label names the same field as form.entries[0].label",
                          "form.entries[3].label names the same field as form.entries[0].label"));
}

TEST(CheckServiceAccountBounds, ReportEveryFaultOfTheRequestAtOnce) {
  const auto request = test::ParseProto<v1::CheckServiceAccountRequest>(R"pb(
    form {
      entries { label: "" values: "\001" }
      entries { label: "Title" }
      entries { label: "title" }
    }
    observed { names: "Manage Employees" names: "" }
    expected_identity { first_name: " " work_email: "nobody" }
    view: 7
    expected_revision: "short"
  )pb");

  EXPECT_THAT(ViolationsOf(Check(request)),
              ElementsAre("form.entries[0].label is empty or blank",
                          "form.entries[0].values[0] holds a control character",
                          "form.entries[2].label names the same field as form.entries[1].label",
                          "observed.names[1] is empty or blank",
                          "expected_identity.first_name is empty or blank",
                          "expected_identity.work_email is not an address of the form local@domain",
                          "view is not a value of View",
                          "expected_revision is not 32 lower-case hexadecimal digits"));
  EXPECT_EQ(test::ReasonOf(Check(request)), "INVALID_FIELD");
}

TEST(CheckServiceAccountBounds, QuoteNoValueOfTheRequest) {
  const absl::Status status = Check(WithEntry("secret-label\n", {"secret-value\n"}));

  EXPECT_THAT(status.ToString(), Not(HasSubstr("secret")));
}

TEST(CheckServiceAccountBounds, RefuseAnotherRevisionThanTheOneServed) {
  v1::CheckServiceAccountRequest request;
  request.set_expected_revision("ffffffffffffffffffffffffffffffff");

  const absl::Status status = Check(request);

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(status), "REVISION_MISMATCH");
  EXPECT_EQ(test::MetadataOf(status, "served_revision"), test::kTestRevision);
}

}  // namespace
}  // namespace linkstat::core
