/* SPDX-License-Identifier: MIT */
/* Runs a command and prints nanoseconds from start to end, kilobytes at its peak, and its exit
 * status, -1 when its time was up. A child's peak counts what its parent held when it was started:
 * this parent holds next to nothing.
 *
 * usage: spawn SECONDS COMMAND [ARGUMENT]... */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: spawn SECONDS COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    sigset_t chld;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, NULL);

    /* A process group of its own: when the time is up, its children end too. */
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    pid_t pid;
    const long long start = now_ns();
    if (posix_spawnp(&pid, argv[2], &actions, &attributes, argv + 2, environ) != 0) {
        fprintf(stderr, "spawn: cannot run %s\n", argv[2]);
        return 2;
    }
    const struct timespec limit = {.tv_sec = strtol(argv[1], NULL, 10)};
    const int in_time = sigtimedwait(&chld, NULL, &limit) == SIGCHLD;
    if (!in_time) {
        kill(-pid, SIGKILL);
    }
    int status;
    struct rusage usage;
    wait4(pid, &status, 0, &usage);
    printf("%lld %ld %d\n", now_ns() - start, usage.ru_maxrss,
           !in_time || !WIFEXITED(status) ? -1 : WEXITSTATUS(status));
    return 0;
}
