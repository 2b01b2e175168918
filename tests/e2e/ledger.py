"""Writers that keep a ledger of what the agent acknowledged, and its comparison
with what the agent holds after it was killed.

Each writer has accounts of its own and one write in flight, so that after a kill
at most one write a writer is in doubt: it may have been done or not, but only
whole.
"""

import dataclasses
import datetime
import random
import threading

import grpc

from harness import ALL_SIX
from rpc import failure

# What observations are timed from; long before any test runs.
EPOCH = 1_600_000_000
# Above this many accounts a writer deletes more than it creates.
ENOUGH = 40
# How a call ends when its agent is killed.
CUT = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN)


@dataclasses.dataclass(frozen=True)
class Account:
    """What is expected of an account, or found; None in the place of one: there is none."""

    # None where an email was issued and the answer that told it never came.
    email: str | None
    # The number of the newest observation, 0 before the first.
    seen: int = 0

    def may_be(self, found):
        emails = (None, found and found.email)
        return found is not None and self.email in emails and self.seen == found.seen


def observation(account, number):
    """The report of the account's observation with this number, of which no two are equal."""
    names = [name for name in ALL_SIX if name != missing_in(number)]
    observed_at = datetime.datetime.fromtimestamp(EPOCH + number, datetime.timezone.utc)
    return {"linkedAccount": account, "observed": {"names": names},
            "observedAt": observed_at.isoformat()}


def missing_in(number):
    return ALL_SIX[number % len(ALL_SIX)]


def found_in(message):
    """A LinkedAccount message as an Account; an error when its parts do not fit together."""
    seen = message.observed_at.seconds - EPOCH if message.HasField("observed_at") else 0
    missing = [reason.label for reason in message.reasons if reason.label]
    if missing != ([missing_in(seen)] if seen else []):
        raise AssertionError(f"observation {seen} of {message.id} is not whole: {missing}")
    return Account(message.identity.work_email, seen)


def all_accounts(accounts):
    """Every account that the agent holds: id to Account."""
    found, token = {}, ""
    while True:
        page = accounts.ListLinkedAccounts({"pageSize": 1000, "pageToken": token})
        found.update((message.id, found_in(message)) for message in page.linked_accounts)
        token = page.next_page_token
        if not token:
            return found


class Writer:
    """Writes until the agent is gone; run by one thread at a time."""

    def __init__(self, name, seed):
        self.name = name
        self.random = random.Random(seed)
        self.known = {}
        self.retired = []
        self.acknowledged = 0
        self.in_doubt = 0
        self.doubt = None
        self.fault = None
        self._made = 0

    def run(self, accounts, enough=None):
        """Writes until a call is cut off, or until the event `enough` is set."""
        try:
            while enough is None or not enough.is_set():
                self._write(accounts)
        except grpc.RpcError as error:
            if error.code() not in CUT:
                self.fault = f"{self.doubt}: {error.code()} {error.details()}"
        except Exception as error:
            # Told by who reads the ledger; a thread's own end is silent.
            self.fault = f"{self.doubt}: {error!r}"
            raise

    def _write(self, accounts):
        create = not self.known or self.random.random() < (0.1 if len(self.known) > ENOUGH else 0.4)
        if create:
            self._create(accounts)
        elif self.random.random() < 0.7:
            self._report(accounts)
        else:
            self._delete(accounts)

    def _create(self, accounts):
        self._made += 1
        account = f"{self.name}-{self._made}"
        request, email = {"id": account}, None
        if self.random.random() < 0.5:
            email = f"{account}@example.com"
            request["identity"] = {"workEmail": email}
        self.doubt = (account, None, Account(email))
        answer = accounts.CreateLinkedAccount(request)
        self._settle(Account(answer.linked_account.identity.work_email))

    def _report(self, accounts):
        account = self.random.choice(list(self.known))
        before = self.known[account]
        after = Account(before.email, before.seen + 1)
        self.doubt = (account, before, after)
        accounts.ReportServiceAccount({"report": observation(account, after.seen)})
        self._settle(after)

    def _delete(self, accounts):
        account = self.random.choice(list(self.known))
        self.doubt = (account, self.known[account], None)
        accounts.DeleteLinkedAccount({"id": account})
        self._settle(None)

    def _settle(self, now):
        account, before, _ = self.doubt
        self.doubt = None
        self.acknowledged += 1
        self._adopt(account, before, now)

    def _adopt(self, account, before, now):
        if now is not None:
            self.known[account] = now
        elif before is not None:
            del self.known[account]
            self.retired.append(before.email)

    def reconcile(self, found):
        """Compares with all accounts of the agent; the faults, empty when there is none."""
        faults = [self.fault] if self.fault else []
        if self.doubt:
            self.in_doubt += 1
            account, before, after = self.doubt
            self.doubt = None
            now = found.get(account)
            if any(now is None if state is None else state.may_be(now)
                   for state in (before, after)):
                self._adopt(account, before, now)
            else:
                faults.append(f"in doubt: {account} was {before}, to be {after}, is {now}")
        for account, expected in self.known.items():
            if found.get(account) != expected:
                faults.append(f"lost: {account} was {expected}, is {found.get(account)}")
        return faults

    def check_retired(self, accounts):
        """A deleted account's email must not be taken again; the fault, or None."""
        if not self.retired:
            return None
        email = self.random.choice(self.retired)
        request = {"id": f"{self.name}-again", "identity": {"workEmail": email}}
        refused = failure(accounts.CreateLinkedAccount, request)
        if refused.reason == "WORK_EMAIL_RETIRED":
            return None
        return f"a deleted account's email was answered with {refused.reason}"


def writers(count, seed):
    return [Writer(f"w{number}", f"{seed}/{number}") for number in range(count)]


def start_all(group, accounts, enough=None):
    """Runs each writer on a thread of its own; the threads."""
    threads = [threading.Thread(target=writer.run, args=(accounts, enough)) for writer in group]
    for thread in threads:
        thread.start()
    return threads


def reconcile_all(group, found):
    """Every fault of the ledger: what was lost, changed or invented."""
    faults = [fault for writer in group for fault in writer.reconcile(found)]
    expected = {account for writer in group for account in writer.known}
    return faults + [f"invented: {account}" for account in sorted(found.keys() - expected)]
