"""What clients without a certificate cost an agent with mTLS: memory and CPU time.

    LINKSTAT_BIN=build/release/bin LINKSTAT_SOURCE=. python3 tests/e2e/hostile_tls.py

runs each attack for TIME seconds against an agent of its own and prints a table.
SECURITY.md has the figures.
"""

import socket
import ssl
import tempfile
import threading
import time

import frames as f
from certificates import Authority
from harness import Agent
from hostile_load import COSTS, suffer

TIME = 10
THREADS = 4
SILENT = 2_000
RESETS = f.PREFACE + f.settings() + b"".join(
    f.headers(2 * n + 1) + f.reset(2 * n + 1) for n in range(2_000))


def connect(address):
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=TIME)


def repeat(attempt):
    """Has a few threads attempt until the time is up: how often they did."""
    end = time.monotonic() + TIME
    counts = [0] * THREADS

    def work(number):
        while time.monotonic() < end:
            attempt()
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def send_all(sock, data):
    """Sends until the agent closes."""
    try:
        sock.sendall(data)
        while sock.recv(1 << 16):
            pass
    except OSError:
        pass


def rapid_reset_behind_the_handshake(address):
    """TLS 1.3 lets a client send before its missing certificate is noticed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])

    def attempt():
        with connect(address) as sock:
            try:
                with context.wrap_socket(sock) as secure:
                    send_all(secure, RESETS)
            except OSError:
                pass

    return repeat(attempt)


def rapid_reset_in_the_clear(address):
    def attempt():
        with connect(address) as sock:
            send_all(sock, RESETS)

    return repeat(attempt)


def silent_connections(address):
    """They say nothing until they are closed."""
    socks = [connect(address) for _ in range(SILENT)]
    for sock in socks:
        send_all(sock, b"")
        sock.close()
    return len(socks)


ATTACKS = (rapid_reset_behind_the_handshake, rapid_reset_in_the_clear, silent_connections)


def main():
    print(f"{'attack':34} {'connections':>12} {COSTS}")
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(folder)
        certificate, key = authority.issue("agent")
        settings = (f'tls_certificate: "{certificate}" tls_key: "{key}" '
                    f'tls_client_ca: "{authority.certificate}" reader: "cn:nobody" '
                    "drain_linger {} drain_deadline {}")
        for attack in ATTACKS:
            with Agent(settings) as agent:
                done, costs = suffer(agent, attack)
                print(f"{attack.__name__:34} {done:12} {costs}", flush=True)


if __name__ == "__main__":
    main()
