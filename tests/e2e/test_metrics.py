"""The metrics of a running agent, as Prometheus reads and judges them."""

import http.client
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import grpc

import frames as f
from certificates import Authority, replace
from harness import (ALL_SIX, CATALOG, DEADLINE, SOURCE, Agent, UnreadAgent, await_metric, metric,
                     read_metrics)
from rpc import Stub, failure

ON = 'metrics_listen: "127.0.0.1:0"'
CHECKS = 'grpc_type="unary",grpc_service="linkstat.v1.LinkingService",grpc_method="CheckPermissions"'
SECRET = "Peculiar Secret"
MONITORING = SOURCE / "deploy/monitoring"
METRIC = re.compile(r"\b((?:linkstat|grpc_server|process)_[a-z_]+)\b")


class Metrics(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def start(self, settings="", kind=Agent):
        self.agent = kind(f"{ON} {settings}")
        self.addCleanup(self.agent.close)
        self.agent.listening()
        self.metrics_address = self.agent.wait_for_log("serving metrics")["address"]
        self.agent.wait_for_log("serving")
        self.agent.wait_for_log("accounts loaded")
        channel = grpc.insecure_channel(self.agent.address)
        self.addCleanup(channel.close)
        return channel

    def read(self):
        return read_metrics(self.agent)

    def value(self, name):
        return metric(self.agent, name)

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_prometheus_finds_nothing_wrong_with_them(self):
        channel = self.start(f'catalog: "{self.catalog()}" store: "sqlite:{self.folder.name}/s.db"')
        Stub(channel, "LinkingService").CheckPermissions({"observed": {"names": ALL_SIX}})
        failure(Stub(channel, "LinkingService").FindRequirements, {"data_domain": "none"})
        judged = subprocess.run(
            ["promtool", "check", "metrics"], input=self.own(self.read()), text=True,
            capture_output=True, timeout=DEADLINE, check=False,
        )
        self.assertEqual((judged.returncode, judged.stderr), (0, ""), judged.stdout)

    @staticmethod
    def own(text):
        """The metrics that are the agent's own, not the library's that serves them."""
        return "".join(
            f"{line}\n" for line in text.splitlines()
            if not line.split(" ")[2 if line.startswith("#") else 0].startswith("exposer_")
        )

    def catalog(self):
        copy = pathlib.Path(self.folder.name, "catalog.textproto")
        shutil.copy(CATALOG, copy)
        return copy

    def test_calls_are_counted_by_code_and_timed(self):
        linking = Stub(self.start(), "LinkingService")
        for _ in range(3):
            linking.CheckPermissions({"observed": {"names": ALL_SIX}})
        failure(linking.CheckPermissions, {"observed": {"names": [""]}})
        self.assertEqual(self.value(f'grpc_server_started_total{{{CHECKS}}}'), 4)
        self.assertEqual(self.value(f'grpc_server_handled_total{{{CHECKS},grpc_code="OK"}}'), 3)
        self.assertEqual(
            self.value(f'grpc_server_handled_total{{{CHECKS},grpc_code="INVALID_ARGUMENT"}}'), 1)
        self.assertEqual(self.value(f"grpc_server_handling_seconds_count{{{CHECKS}}}"), 4)

    def test_verdicts_are_the_same_by_every_way(self):
        linking = Stub(self.start(), "LinkingService")
        linking.CheckPermissions({"observed": {"names": ALL_SIX}})
        linking.CheckPermissions({"observed": {"names": [*ALL_SIX, SECRET]}})
        linking.CheckPermissions({})
        linking.BatchCheckPermissions(
            {"requests": [{"observed": {"names": ALL_SIX}}, {"observed": {"names": [SECRET]}}]})
        linking.CheckServiceAccount({"observed": {"names": ALL_SIX[:5]}, "form": {}})
        self.assertEqual(self.value('linkstat_checks_total{verdict="SATISFIED"}'), 3)
        self.assertEqual(self.value('linkstat_checks_total{verdict="NOT_SATISFIED"}'), 2)
        self.assertEqual(self.value('linkstat_checks_total{verdict="INDETERMINATE"}'), 1)
        self.assertEqual(self.value("linkstat_unrecognized_names_total"), 2)

    def test_no_name_is_told(self):
        linking = Stub(self.start(), "LinkingService")
        linking.CheckPermissions({"observed": {"names": [SECRET]}})
        failure(linking.CheckPermissions, {"linked_account": "acme"})
        text = self.read()
        self.assertNotIn("Peculiar", text)
        self.assertNotIn("acme", text)

    def test_a_refused_catalog_shows(self):
        catalog = self.catalog()
        self.start(f'catalog: "{catalog}"')
        self.assertEqual(self.value("linkstat_catalog_rejected"), 0)
        catalog.write_text("nonsense")
        self.agent.wait_for_log("catalog rejected; the last good one is served on")
        self.assertEqual(self.value("linkstat_catalog_rejected"), 1)
        self.assertEqual(self.value('linkstat_catalog_loads_total{result="refused"}'), 1)
        self.catalog()
        self.agent.wait_for_log("catalog loaded")
        self.assertEqual(self.value("linkstat_catalog_rejected"), 0)

    def test_accounts_are_told_by_state(self):
        channel = self.start(f'store: "sqlite:{self.folder.name}/s.db" first_name: "I"')
        accounts = Stub(channel, "LinkedAccountService")
        for name in ("a", "b"):
            accounts.CreateLinkedAccount(
                {"id": name, "identity": {"work_email": f"{name}@links.example.com"}})
        accounts.ReportServiceAccount({"report": {
            "linked_account": "a", "observed_at": "2026-01-01T00:00:00Z",
            "observed": {"names": ALL_SIX[1:]}}})
        self.assertEqual(self.value('linkstat_linked_accounts{state="PENDING"}'), 1)
        self.assertEqual(self.value('linkstat_linked_accounts{state="ACTION_REQUIRED"}'), 1)
        self.assertGreaterEqual(
            self.value('linkstat_store_operation_seconds_count{operation="write"}'), 3)

    def test_open_streams_are_counted_until_they_end(self):
        catalog = Stub(self.start(), "CatalogService")
        stream = catalog.WatchCatalog()
        next(stream)
        self.assertEqual(self.value("linkstat_streams_open"), 1)
        stream.cancel()
        await_metric(self.agent, "linkstat_streams_open", 0)

    def test_calls_that_ended_in_any_way_leave_none_in_flight(self):
        linking = Stub(self.start(), "LinkingService")
        linking.CheckPermissions({"observed": {"names": ALL_SIX}})
        failure(linking.CheckPermissions, {"observed": {"names": [""]}})
        with f.greeted(self.agent.address) as sock:
            call = f.headers(1) + f.frame(f.DATA, f.END_STREAM, 1, f.message())
            sock.sendall(call + f.headers(3) + f.reset(3))
            await_metric(self.agent, f'grpc_server_started_total{{{CHECKS}}}', 4)
        await_metric(self.agent, "linkstat_calls_in_flight", 0)

    def test_connections_are_counted_until_they_end(self):
        self.start()
        self.assertEqual(self.value("linkstat_connections_open"), 0)
        with f.greeted(self.agent.address):
            await_metric(self.agent, "linkstat_connections_open", 1)
        await_metric(self.agent, "linkstat_connections_open", 0)

    def test_streams_cancelled_at_once_leave_nothing_open(self):
        channel = self.start("max_calls_per_connection: 1000 watch_keep_alive { seconds: 3600 }")
        catalog, accounts = Stub(channel, "CatalogService"), Stub(channel, "LinkedAccountService")
        for _ in range(300):
            for stream in (catalog.WatchCatalog(), accounts.WatchLinkedAccounts()):
                stream.cancel()
        # The connection works off what came before this.
        catalog.GetCatalog()
        await_metric(self.agent, "linkstat_streams_open", 0)

    def test_a_log_that_nobody_reads_holds_no_call_up_and_what_it_loses_is_counted(self):
        channel = self.start("call_log_level: LOG_LEVEL_INFO", UnreadAgent)
        lost = "linkstat_log_lines_lost_total"
        self.assertEqual(self.value(lost), 0)
        check = channel.unary_unary("/linkstat.v1.LinkingService/CheckPermissions")
        calls, long_line = 0, (("x-request-id", "x" * 128),)
        # 1 MiB of records waits, as much is being written, and a pipe holds some.
        while calls < 20_000 and self.value(lost) == 0:
            for _ in range(500):
                check(b"", metadata=long_line, timeout=DEADLINE)
            calls += 500
        lost_lines = self.value(lost)
        self.assertGreater(lost_lines, 0)
        self.agent.read_on.set()
        self.assertEqual(self.agent.stop(), 0)
        lines = [line for line in self.agent.log if line and line["message"] == "call"]
        self.assertEqual(len(lines), calls - lost_lines)

    def test_nothing_else_is_served(self):
        self.start()
        connection = http.client.HTTPConnection(self.metrics_address, timeout=DEADLINE)
        connection.request("GET", "/")
        self.assertEqual(connection.getresponse().status, 404)
        connection.close()

    def test_every_metric_that_alerts_and_dashboard_name_is_there(self):
        authority, (certificate, key) = self.certificates()
        self.start(f'audit: "file:{self.folder.name}/audit" '
                   f'store: "sqlite:{self.folder.name}/s.db" '
                   f'tls_certificate: "{certificate}" tls_key: "{key}"')
        credentials = grpc.ssl_channel_credentials(authority.certificate.read_bytes())
        with grpc.secure_channel(self.agent.address, credentials, [
                ("grpc.ssl_target_name_override", "agent.example")]) as channel:
            Stub(channel, "LinkingService").CheckPermissions({})
        types = dict(line.split(" ")[2:4] for line in self.read().splitlines()
                     if line.startswith("# TYPE "))
        there = set(types)
        for name, kind in types.items():
            if kind == "histogram":
                there |= {f"{name}_{end}" for end in ("bucket", "count", "sum")}
        for file in ("alerts.yaml", "dashboard.json"):
            named = set(METRIC.findall((MONITORING / file).read_text()))
            self.assertGreater(len(named), 10, file)
            self.assertEqual(named - there, set(), file)

    def certificates(self):
        authority = Authority(self.folder.name)
        return authority, authority.issue("agent")

    def test_the_end_of_the_certificate_and_what_became_of_new_ones_are_told(self):
        authority, (certificate, key) = self.certificates()
        self.start(f'tls_certificate: "{certificate}" tls_key: "{key}" '
                   "tls_reload_interval { seconds: 3600 }")
        a_day_ahead = self.value("linkstat_tls_certificate_expiry_timestamp_seconds") - time.time()
        self.assertTrue(23 * 3600 < a_day_ahead <= 24 * 3600, a_day_ahead)
        replace(certificate, b"nonsense")
        self.agent.signal(signal.SIGHUP)
        self.agent.wait_for_log("the new certificate is refused; the one in service stays")
        self.assertEqual(self.value('linkstat_tls_reloads_total{result="refused"}'), 1)


@unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
class Alerts(unittest.TestCase):
    def promtool(self, *words):
        ended = subprocess.run(["promtool", *words], cwd=MONITORING, text=True,
                               capture_output=True, timeout=DEADLINE, check=False)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)

    def test_prometheus_takes_them(self):
        self.promtool("check", "rules", "alerts.yaml")

    def test_fire_when_they_should_and_not_before(self):
        self.promtool("test", "rules", "alerts_test.yaml")

    def test_each_has_a_test(self):
        alerts, tests = (set(re.findall(pattern, (MONITORING / file).read_text()))
                         for pattern, file in ((r"alert: (\w+)", "alerts.yaml"),
                                               (r"alertname: (\w+)", "alerts_test.yaml")))
        self.assertEqual(alerts, tests)


