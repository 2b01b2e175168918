#include "tests/service/room.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "agent/service/proto_time.h"
#include "agent/store/memory_store.h"
#include "tests/support/test_catalog.h"

namespace linkstat::test {
namespace {

constexpr service::ChangeRing::Limits kRingLimits{.changes = 64, .bytes = 1 << 20};

service::AccountSettings Settings() {
  return {.email_domain = "links.example.com", .email_prefix = "link", .first_name = "Integration"};
}

// The permission's number; fails the test when there is none.
int NumberOf(absl::string_view id) {
  const auto& permissions = TestSnapshot().catalog().permissions();
  for (int i = 0; i < permissions.size(); ++i) {
    if (permissions[i].id() == id) return i;
  }
  ADD_FAILURE() << "the test catalog has no permission " << id;
  return 0;
}

v1::LinkedAccount Send(Room& room, absl::string_view id, v1::ReportServiceAccountRequest request) {
  request.mutable_report()->set_linked_account(std::string(id));
  service::SetTime(room.clock.Now(), *request.mutable_report()->mutable_observed_at());
  const auto response = room.report.Run(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->linked_account() : v1::LinkedAccount();
}

}  // namespace

absl::Time Noon() { return absl::FromCivil(absl::CivilHour(2026, 3, 1, 12), absl::UTCTimeZone()); }

core::SnapshotPtr NumberedSnapshot(v1::Catalog catalog, int number) {
  return std::make_shared<const core::Snapshot>(std::move(catalog),
                                                absl::StrFormat("%032x", number));
}

v1::Catalog CatalogWithout(absl::string_view permission_id) {
  v1::Catalog catalog = TestCatalog();
  catalog.mutable_permissions()->DeleteSubrange(NumberOf(permission_id), 1);
  return catalog;
}

v1::Catalog CatalogWithOptional(absl::string_view permission_id) {
  v1::Catalog catalog = TestCatalog();
  catalog.mutable_permissions(NumberOf(permission_id))->set_level(v1::PERMISSION_LEVEL_OPTIONAL);
  return catalog;
}

std::vector<std::string> AllPermissions() { return AllPermissionsBut(""); }

std::vector<std::string> AllPermissionsBut(absl::string_view label) {
  std::vector<std::string> labels;
  for (const v1::Permission& permission : TestSnapshot().catalog().permissions()) {
    if (permission.label() != label) labels.push_back(permission.label());
  }
  return labels;
}

Room::Room()
    : registry(NumberedSnapshot(TestCatalog(), 1), &clock),
      store(*store::MemoryStore::Create()),
      ring(kRingLimits),
      create(&accounts, &registry, &observation_clock, &random, Settings()) {
  index.Replace(std::make_unique<service::AccountTable>(registry.Current()));
  index.SetComplete();
  ring.Reset(0);
}

Room::~Room() = default;

v1::LinkedAccount Room::Create(absl::string_view id, bool transitioning) {
  v1::CreateLinkedAccountRequest request;
  request.set_id(std::string(id));
  request.mutable_identity()->set_first_name("Ana");
  request.mutable_identity()->set_work_email(absl::StrCat(id, "@example.com"));
  request.set_transitioning(transitioning);
  const auto response = create.Run(request);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  EXPECT_TRUE(response->created());
  return response->linked_account();
}

v1::LinkedAccount Room::ReportPermissions(absl::string_view id,
                                          const std::vector<std::string>& names) {
  v1::ReportServiceAccountRequest request;
  request.mutable_report()->mutable_observed()->mutable_names()->Assign(names.begin(), names.end());
  return Send(*this, id, std::move(request));
}

v1::LinkedAccount Room::ReportField(absl::string_view id, absl::string_view label,
                                    absl::string_view value) {
  v1::ReportServiceAccountRequest request;
  v1::ObservedField& field = *request.mutable_report()->mutable_form()->add_entries();
  field.set_label(std::string(label));
  field.add_values(std::string(value));
  return Send(*this, id, std::move(request));
}

void Room::Delete(absl::string_view id) {
  v1::DeleteLinkedAccountRequest request;
  request.set_id(std::string(id));
  const auto response = remove.Run(request);
  EXPECT_TRUE(response.ok()) << response.status();
}

v1::LinkedAccount Room::Get(absl::string_view id) {
  v1::GetLinkedAccountRequest request;
  request.set_id(std::string(id));
  const auto response = find.ById(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->linked_account() : v1::LinkedAccount();
}

void Room::WriteElsewhere(const std::string& id) {
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name("Eva");
  account.mutable_identity()->set_work_email(id + "@elsewhere.example");
  const auto written =
      store.target().Write({{id, 0, account.SerializeAsString(), id + "@elsewhere"}});
  ASSERT_TRUE(written.ok()) << written.status();
}

void Room::BeforeStoreCall(int nth, std::function<void()> act) {
  const int calls_before = store.calls() + nth - 1;
  store.BeforeCall([this, calls_before, act = std::move(act), done = false]() mutable {
    if (store.calls() == calls_before && !std::exchange(done, true)) act();
  });
}

void Room::BeforeWrites(int times, std::function<void()> act) {
  store.BeforeCall([times, act = std::move(act), calls = 0, acts = false]() mutable {
    if (acts || ++calls % 2 != 0 || calls > 2 * times) return;
    acts = true;
    act();
    acts = false;
  });
}

void Room::FeedRing() {
  for (bool complete = false; !complete;) {
    auto page = store.ChangesAfter(fed_, 1000);
    ASSERT_TRUE(page.ok()) << page.status();
    fed_ = page->next;
    complete = page->complete;
    ring.Append(std::move(page->changes));
  }
}

std::unique_ptr<service::AccountWatch> Room::Watch() {
  auto watch = service::AccountWatch::Open(WatchParts(), {});
  EXPECT_TRUE(watch.ok()) << watch.status();
  return std::move(*watch);
}

std::unique_ptr<service::AccountWatch> Room::Resume(absl::string_view cursor) {
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor(std::string(cursor));
  auto watch = service::AccountWatch::Open(WatchParts(), request);
  EXPECT_TRUE(watch.ok()) << watch.status();
  return std::move(*watch);
}

service::AccountFollower::Parts Room::FollowerParts() {
  return {&store, &registry, &accounts, &ring, &health, absl::Milliseconds(1), nullptr};
}

service::AccountWatch::Parts Room::WatchParts() {
  return {&accounts, &ring, &registry, &observation_clock};
}

}  // namespace linkstat::test
