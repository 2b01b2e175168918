// What a decision on observed permissions costs: time and, as `allocations`,
// calls of operator new, both for one decision.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/core/decide.h"
#include "agent/core/linking.h"
#include "tests/support/allocation_counter.h"

namespace linkstat::core {
namespace {

const std::vector<std::string> kLabels = {
    "Edit Company Settings",         "Manage Employees",
    "View all employee information", "View basic employee information",
    "Upload and View all Documents", "View Invoices and Reporting",
};

const std::vector<std::string> kSpellings = {
    "edit company settings",          "MANAGE EMPLOYEES",
    "View  all employee information", "View basic employee-information",
    "Upload & View all Documents",    "\"View Invoices and Reporting\"",
};

std::string LabelOf(int permission) {
  const size_t number = static_cast<size_t>(permission);
  return number < kLabels.size() ? kLabels[number]
                                 : absl::StrCat("View the documents of branch ", permission);
}

// A catalog of seven data domains, each permission feeding three of them.
SnapshotPtr SnapshotWith(int permissions) {
  constexpr int kDomains = 7;
  v1::Catalog catalog;
  for (int i = 0; i < kDomains; ++i) {
    v1::DataDomain& domain = *catalog.add_data_domains();
    domain.set_id(absl::StrCat("domain-", i));
    domain.set_label(absl::StrCat("Domain ", i));
  }
  for (int i = 0; i < permissions; ++i) {
    v1::Permission& permission = *catalog.add_permissions();
    permission.set_id(absl::StrCat("permission-", i));
    permission.set_label(LabelOf(i));
    permission.set_level(v1::PERMISSION_LEVEL_REQUIRED);
    permission.set_rationale("The reports of the integration are read through this permission.");
    permission.set_remediation("Grant it on the permissions page of the service account.");
    for (int j = 0; j < 3; ++j) {
      permission.add_data_domain_ids(catalog.data_domains((i + j) % kDomains).id());
    }
  }
  return std::make_shared<const Snapshot>(std::move(catalog), std::string(32, '0'));
}

v1::ObservedPermissions Observed(const std::vector<std::string>& names) {
  v1::ObservedPermissions observed;
  for (const std::string& name : names) observed.add_names(name);
  return observed;
}

v1::ObservedPermissions FirstLabels(int count) {
  v1::ObservedPermissions observed;
  for (int i = 0; i < count; ++i) observed.add_names(LabelOf(i));
  return observed;
}

// Runs `answer` for as long as the benchmark asks.
template <typename Answer>
void Measure(benchmark::State& state, Answer answer) {
  const int64_t before = test::Allocations();
  for (auto _ : state) {
    auto result = answer();
    benchmark::DoNotOptimize(result);
  }
  state.counters["allocations"] = benchmark::Counter(
      static_cast<double>(test::Allocations() - before), benchmark::Counter::kAvgIterations);
}

void MeasureDecide(benchmark::State& state, const Snapshot& snapshot,
                   const v1::ObservedPermissions& observed) {
  Measure(state, [&] { return Decide(snapshot, &observed); });
}

void MeasureCheck(benchmark::State& state, const Snapshot& snapshot,
                  const v1::ObservedPermissions& observed, v1::View view) {
  v1::CheckPermissionsRequest request;
  *request.mutable_observed() = observed;
  request.set_view(view);
  Measure(state, [&] { return CheckPermissions(snapshot, request); });
}

void BM_DecideSixLabels(benchmark::State& state) {
  MeasureDecide(state, *SnapshotWith(6), Observed(kLabels));
}
BENCHMARK(BM_DecideSixLabels);

void BM_DecideSixOtherSpellings(benchmark::State& state) {
  MeasureDecide(state, *SnapshotWith(6), Observed(kSpellings));
}
BENCHMARK(BM_DecideSixOtherSpellings);

void BM_DecideCatalogAndNames(benchmark::State& state) {
  MeasureDecide(state, *SnapshotWith(static_cast<int>(state.range(0))),
                FirstLabels(static_cast<int>(state.range(1))));
}
BENCHMARK(BM_DecideCatalogAndNames)
    ->ArgNames({"permissions", "names"})
    ->ArgsProduct({{6, 60, 600}, {1, 6}})
    ->Args({60, 60})
    ->Args({600, 600});

void BM_CheckPermissionsBasic(benchmark::State& state) {
  MeasureCheck(state, *SnapshotWith(6), Observed(kLabels), v1::VIEW_BASIC);
}
BENCHMARK(BM_CheckPermissionsBasic);

void BM_CheckPermissionsFull(benchmark::State& state) {
  MeasureCheck(state, *SnapshotWith(6), Observed(kLabels), v1::VIEW_FULL);
}
BENCHMARK(BM_CheckPermissionsFull);

void BM_CheckPermissionsOtherSpellings(benchmark::State& state) {
  MeasureCheck(state, *SnapshotWith(6), Observed(kSpellings), v1::VIEW_BASIC);
}
BENCHMARK(BM_CheckPermissionsOtherSpellings);

void BM_CheckPermissionsCatalog(benchmark::State& state) {
  const int permissions = static_cast<int>(state.range(0));
  MeasureCheck(state, *SnapshotWith(permissions), FirstLabels(permissions), v1::VIEW_BASIC);
}
BENCHMARK(BM_CheckPermissionsCatalog)->ArgName("permissions")->Arg(6)->Arg(60)->Arg(600);

// A name of 256 bytes, made of words that every label of the catalog has, or of
// many different pairs of letters.
std::string LongName(int number, bool like_labels) {
  std::string name = absl::StrCat(number, " ");
  for (int i = 0; name.size() < 256; ++i) {
    if (like_labels) {
      name += "View the documents of branch ";
    } else {
      name += static_cast<char>('a' + (i * i + number) % 26);
    }
  }
  name.resize(256);
  return name;
}

// The most that a request can ask of the search for near names.
void BM_CheckPermissionsUnrecognized(benchmark::State& state) {
  v1::ObservedPermissions observed;
  for (int i = 0; i < 1000; ++i) observed.add_names(LongName(i, state.range(0) != 0));
  MeasureCheck(state, *SnapshotWith(1000), observed, v1::VIEW_BASIC);
}
BENCHMARK(BM_CheckPermissionsUnrecognized)
    ->ArgName("like_labels")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace linkstat::core