class RequestId(unittest.TestCase):
    def test_is_echoed_and_stands_with_the_trace_in_the_log(self):
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        with Agent("call_log_level: LOG_LEVEL_INFO") as agent, \
                grpc.insecure_channel(agent.address) as channel:
            call = channel.unary_unary("/linkstat.v1.CatalogService/GetCatalog").with_call(
                b"", metadata=(("x-request-id", "req-7"), ("traceparent", trace)))[1]
            self.assertIn(("x-request-id", "req-7"), list(call.initial_metadata()))
            line = agent.wait_for_log("call")
        self.assertEqual(line["request_id"], "req-7")
        self.assertEqual(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736")
        self.assertEqual(line["parent_span_id"], "00f067aa0ba902b7")
        self.assertEqual((line["method"], line["code"]),
                         ("linkstat.v1.CatalogService/GetCatalog", "OK"))

    def test_that_is_none_is_not_repeated(self):
        for bad in ("a b", "x" * 129, "<b>", "a@b.example"):
            with self.subTest(bad), Agent("call_log_level: LOG_LEVEL_INFO") as agent, \
                    grpc.insecure_channel(agent.address) as channel:
                call = channel.unary_unary("/linkstat.v1.CatalogService/GetCatalog").with_call(
                    b"", metadata=(("x-request-id", bad), ("traceparent", bad)))[1]
                self.assertNotIn("x-request-id", dict(call.initial_metadata()))
                line = agent.wait_for_log("call")
                self.assertNotIn("request_id", line)
                self.assertNotIn("trace_id", line)


if __name__ == "__main__":
    unittest.main()
