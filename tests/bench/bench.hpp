// SPDX-License-Identifier: MIT
// Rounds of peers that do the same work, in one process on one core.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <random>
#include <sched.h>
#include <string>
#include <time.h>
#include <vector>

namespace bench {

struct peer {
    const char *name;
    // A round's operations, in the one order to warm up and in the other to be measured.
    std::function<uint64_t(size_t order)> run;
    uint64_t expected; // its checksum, of answers that were looked at one by one before
};

[[noreturn]] inline void fail(const std::string &what) {
    fprintf(stderr, "bench: %s\n", what.c_str());
    exit(1);
}

// What moves to another core finds its caches cold.
inline void pin() {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<size_t>(sched_getcpu()), &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        fail("cannot stay on one core");
    }
}

inline double now_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Prints a line for each peer: set, name, nanoseconds an operation in each round, between tabs; a
// peer that was not there at build time has none. Each round brings the operations into two new
// orders, the same for all peers, and takes the peers in a new order.
inline void measure(const std::string &set, const std::vector<peer> &peers, size_t operations,
                    int rounds, const std::function<void(std::mt19937_64 &)> &shuffle) {
    std::mt19937_64 chance(1);
    std::vector<std::vector<double>> times(peers.size());
    std::vector<size_t> turns(peers.size());
    std::iota(turns.begin(), turns.end(), 0);
    for (int round = 0; round < rounds; round++) {
        std::shuffle(turns.begin(), turns.end(), chance);
        shuffle(chance);
        for (const size_t i : turns) {
            if (!peers[i].run) {
                continue;
            }
            const uint64_t warm = peers[i].run(0);
            const double start = now_ns();
            const uint64_t sum = peers[i].run(1);
            times[i].push_back((now_ns() - start) / static_cast<double>(operations));
            if (warm != peers[i].expected || sum != peers[i].expected) {
                fail(set + ": wrong answers from " + peers[i].name);
            }
        }
    }
    for (size_t i = 0; i < peers.size(); i++) {
        printf("%s\t%s", set.c_str(), peers[i].name);
        for (const double time : times[i]) {
            printf("\t%.3f", time);
        }
        putchar('\n');
    }
}

} // namespace bench
