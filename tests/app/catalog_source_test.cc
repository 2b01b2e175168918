#include "agent/app/catalog_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/captured_log.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

using testing::HasSubstr;

agent::v1::AgentConfig ConfigWith(const std::string& catalog) {
  auto config =
      test::ParseProto<agent::v1::AgentConfig>("catalog_poll_interval { nanos: 50000000 }");
  config.set_catalog(catalog);
  return config;
}

TEST(CatalogSource, IsTheOneInTheAgentByDefault) {
  EXPECT_EQ(LoadFirstCatalog({}).snapshot, catalog::EmbeddedCatalog());
}

TEST(CatalogSource, LogsEveryFaultOfAFileWithItsPlace) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("catalog.textproto");
  test::WriteBytes(path, "one: 1\ntwo: 2\n");
  const catalog::LoadResult result = LoadFirstCatalog(ConfigWith(path));
  EXPECT_EQ(result.snapshot, nullptr);
  test::CapturedLog sink;
  LogCatalogFaults(ConfigWith(path), result, telemetry::Log({}, &sink));
  EXPECT_THAT(sink.lines(),
              testing::IsSupersetOf({HasSubstr(path + ":1:"), HasSubstr(path + ":2:")}));
}

TEST(CatalogSource, NeedsNoReloaderForTheOneInTheAgent) {
  catalog::Registry registry(catalog::EmbeddedCatalog());
  test::CapturedLog sink;
  const telemetry::Log log({}, &sink);
  AgentMetrics metrics;
  const auto reloader = StartReloader({}, &registry, &metrics, &log);
  ASSERT_TRUE(reloader.ok());
  EXPECT_EQ(*reloader, nullptr);
}

TEST(CatalogSource, ServesAChangedFileAndLogsIt) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("catalog.textproto");
  const std::string text(catalog::EmbeddedCatalogText());
  test::WriteBytes(path, text);
  catalog::Registry registry(catalog::EmbeddedCatalog());
  test::CapturedLog sink;
  const telemetry::Log log({}, &sink);
  AgentMetrics metrics;
  const auto reloader = StartReloader(ConfigWith(path), &registry, &metrics, &log);
  ASSERT_TRUE(reloader.ok());
  test::WriteBytes(path, text + "notes { id: 'more' text: 'More.' origin: FACT_ORIGIN_STATED }\n");
  const std::string line = sink.WaitFor("catalog loaded");
  EXPECT_THAT(line, HasSubstr(registry.Current()->revision()));
  EXPECT_EQ(registry.Current()->catalog().notes().rbegin()->text(), "More.");
}

TEST(CatalogSource, KeepsTheLastGoodCatalogAndLogsWhy) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("catalog.textproto");
  test::WriteBytes(path, catalog::EmbeddedCatalogText());
  catalog::Registry registry(catalog::EmbeddedCatalog());
  test::CapturedLog sink;
  const telemetry::Log log({}, &sink);
  AgentMetrics metrics;
  const auto reloader = StartReloader(ConfigWith(path), &registry, &metrics, &log);
  ASSERT_TRUE(reloader.ok());
  test::WriteBytes(path, "nonsense: 1\n");
  EXPECT_THAT(sink.WaitFor("catalog rejected"), HasSubstr("\"level\":\"error\""));
  EXPECT_THAT(sink.lines(), testing::Contains(HasSubstr(path + ":1:")));
  EXPECT_EQ(registry.Current(), catalog::EmbeddedCatalog());
}

}  // namespace
}  // namespace linkstat::app
