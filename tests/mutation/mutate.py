"""Chooses mutants of C++ sources, and writes copies in which each is switched at run time.

A mutant is one small change of the code: a comparison, a limit, a condition, a call or a
returned value. Where it can be is found in the text, without its comments and literals,
which clang-format keeps regular. What does not compile is left out by run.py.
"""

import dataclasses
import random
import re

_ON = "::linkstat::mutation::On<{}>()"
_OPERATORS = {"<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge", "==": "Eq", "!=": "Ne",
              "+": "Add", "-": "Subtract"}
_COMPARED = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
             "==": ("!=",), "!=": ("==",)}
_HIDDEN = re.compile(r"""//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*
                     |R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\\n])+'""",
                     re.VERBOSE | re.DOTALL | re.MULTILINE)
# None before a `>` is a number that can change: a template takes constants alone.
_NUMBER = re.compile(r"(?<![\w.'])(?:0x[0-9A-Fa-f']+|\d[\d']*)[uUlL]*(?![\w.'>])")
_STATEMENT = re.compile(r"(?<=[;{}])\s*(?P<statement>(?:\*?[\w:.]|->|\[[^\[\];]*\]|\(\))+?"
                        r"(?:\(| [-+|&]?= |\+\+;|--;))")
# What mutation::Constant is as well; a short literal may be the empty text.
_CONSTANTS = re.compile(r"absl::OkStatus\(\)|std::nullopt|nullptr|0|__"
                        r"|(?:std::(?:string|vector|optional)|absl::string_view)(?:<[^()]*>)?\(\)")
# Calls in which no change can be noticed, or none compiles.
_LEFT_ALONE = re.compile(r"[\w.>\[\]-]*\b(?:reserve|static_assert)\(")
_NO_STATEMENT = re.compile(r"(return|if|for|while|switch|else|case|do|using|delete|static_assert"
                           r"|LINKSTAT_ASSIGN_OR_RETURN|defined|constexpr|requires)\b")


@dataclasses.dataclass
class Mutant:
    file: str
    position: int
    kind: str
    change: str
    # What is inserted, or replaced, where: (begin, end, text), with {} for the number.
    edits: tuple
    line: int
    number: int = 0


def hide(text):
    """The text with comments, literals and directives blanked, each character in its place."""
    return _HIDDEN.sub(lambda m: re.sub(r"[^\n]", "_" if m[0][0] in "\"'R" else " ", m[0]), text)


def closing(code, opening):
    """The position of the bracket that closes the one at `opening`."""
    depth = 0
    for position in range(opening, len(code)):
        depth += (code[position] in "([{") - (code[position] in ")]}")
        if depth == 0:
            return position
    return len(code)


def end_of_statement(code, begin, braces=True):
    """The position of the semicolon that ends the statement at `begin`; None where that is
    no statement, or one with a block of its own that may have no `braces`."""
    position = begin
    while position < len(code) and code[position] not in ";)]}":
        if code[position] == "{" and not braces:
            return None
        position = closing(code, position) + 1 if code[position] in "([{" else position + 1
    return position if code[position:position + 1] == ";" else None


def _comparisons(code):
    for match in re.finditer(r"(?<=\s)(<=?|>=?|[=!]=)(?=\s)", code):
        operator = match[1]
        for other in _COMPARED[operator]:
            mutant = f"{operator} ::linkstat::mutation::Mutant<{{}}, " \
                     f"::linkstat::mutation::{_OPERATORS[other]}>() {operator}"
            yield "comparison", match.start(), f"{operator} -> {other}", (
                (match.start(), match.end(), mutant),)


def _sums(code):
    for match in re.finditer(r"(?<=[\w\])] )([+-])(?=\s)", code):
        other = "-" if match[1] == "+" else "+"
        mutant = f"{match[1]} ::linkstat::mutation::Mutant<{{}}, " \
                 f"::linkstat::mutation::{_OPERATORS[other]}>() {match[1]}"
        yield "sum", match.start(), f"{match[1]} -> {other}", (
            (match.start(), match.end(), mutant),)


