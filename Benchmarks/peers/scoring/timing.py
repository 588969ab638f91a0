"""One way to time for all peers: the median of as many runs as fit into two seconds, three at least, after one more."""

import statistics
import time


def measure(analysis, n, tool, work):
    value, times, start = work(), [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < 2:
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    print(f"{analysis},{n},{tool},{statistics.median(times):g},{value!r}", flush=True)
