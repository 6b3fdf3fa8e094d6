"""Threads, progress and Ctrl-C: nobody waits for ever, and the interpreter runs on while the engine works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nhi_lifecycle as nhi
import pytest
from conftest import NOW

PATIENCE = 60
"""Seconds after which a test has failed, on however slow a machine."""

LINE = '{"record":"asset","id":"web-%d","kind":"server","stage":"in_use"}\n'

with_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def keys(first: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(first, first + count):
        yield {"record": "credential", "id": f"key-{number}", "kind": "api_key", "status": "active"}


def test_threads_share_an_inventory() -> None:
    inventory = nhi.Inventory()

    def work(worker: int) -> int:
        for step in range(20):
            inventory.add(keys(worker * 1000 + step * 10, 10))
            assert len(inventory.orphans(at=NOW)) >= 10
            assert len(list(inventory.records())) >= 10
        return worker

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(work, range(8))) == list(range(8))
    assert (len(inventory), inventory.sequence) == (8 * 20 * 10, 8 * 20)


def test_threads_share_an_iterator() -> None:
    inventory = nhi.Inventory()
    inventory.add(keys(0, 1000))
    records = inventory.records()
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda _: [record["id"] for record in records], range(8))
    assert sorted(one for some in taken for one in some) == sorted(f"key-{number}" for number in range(1000))


def test_orphans_are_the_same_on_any_number_of_threads() -> None:
    inventory = nhi.Inventory()
    inventory.add(keys(0, 100_000))
    found = [finding.credential for finding in inventory.orphans(at=NOW, threads=2)]
    assert found == [finding.credential for finding in inventory.orphans(at=NOW)]
    assert len(found) == 100_000
    with pytest.raises(nhi.InvalidArgument, match="at least 1"):
        inventory.orphans(at=NOW, threads=0)


def test_batches_are_the_same_on_any_number_of_threads(tmp_path: Path) -> None:
    alone, shared = nhi.Inventory(), nhi.Inventory()
    assert shared.add(keys(0, 20_000), threads=2) == alone.add(keys(0, 20_000))
    assert shared == alone
    shared.write(tmp_path)
    assert nhi.Inventory.load(tmp_path, threads=2) == alone
    with pytest.raises(nhi.InvalidArgument, match="at least 1"):
        shared.add(keys(0, 1), threads=0)

    def broken() -> Iterator[dict[str, Any]]:
        yield from keys(20_000, 20_000)
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        shared.add(broken(), threads=2)
    assert shared == alone


@with_fifo
def test_the_interpreter_runs_on_while_the_engine_reads(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)

    def write() -> None:
        with path.open("w") as pipe:
            pipe.writelines(LINE % number for number in range(5_000))

    writer = threading.Thread(target=write)
    writer.start()
    # With the interpreter held, nobody would write.
    assert len(nhi.Inventory.load(path)) == 5_000
    writer.join()


def test_progress_is_told_in_steps(tmp_path: Path) -> None:
    told: list[int] = []
    inventory = nhi.Inventory()
    inventory.add(keys(0, 3_000), progress=told.append)
    assert sum(told) == 3_000
    told.clear()
    inventory.write(tmp_path / "inventory.jsonl")
    assert len(nhi.Inventory.load(tmp_path / "inventory.jsonl", progress=told.append)) == sum(told) == 3_000
    # A few findings are looked at one by one; of many the history is gone through, and here there is none.
    few = nhi.Inventory()
    few.add(keys(0, 900))
    told.clear()
    few.orphans(at=NOW, since=True, progress=told.append)
    assert sum(told) == 900


def test_progress_may_stop_a_call() -> None:
    class Enough(Exception):
        pass

    def stop(_: int) -> None:
        raise Enough

    inventory = nhi.Inventory()
    with pytest.raises(Enough):
        inventory.add(keys(0, 10), progress=stop)
    assert (len(inventory), inventory.sequence) == (0, 0)
    with pytest.raises(Enough):
        inventory.observe(keys(0, 10), observed_at=NOW, source="cmdb", progress=stop)
    inventory.add(keys(0, 10))
    with pytest.raises(Enough):
        inventory.orphans(at=NOW, since=True, progress=stop)
    with pytest.raises(Enough):
        inventory.blast_radii(at=NOW, progress=stop)
    with pytest.raises(Enough):
        inventory.estimated_blast_radii(at=NOW, progress=stop)
    assert len(inventory) == 10


def test_a_call_within_a_call_is_refused() -> None:
    inventory = nhi.Inventory()

    def records() -> Iterator[dict[str, Any]]:
        yield from keys(0, len(inventory) + 1)

    with pytest.raises(nhi.InvalidArgument, match="this very call"):
        inventory.add(records())
    with pytest.raises(nhi.InvalidArgument, match="this very call"):
        inventory.add(keys(0, 1), progress=lambda _: repr(inventory))
    # Its own records are another matter: they are those of before.
    inventory.add(keys(0, 10))
    assert inventory.add(inventory.records()).unchanged == 10


# What is started in the background of a shell inherits that nobody hears Ctrl-C.
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def run(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HEARING + textwrap.dedent(script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ends(process: subprocess.Popen[str], expected: str) -> None:
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (output, process.returncode) == (expected, 0)


@with_fifo
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_is_heard_while_loading(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    script = """
        import sys, nhi_lifecycle as nhi
        inventory = nhi.Inventory()
        try:
            inventory.add(sys.argv[1])
        except KeyboardInterrupt:
            print("interrupted", len(inventory))
    """
    process = run(script, path)
    interrupt = threading.Timer(0.5, process.send_signal, [signal.SIGINT])
    give_up = threading.Timer(PATIENCE, process.kill)
    number = 0
    with pytest.raises(BrokenPipeError), path.open("w", buffering=1) as pipe:
        # Opened, so it reads: from here on it goes on for ever, unless it hears.
        interrupt.start()
        give_up.start()
        while True:
            pipe.write(LINE % (number := number + 1))
    give_up.cancel()
    ends(process, "interrupted 0\n")


@with_fifo
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_is_heard_while_reading_exports(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    os.mkfifo(path)
    script = """
        import datetime, sys, nhi_lifecycle as nhi
        inventory = nhi.Inventory()
        now = datetime.datetime.now(datetime.UTC)
        try:
            inventory.observe_sources([("hr-people", sys.argv[1])], observed_at=now)
        except KeyboardInterrupt:
            print("interrupted", len(inventory))
    """
    process = run(script, path)
    interrupt = threading.Timer(0.5, process.send_signal, [signal.SIGINT])
    give_up = threading.Timer(PATIENCE, process.kill)
    number = 0
    with pytest.raises(BrokenPipeError), path.open("w", buffering=1) as pipe:
        pipe.write("id,name\n")
        interrupt.start()
        give_up.start()
        while True:
            pipe.write(f"{(number := number + 1)},Ada\n")
    give_up.cancel()
    ends(process, "interrupted 0\n")


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_is_heard_while_waiting_for_another_thread() -> None:
    script = """
        import os, signal, sys, threading, nhi_lifecycle as nhi
        inventory, begun, finished = nhi.Inventory(), threading.Event(), threading.Event()

        def records():
            begun.set()
            finished.wait()
            yield from ()

        thread = threading.Thread(target=inventory.add, args=[records()])
        thread.start()
        begun.wait()
        threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()
        try:
            len(inventory)
        except KeyboardInterrupt:
            print("interrupted")
        finished.set()
        thread.join()
        print(len(inventory))
    """
    ends(run(script), "interrupted\n0\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_does_not_wait_for_a_thread_it_has_not_got() -> None:
    script = """
        import os, threading, nhi_lifecycle as nhi
        inventory, begun, finished = nhi.Inventory(), threading.Event(), threading.Event()

        def records():
            begun.set()
            finished.wait()
            yield from ()

        thread = threading.Thread(target=inventory.add, args=[records()])
        thread.start()
        begun.wait()
        child = os.fork()
        if not child:
            try:
                len(inventory)
            except nhi.InvalidArgument as error:
                os._exit(0 if "forked" in str(error) else 1)
            os._exit(2)
        _, status = os.waitpid(child, 0)
        finished.set()
        thread.join()
        print(os.waitstatus_to_exitcode(status))
    """
    ends(run(script), "0\n")
