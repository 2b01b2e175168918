#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

// What a store does in a second. Durable writes wait for the disk of TMPDIR:
// compare figures of one machine only.
namespace linkstat::store {
namespace {

// About the size of a stored account with its last observation.
const std::string& Value() {
  static const std::string value(300, 'v');
  return value;
}

std::string IdOf(int64_t i) { return absl::StrCat("account-", i * 2654435761 % 4294967296); }

Mutation Creation(int64_t i) {
  const std::string id = IdOf(i);
  return {.id = id, .expected = 0, .value = Value(), .key = absl::StrCat(id, "@link.example.com")};
}

// A store that the threads of one benchmark share.
struct Shared {
  test::TemporaryFolder folder;
  std::unique_ptr<SqliteStore> store = SqliteStore::OpenSqlite(folder.File("store.db")).value();
  std::atomic<int64_t> next = 0;

  void Fill(int64_t records) {
    constexpr int64_t kLot = 10000;
    while (next < records) {
      std::vector<Mutation> lot;
      while (next < records && static_cast<int64_t>(lot.size()) < kLot) {
        lot.push_back(Creation(next++));
      }
      if (!store->Write(lot).ok()) std::abort();
    }
  }
};

std::unique_ptr<Shared> shared;

void Setup(const benchmark::State&) { shared = std::make_unique<Shared>(); }
void SetupFilled(const benchmark::State& state) {
  Setup(state);
  shared->Fill(100'000);
}
void Teardown(const benchmark::State&) { shared.reset(); }

void DurableCreates(benchmark::State& state) {
  for (auto _ : state) {
    const Mutation mutation = Creation(shared->next++);
    if (!shared->store->Write({&mutation, 1}).ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DurableCreates)->Setup(Setup)->Teardown(Teardown)->UseRealTime();

void DurableUpdates(benchmark::State& state) {
  for (auto _ : state) {
    const Record record = *shared->store->Get(IdOf(shared->next++ % 100'000)).value();
    const Mutation mutation{
        .id = record.id, .expected = record.revision, .value = Value(), .key = ""};
    if (!shared->store->Write({&mutation, 1}).ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DurableUpdates)->Setup(SetupFilled)->Teardown(Teardown)->UseRealTime();

void DurableCreatesInLots(benchmark::State& state) {
  for (auto _ : state) shared->Fill(shared->next + state.range(0));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(DurableCreatesInLots)
    ->Setup(Setup)
    ->Teardown(Teardown)
    ->Arg(16)
    ->Arg(1000)
    ->UseRealTime();

void Reads(benchmark::State& state) {
  int64_t i = state.thread_index();
  for (auto _ : state) {
    i += 7919;
    benchmark::DoNotOptimize(shared->store->Get(IdOf(i % 100'000)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Reads)->Setup(SetupFilled)->Teardown(Teardown)->Threads(1)->Threads(2)->UseRealTime();

void ReadsInMemory(benchmark::State& state) {
  const auto store = MemoryStore::Create().value();
  std::vector<Mutation> lot;
  for (int64_t i = 0; i < 10'000; ++i) lot.push_back(Creation(i));
  if (!store->Write(lot).ok()) std::abort();
  int64_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(store->Get(IdOf((i += 7919) % 10'000)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ReadsInMemory);

void OnceWithManyRecords(benchmark::internal::Benchmark* benchmark) {
  benchmark->Setup(Setup)->Teardown(Teardown)->Arg(100'000)->Arg(1'000'000);
  benchmark->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
}

// What an agent with a million accounts waits for: open and check the file, and
// read every record.
void OpenAndScan(benchmark::State& state) {
  const std::string path = shared->folder.File("store.db");
  shared->Fill(state.range(0));
  shared->store.reset();
  state.counters["file_bytes"] = static_cast<double>(std::filesystem::file_size(path));
  double open_seconds = 0;
  for (auto _ : state) {
    const absl::Time start = absl::Now();
    const auto store = SqliteStore::Open(path).value();
    open_seconds += absl::ToDoubleSeconds(absl::Now() - start);
    int64_t records = 0;
    std::string after;
    while (true) {
      const auto page = store->Scan(after, 10'000).value();
      if (page.empty()) break;
      records += static_cast<int64_t>(page.size());
      after = page.back().id;
    }
    if (records != state.range(0)) state.SkipWithError("records are missing");
  }
  state.counters["open_s"] = open_seconds / static_cast<double>(state.iterations());
}
BENCHMARK(OpenAndScan)->Apply(OnceWithManyRecords);

// How long writers wait while the bytes of one deleted record are purged.
void PurgeAfterADeletion(benchmark::State& state) {
  shared->Fill(state.range(0));
  int64_t i = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Record record = *shared->store->Get(IdOf(i++)).value();
    const Mutation deletion{.id = record.id, .expected = record.revision, .value = {}, .key = ""};
    if (!shared->store->Write({&deletion, 1}).ok()) state.SkipWithError("write failed");
    state.ResumeTiming();
    if (!shared->store->Purge().ok()) state.SkipWithError("purge failed");
  }
}
BENCHMARK(PurgeAfterADeletion)->Apply(OnceWithManyRecords);

}  // namespace
}  // namespace linkstat::store
