/* SPDX-License-Identifier: MIT */
/* gperf as a child process: keys in through one pipe, C out through another. Given a file name it
 * would write the path into its output; a pipe has none. */
#include "gperf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SECONDS = 300 };

extern char **environ;

struct child {
    pid_t pid;
    int in;  /* what it reads; -1 once closed */
    int out; /* what it writes */
};

static bool fail(const char *what) {
    fprintf(stderr, "coserr-gen: error: %s\n", what);
    return false;
}

static void close_fd(int *fd) {
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* `-m10` tries ten seeds: the smallest table, in no time. */
static bool spawn(struct child *child, int to_child[2], int from_child[2]) {
    char name[] = "gperf";
    char option[] = "-m10";
    char *const args[] = {name, option, NULL};
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
        error = posix_spawnp(&child->pid, args[0], &actions, NULL, args, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    return error == 0 ||
           fail(error == ENOENT ? "gperf is not installed; get it (Debian: apt-get install gperf)"
                                : arena_printf("cannot run gperf: %s", strerror(error)));
}

static bool start(struct child *child) {
    int to_child[2] = {-1, -1};
    int from_child[2] = {-1, -1};
    if (pipe(to_child) != 0 || pipe(from_child) != 0) {
        const char *why = strerror(errno);
        close_fd(&to_child[0]);
        close_fd(&to_child[1]);
        return fail(arena_printf("cannot make a pipe: %s", why));
    }
    (void)fcntl(to_child[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(from_child[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(to_child[1], F_SETFL, O_NONBLOCK);
    const bool good = spawn(child, to_child, from_child);
    close_fd(&to_child[0]);
    close_fd(&from_child[1]);
    child->in = to_child[1];
    child->out = from_child[0];
    if (!good) {
        close_fd(&child->in);
        close_fd(&child->out);
    }
    return good;
}

static void feed(struct child *child, const char *input, size_t len, size_t *fed) {
    const ssize_t wrote = write(child->in, input + *fed, len - *fed);
    if (wrote > 0) {
        *fed += (size_t)wrote;
    }
    if (*fed == len || (wrote < 0 && errno != EAGAIN && errno != EINTR)) {
        close_fd(&child->in);
    }
}

static void collect(struct child *child, struct text_buffer *output) {
    char chunk[16384];
    const ssize_t got = read(child->out, chunk, sizeof chunk);
    if (got > 0) {
        buffer_put(output, chunk, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        close_fd(&child->out);
    }
}

/* False when the time is up. */
static bool converse(struct child *child, const char *input, size_t len,
                     struct text_buffer *output) {
    const time_t deadline = time(NULL) + MOST_SECONDS;
    size_t fed = 0;
    while (child->out >= 0) {
        struct pollfd fds[] = {{child->out, POLLIN, 0}, {child->in, POLLOUT, 0}};
        const int ready = poll(fds, child->in >= 0 ? 2 : 1, 1000);
        if (ready > 0 && fds[0].revents != 0) {
            collect(child, output);
        }
        if (ready > 0 && child->in >= 0 && fds[1].revents != 0) {
            feed(child, input, len, &fed);
        }
        if (time(NULL) > deadline) {
            return false;
        }
    }
    return true;
}

static bool finish(struct child *child, bool in_time) {
    int status = 0;
    close_fd(&child->in);
    close_fd(&child->out);
    if (!in_time) {
        kill(child->pid, SIGKILL);
    }
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time) {
        return fail("gperf did not finish within five minutes");
    }
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           fail(arena_printf("gperf failed (%s %d)", WIFEXITED(status) ? "exit status" : "signal",
                             WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)));
}

bool gperf_run(const char *input, size_t len, struct text_buffer *output) {
    struct child child = {0, -1, -1};
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    bool good = start(&child);
    if (good) {
        good = finish(&child, converse(&child, input, len, output));
    }
    signal(SIGPIPE, before);
    if (good && (output->len == 0 || strstr(output->ptr, "_names_find") == NULL)) {
        good = fail("gperf printed something other than its table; is it gperf 3.1 or newer?");
    }
    return good;
}
