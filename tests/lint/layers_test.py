"""Tests of the layer check on small made-up sources."""

import unittest

import layers


class Arrows(unittest.TestCase):
    def faults(self, path, include):
        return list(layers.dependency_faults({path: [include]}))

    def test_downward_include_is_fine(self):
        self.assertEqual(self.faults("agent/rpc/service/unary.h", "agent/core/linking.h"), [])

    def test_include_within_the_module_is_fine(self):
        self.assertEqual(self.faults("agent/core/a.cc", "agent/core/a.h"), [])

    def test_upward_include_is_told(self):
        self.assertEqual(
            self.faults("agent/core/a.cc", "agent/catalog/load.h"),
            ["agent/core/a.cc: agent/core must not include agent/catalog/load.h"],
        )

    def test_telemetry_is_not_for_the_catalog(self):
        self.assertEqual(len(self.faults("agent/catalog/a.cc", "agent/telemetry/log.h")), 1)

    def test_client_library_does_without_the_core(self):
        self.assertEqual(len(self.faults("client/cpp/src/a.cc", "agent/core/text.h")), 1)

    def test_command_line_uses_the_public_header(self):
        self.assertEqual(self.faults("client/cli/a.cc", "linkstat/client.h"), [])

    def test_command_line_does_without_the_librarys_inside(self):
        self.assertEqual(len(self.faults("client/cli/a.cc", "client/cpp/src/retry.h")), 1)

    def test_generated_messages_are_fine_everywhere(self):
        self.assertEqual(self.faults("agent/core/a.cc", "linkstat/v1/catalog.pb.h"), [])

    def test_no_module_includes_tests(self):
        self.assertEqual(len(self.faults("agent/app/main.cc", "tests/support/matchers.h")), 1)

    def test_grpc_is_kept_out_of_the_core(self):
        self.assertEqual(len(self.faults("agent/core/a.cc", "grpcpp/grpcpp.h")), 1)

    def test_service_stubs_are_kept_out_of_the_catalog(self):
        include = "linkstat/v1/catalog_service.grpc.pb.h"
        self.assertEqual(len(self.faults("agent/catalog/a.cc", include)), 1)

    def test_the_core_has_no_clock(self):
        self.assertEqual(len(self.faults("agent/core/a.cc", "agent/base/clock.h")), 1)

    def test_the_clock_that_can_be_set_is_kept_behind_its_seam(self):
        self.assertEqual(self.faults("agent/base/clock.cc", "absl/time/clock.h"), [])
        self.assertEqual(len(self.faults("agent/rpc/server.cc", "absl/time/clock.h")), 1)

    def test_unknown_module_is_told(self):
        self.assertEqual(len(self.faults("agent/attic/a.cc", "string")), 1)


class Circles(unittest.TestCase):
    def test_chain_is_fine(self):
        files = {"agent/core/a.h": ["agent/core/b.h"], "agent/core/b.h": ["string"]}
        self.assertEqual(list(layers.cycle_faults(files)), [])

    def test_cycle_is_told_once(self):
        files = {"agent/core/a.h": ["agent/core/b.h"], "agent/core/b.h": ["agent/core/a.h"]}
        self.assertEqual(
            list(layers.cycle_faults(files)),
            ["cycle: agent/core/a.h -> agent/core/b.h -> agent/core/a.h"],
        )

    def test_diamond_is_no_cycle(self):
        files = {
            "agent/core/a.h": ["agent/core/b.h", "agent/core/c.h"],
            "agent/core/b.h": ["agent/core/d.h"],
            "agent/core/c.h": ["agent/core/d.h"],
            "agent/core/d.h": [],
        }
        self.assertEqual(list(layers.cycle_faults(files)), [])


class Includes(unittest.TestCase):
    def test_every_form_of_include_is_read(self):
        text = '#include "agent/a.h"\n  #  include <string>\n// #include "no.h"\n'
        self.assertEqual(layers.INCLUDE.findall(text), ["agent/a.h", "string"])


if __name__ == "__main__":
    unittest.main()
