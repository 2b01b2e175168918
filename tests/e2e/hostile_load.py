"""What hostile HTTP/2 clients cost the agent: memory and CPU time.

    LINKSTAT_BIN=build/release/bin LINKSTAT_SOURCE=. python3 tests/e2e/hostile_load.py [NAME...]

runs each attack of one connection (or those named) for at most TIME seconds
against an agent of its own and prints a table. SECURITY.md has the figures.
"""

import itertools
import os
import select
import sys
import time

import frames as f
from harness import Agent

# Each is cut long before; an endless header takes three seconds of CPU time for it.
TIME = 30
STREAMS = 200_000
_TICKS = os.sysconf("SC_CLK_TCK")


def cost(process):
    """CPU seconds, and MiB of memory: now and at most."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    with open(f"/proc/{process.pid}/status") as status:
        sizes = dict(line.split(":", 1) for line in status)
    mib = [int(sizes[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]
    return (int(fields[11]) + int(fields[12])) / _TICKS, *mib


def pump(sock, chunks, read=True):
    """Sends chunks until they end, the time is up or the agent cuts: how many went, and whether
    it cut. What comes back is thrown away, or left where it is."""
    with sock:
        sock.setblocking(False)
        return _pump(sock, chunks, read, time.monotonic() + TIME)


def _pump(sock, chunks, read, end):
    sent = 0
    try:
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                left = end - time.monotonic()
                if left <= 0:
                    return sent, False
                readable, writable, _ = select.select([sock] if read else [], [sock], [], left)
                if readable and not sock.recv(1 << 20):
                    return sent, True
                if writable:
                    view = view[sock.send(view):]
            sent += 1
        return sent, _closed(sock, end)
    except ConnectionError:
        return sent, True


def _closed(sock, end):
    """Whether the agent closes a connection on which nothing is sent any more."""
    while (left := end - time.monotonic()) > 0:
        if select.select([sock], [], [], left)[0] and not sock.recv(1 << 20):
            return True
    return False


def batches(make, count, size=100):
    """The frames of `make(number)` for so many numbers, some in each chunk."""
    for start in range(0, count, size):
        yield b"".join(make(number) for number in range(start, min(start + size, count)))


def odd(number):
    return 2 * number + 1


def whole_call(stream):
    return f.headers(stream) + f.frame(f.DATA, f.END_STREAM, stream, f.message())


def rapid_reset(address):
    chunks = batches(lambda n: f.headers(odd(n)) + f.reset(odd(n)), STREAMS)
    return pump(f.greeted(address), chunks)


def reset_whole_calls(address):
    chunks = batches(lambda n: whole_call(odd(n)) + f.reset(odd(n)), STREAMS)
    return pump(f.greeted(address), chunks)


def opened_and_left(address):
    return pump(f.greeted(address), batches(lambda n: f.headers(odd(n)), 10_000))


def never_acknowledged(address):
    sock = f.greeted(address, acknowledge=False)
    return pump(sock, batches(lambda n: f.headers(odd(n)), STREAMS))


def never_read(address):
    """Whole calls whose answers nobody takes."""
    chunks = batches(lambda n: whole_call(odd(n)), STREAMS)
    return pump(f.greeted(address, (4, 0)), chunks, read=False)


def hpack_padding(address):
    """Size updates of the table, which carry nothing."""
    block = b"\x20" * 16_000
    chunks = (f.frame(f.HEADERS, 0, 1, block) if n == 0 else f.frame(f.CONTINUATION, 0, 1, block)
              for n in itertools.count())
    return pump(f.greeted(address), chunks)


def header_bomb(address, acknowledge=True):
    """One large field, kept by the table once and then named 4,000 times a call."""
    first = f.headers(1, f.call_fields() + f.kept_field("x-bomb", "y" * 3_900))
    block = f.call_fields() + b"\xbe" * 4_000
    chunks = itertools.chain([first], (f.headers(odd(n), block) for n in range(1, STREAMS)))
    return pump(f.greeted(address, acknowledge=acknowledge), chunks)


def header_bomb_never_acknowledged(address):
    """The same without a bound that gRPC would hold: it knows those that were acknowledged."""
    return header_bomb(address, acknowledge=False)


def huge_header(address):
    """One header of many frames that never ends."""
    head = f.frame(f.HEADERS, 0, 1, f.call_fields() + b"\x00" + f.text("x-huge") +
                   f.integer(1 << 30, 7))
    chunks = itertools.chain([head], itertools.repeat(f.frame(f.CONTINUATION, 0, 1, b"y" * 16_000)))
    return pump(f.greeted(address), chunks)


def empty_continuations(address):
    chunks = itertools.chain([f.frame(f.HEADERS, 0, 1, f.call_fields())],
                             itertools.repeat(f.frame(f.CONTINUATION, 0, 1) * 1_000))
    return pump(f.greeted(address), chunks)


def pings(address):
    return pump(f.greeted(address), itertools.repeat(f.frame(f.PING, payload=b"12345678") * 500))


def pings_unread(address):
    return pump(f.greeted(address), itertools.repeat(f.frame(f.PING, payload=b"12345678") * 500),
                read=False)


def settings_flood(address):
    return pump(f.greeted(address), itertools.repeat(f.settings((4, 65_535)) * 500))


def settings_unread(address):
    return pump(f.greeted(address), itertools.repeat(f.settings((4, 65_535)) * 500), read=False)


def small_window_updates(address):
    return pump(f.greeted(address), itertools.repeat(f.window_update(0, 1) * 500))


def priority_flood(address):
    return pump(f.greeted(address),
                itertools.repeat(f.frame(f.PRIORITY, 0, 1, b"\0\0\0\0\x10") * 500))


def unknown_frames(address):
    return pump(f.greeted(address), itertools.repeat(f.frame(0x77, 0, 1, b"x" * 100) * 500))


def empty_data(address):
    start = [f.headers(1)]
    chunks = itertools.chain(start, itertools.repeat(f.frame(f.DATA, 0, 1) * 500))
    return pump(f.greeted(address), chunks)


ATTACKS = (rapid_reset, reset_whole_calls, opened_and_left, never_acknowledged, never_read,
           hpack_padding, header_bomb, header_bomb_never_acknowledged, huge_header,
           empty_continuations, pings, pings_unread, settings_flood, settings_unread,
           small_window_updates, priority_flood, unknown_frames, empty_data)


COSTS = f"{'time s':>7} {'CPU s':>6} {'peak MiB':>9} {'after MiB':>10}"


def suffer(agent, attack):
    """What the attack returned, and what it cost the agent, under COSTS."""
    before = cost(agent.process)[0]
    start = time.monotonic()
    result = attack(agent.address)
    spent = time.monotonic() - start
    time.sleep(3)
    cpu, now, most = cost(agent.process)
    return result, f"{spent:7.1f} {cpu - before:6.2f} {most:9.0f} {now:10.0f}"


def main(names):
    print(f"{'attack':30} {'chunks':>8} {'cut':>4} {COSTS}")
    for attack in ATTACKS:
        if names and attack.__name__ not in names:
            continue
        with Agent("drain_linger {} drain_deadline {}") as agent:
            (sent, cut), costs = suffer(agent, attack)
            print(f"{attack.__name__:30} {sent:8} {'yes' if cut else 'no':>4} {costs}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
