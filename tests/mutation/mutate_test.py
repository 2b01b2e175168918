"""Tests of mutate.py."""

import unittest

import mutate

SOURCE = '''\
// if (a < b) Comment();
constexpr int kMost = 16;

bool Foo(int a, int b) {
  if (a < b && b != 3) Log("x == y", 'a');
  std::vector<int> c(1);
  c.push_back(a + b);
  return a <= kMost;
}
'''


def changes(source):
    return [(each.line, each.kind, each.change) for each in mutate.candidates("f.cc", source)]


def mutated(source, kind, change):
    """The line that one mutant, of number 7, changes."""
    chosen, = [each for each in mutate.candidates("f.cc", source)
               if (each.kind, each.change) == (kind, change)]
    chosen.number = 7
    return mutate.mutated(source, [chosen]).splitlines()[chosen.line - 1].replace(
        "::linkstat::mutation::", "")


class Mutate(unittest.TestCase):
    def test_finds_each_kind_outside_of_comments_and_literals(self):
        self.assertEqual(sorted(changes(SOURCE)), sorted([
            (2, "limit", "16 -> 16 + 1"),
            (5, "comparison", "< -> <="), (5, "comparison", "< -> >="),
            (5, "comparison", "!= -> =="), (5, "condition", "condition negated"),
            (5, "operand", "left of && ignored"), (5, "operand", "right of && ignored"),
            (5, "limit", "3 -> 3 + 1"),
            (6, "limit", "1 -> 1 + 1"),
            (7, "statement", "removed"), (7, "sum", "+ -> -"),
            (8, "return", "returns true, 0 or empty"), (8, "return", "returns false, 0 or empty"),
            (8, "comparison", "<= -> <"), (8, "comparison", "<= -> >"),
        ]))

    def test_keeps_the_precedence_of_an_operator(self):
        self.assertEqual(mutated(SOURCE, "comparison", "<= -> <"),
                         "  return a <= Mutant<7, Lt>() <= kMost;")
        self.assertEqual(mutated(SOURCE, "operand", "right of && ignored"),
                         "  if (a < b && True<7>() | b != 3) Log(\"x == y\", 'a');")

    def test_wraps_conditions_statements_and_returned_values(self):
        self.assertEqual(mutated(SOURCE, "condition", "condition negated"),
                         "  if ( On<7>() != static_cast<bool>(a < b && b != 3)) "
                         "Log(\"x == y\", 'a');")
        self.assertEqual(mutated(SOURCE, "statement", "removed"),
                         "  if (!On<7>()) c.push_back(a + b);")
        self.assertEqual(mutated(SOURCE, "return", "returns true, 0 or empty"),
                         "  { if (On<7>()) return Constant<true>(); return a <= kMost; }")

    def test_leaves_a_constant_that_would_stay_the_same(self):
        self.assertEqual(changes("int F() {\n  return 0;\n}\nT G() {\n  return \"\";\n}\n"),
                         [(2, "limit", "0 -> 0 + 1")])

    def test_leaves_what_no_test_can_notice(self):
        self.assertEqual(changes("""\
void F(T& text, size_t size) {
  text.reserve(size + 1);
}
std::optional<T> G() {
  return std::optional<T>();
}
std::string H() {
  return std::string();
}
"""), [])

    def test_leaves_what_must_be_known_when_it_is_compiled(self):
        self.assertEqual(changes("std::array<T, 3> F();\nstatic_assert(kA < 2 && kB);\n"), [])

    def test_computes_a_changed_constant_at_run_time(self):
        self.assertEqual(mutated(SOURCE, "limit", "16 -> 16 + 1"),
                         "const int kMost = (16 + On<7>());")

    def test_chooses_by_the_seed_and_no_two_at_one_place(self):
        first = mutate.choose({"f.cc": SOURCE}, 5, 1)
        self.assertEqual([each.number for each in first], [1, 2, 3, 4, 5])
        self.assertEqual(first, mutate.choose({"f.cc": SOURCE}, 5, 1))
        self.assertNotEqual(first, mutate.choose({"f.cc": SOURCE}, 5, 2))
        every = mutate.choose({"f.cc": SOURCE}, 1000, 1)
        self.assertEqual(len({each.position for each in every}), len(every))


if __name__ == "__main__":
    unittest.main()
