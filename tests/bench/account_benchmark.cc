#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_follower.h"
#include "agent/service/account_index.h"
#include "agent/service/account_store.h"
#include "agent/service/account_table.h"
#include "agent/service/change_ring.h"
#include "agent/service/create_account.h"
#include "agent/service/find_account.h"
#include "agent/service/list_accounts.h"
#include "agent/service/preview_impact.h"
#include "agent/service/report_account.h"
#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"
#include "tests/bench/lifelike_accounts.h"
#include "tests/support/temporary_folder.h"

// What linked accounts cost: to keep, to derive, to list, to start with.
namespace linkstat::service {
namespace {

core::SnapshotPtr Snapshot(int number) {
  v1::Catalog catalog = catalog::EmbeddedCatalog()->catalog();
  // Another fact in every second one, so that accounts move.
  if (number % 2 == 1) catalog.mutable_permissions()->DeleteSubrange(0, 1);
  return std::make_shared<const core::Snapshot>(std::move(catalog),
                                                absl::StrFormat("%032x", number));
}

void Fill(AccountTable& table, int accounts) {
  std::mt19937 random(1);
  store::v1::StoredFacts facts;
  for (int i = 0; i < accounts; ++i) {
    const AccountRecord record = bench::Account(i, random);
    if (!facts.ParseFromString(record.account.SerializeAsString()) ||
        !table.Put(record.id, record.revision, facts).ok()) {
      std::abort();
    }
  }
}

// The bytes that the program has allocated and not given back.
double Allocated() { return static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd); }

void BM_Rederive(benchmark::State& state) {
  AccountTable table(Snapshot(0));
  Fill(table, static_cast<int>(state.range(0)));
  int number = 0;
  for (auto _ : state) table.Rederive(Snapshot(++number));
}
BENCHMARK(BM_Rederive)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_MemoryOfTheTable(benchmark::State& state) {
  for (auto _ : state) {
    const double before = Allocated();
    AccountTable table(Snapshot(0));
    Fill(table, 100'000);
    state.counters["bytes_per_account"] = (Allocated() - before) / 100'000;
  }
}
BENCHMARK(BM_MemoryOfTheTable)->Iterations(1)->Unit(benchmark::kMillisecond);

// Everything that a use case needs.
struct Room {
  explicit Room(std::unique_ptr<store::Store> empty_store, int count = 0)
      : store(std::move(empty_store)) {
    bench::Fill(*store, count);
  }

  void Start() {
    follower = AccountFollower::Start({store.get(), &registry, &accounts, &ring, &health});
    index.WaitUntilComplete(absl::InfiniteDuration());
  }

  catalog::Registry registry{Snapshot(0)};
  ObservationClock clock{&Clock::System()};
  std::unique_ptr<store::Store> store;
  AccountIndex index{&registry};
  StoreHealth health{nullptr};
  AccountStore accounts{store.get(), &index, &health};
  ChangeRing ring{{}};
  CreateAccount create{&accounts,
                       &registry,
                       &clock,
                       &Random::System(),
                       {"links.example.com", "link", "Integration"}};
  FindAccount find{&accounts, &registry, &clock};
  ReportAccount report{&accounts, &registry, &clock};
  ListAccounts list{&accounts, &registry, &clock};
  PreviewImpact preview{&accounts, &registry};
  std::unique_ptr<AccountFollower> follower;
};

std::unique_ptr<Room> InMemory(int accounts) {
  return std::make_unique<Room>(store::MemoryStore::Create().value(), accounts);
}

void BM_Start(benchmark::State& state) {
  const auto room = InMemory(static_cast<int>(state.range(0)));
  for (auto _ : state) room->Start();
}
BENCHMARK(BM_Start)->Arg(1'000'000)->Iterations(1)->Unit(benchmark::kMillisecond);

// A page of 100 of the eighth part of the accounts that misses a permission.
void BM_ListPage(benchmark::State& state) {
  const auto room = InMemory(static_cast<int>(state.range(0)));
  room->Start();
  v1::ListLinkedAccountsRequest request;
  request.set_state(v1::LINK_STATE_ACTION_REQUIRED);
  request.set_missing_permission("manage-employees");
  for (auto _ : state) {
    request.set_page_token(room->list.List(request).value().next_page_token());
  }
}
BENCHMARK(BM_ListPage)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void BM_Preview(benchmark::State& state) {
  const auto room = InMemory(static_cast<int>(state.range(0)));
  room->Start();
  room->registry.Publish(Snapshot(1));
  room->registry.Publish(Snapshot(2));
  v1::PreviewCatalogImpactRequest request;
  request.mutable_catalog()->set_revision(Snapshot(1)->revision());
  for (auto _ : state) benchmark::DoNotOptimize(room->preview.Run(request).value());
}
BENCHMARK(BM_Preview)->Arg(100'000)->Unit(benchmark::kMillisecond);

// The room that the threads of a benchmark share, on SQLite.
struct Durable {
  test::TemporaryFolder folder;
  Room room{store::SqliteStore::OpenSqlite(folder.File("store.db")).value(), 10'000};
};

std::unique_ptr<Durable> durable;

void SetUp(const benchmark::State&) {
  durable = std::make_unique<Durable>();
  durable->room.Start();
}
void TearDown(const benchmark::State&) { durable.reset(); }

std::string AnyId(std::mt19937& random) {
  return absl::StrFormat("customer-%09d", random() % 10'000);
}

v1::ServiceAccountReport AnyReport(std::mt19937& random) {
  v1::ServiceAccountReport report;
  report.set_linked_account(AnyId(random));
  report.mutable_observed_at()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  report.mutable_observed_at()->set_nanos(static_cast<int>(random() % 1'000'000'000));
  report.mutable_observed()->add_names("Manage Employees");
  return report;
}

// Writes so many requests of a use case in a batch.
template <typename UseCase, typename NewRequest>
void WriteBatches(benchmark::State& state, const UseCase& use_case, NewRequest new_request) {
  for (auto _ : state) {
    std::vector<typename UseCase::Request> requests;
    for (int i = 0; i < state.range(0); ++i) requests.push_back(new_request());
    std::vector<const typename UseCase::Request*> batch;
    for (const auto& request : requests) batch.push_back(&request);
    for (const auto& result : RunTogether(durable->room.accounts, use_case, batch)) {
      if (!result.ok()) state.SkipWithError("write failed");
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_DurableCreate(benchmark::State& state) {
  WriteBatches(state, durable->room.create, [] { return v1::CreateLinkedAccountRequest(); });
}
BENCHMARK(BM_DurableCreate)->Setup(SetUp)->Teardown(TearDown)->Arg(1)->Arg(16)->UseRealTime();

void BM_DurableReport(benchmark::State& state) {
  std::mt19937 random(1);
  WriteBatches(state, durable->room.report, [&] {
    v1::ReportServiceAccountRequest request;
    *request.mutable_report() = AnyReport(random);
    return request;
  });
}
BENCHMARK(BM_DurableReport)->Setup(SetUp)->Teardown(TearDown)->Arg(1)->Arg(16)->UseRealTime();

void BM_DurableReportStream(benchmark::State& state) {
  std::mt19937 random(1);
  ReportStream stream(&durable->room.accounts, &durable->room.registry, &durable->room.clock);
  for (auto _ : state) {
    v1::ReportServiceAccountsRequest request;
    for (int i = 0; i < 1000; ++i) *request.add_reports() = AnyReport(random);
    if (!stream.Add(request).ok()) state.SkipWithError("report failed");
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(BM_DurableReportStream)->Setup(SetUp)->Teardown(TearDown)->UseRealTime();

void BM_Get(benchmark::State& state) {
  std::mt19937 random(state.thread_index());
  v1::GetLinkedAccountRequest request;
  for (auto _ : state) {
    request.set_id(AnyId(random));
    if (!durable->room.find.ById(request).ok()) state.SkipWithError("get failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Get)->Setup(SetUp)->Teardown(TearDown)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
}  // namespace linkstat::service