def _operands(code):
    for match in re.finditer(r"(?<=\s)(&&|\|\|)(?=\s)", code):
        kind, joint = ("True", "|") if match[1] == "&&" else ("False", "&")
        mutant = f"::linkstat::mutation::{kind}<{{}}>()"
        yield "operand", match.start(), f"left of {match[1]} ignored", (
            (match.start(), match.start(), f"{joint} {mutant} "),)
        yield "operand", match.start(), f"right of {match[1]} ignored", (
            (match.end(), match.end(), f" {mutant} {joint}"),)


def _conditions(code):
    for match in re.finditer(r"\b(?:if|while) \(", code):
        begin, end = match.end(), closing(code, match.end() - 1)
        begin += code[begin:end].rfind(";") + 1
        if re.match(r"\s*true$|[^()]*[\w&*] (\w+|\[.*\]) = ", code[begin:end]):
            continue
        yield "condition", begin, "condition negated", (
            (begin, begin, f" {_ON} != static_cast<bool>("), (end, end, ")"))


def _statements(code):
    for match in _STATEMENT.finditer(code):
        begin = match.start("statement")
        braces = "=" in match["statement"]
        if end_of_statement(code, begin, braces) and not _NO_STATEMENT.match(code, begin):
            yield "statement", begin, "removed", ((begin, begin, f"if (!{_ON}) "),)


def _returns(code):
    for match in re.finditer(r"\breturn (?=[^;{])", code):
        end = end_of_statement(code, match.end())
        if end is None:
            continue
        value = code[match.end():end]
        if _CONSTANTS.fullmatch(value):
            continue
        true = "false" if value == "true" else "true"
        for constant in (true,) if value in ("true", "false") else ("true", "false"):
            new = f"::linkstat::mutation::Constant<{constant}>()"
            yield "return", match.start(), f"returns {constant}, 0 or empty", (
                (match.start(), match.start(), f"{{ if ({_ON}) return {new}; "),
                (end + 1, end + 1, " }"))


def _limits(code):
    for match in _NUMBER.finditer(code):
        line = code.rfind("\n", 0, match.start()) + 1
        if re.match(r"\s*case\b", code[line:]):
            continue
        edits = [(match.start(), match.end(), f"({match[0]} + {_ON})")]
        # A constant is computed when the program starts.
        if constant := re.match(r"\s*(?:static )?(constexpr) \S+ k\w+ = ", code[line:]):
            edits.append((line + constant.start(1), line + constant.end(1), "const"))
        yield "limit", match.start(), f"{match[0]} -> {match[0]} + 1", tuple(edits)


_KINDS = (_comparisons, _sums, _operands, _conditions, _statements, _returns, _limits)


def candidates(file, text):
    """Every mutant of a source, but for those of which it is known that no test can fail."""
    code = hide(text)
    alone = [(match.start(), closing(code, match.end() - 1))
             for match in _LEFT_ALONE.finditer(code)]
    for kind in _KINDS:
        for name, position, change, edits in kind(code):
            if any(begin <= position < end for begin, end in alone):
                continue
            line = text.count("\n", 0, position) + 1
            yield Mutant(file, position, name, change, edits, line)


def choose(sources, count, seed):
    """`count` mutants of the sources, a text by its path, numbered from 1: the kinds in
    turn, and no two at one place."""
    by_kind = {}
    for file in sorted(sources):
        for mutant in candidates(file, sources[file]):
            by_kind.setdefault(mutant.kind, []).append(mutant)
    generator = random.Random(seed)
    for kind in sorted(by_kind):
        generator.shuffle(by_kind[kind])
    chosen = {}
    while len(chosen) < count and any(by_kind.values()):
        for mutants in by_kind.values():
            if mutants and len(chosen) < count:
                mutant = mutants.pop()
                chosen.setdefault((mutant.file, mutant.position), mutant)
    ordered = [chosen[place] for place in sorted(chosen)]
    for number, mutant in enumerate(ordered, 1):
        mutant.number = number
    return ordered


def mutated(text, mutants):
    """The source with all of its mutants in it, each in the line where it was."""
    edits = {}
    for mutant in mutants:
        for begin, end, new in mutant.edits:
            new = new.replace("{}", str(mutant.number), 1)
            others = edits.setdefault((begin, end), [])
            # A constant with several limits is one all the same.
            if begin == end or new not in others:
                others.append(new)
    for (begin, end), new in sorted(edits.items(), reverse=True):
        text = text[:begin] + "".join(new) + text[end:]
    return text
