/* SPDX-License-Identifier: MIT */
/* gperf as a child process: keys in through one pipe, C out through another. Only what defines the
 * hash is read from that C, and it is checked against every key. */
#include "hash/gperf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SECONDS = 60, MAX_CHILDREN = 64 };

extern char **environ;

struct child {
    pid_t pid;
    int in;  /* what it reads; -1 once closed */
    int out; /* what it writes; -1 once closed */
    size_t fed;
    time_t deadline;
    struct gperf_table *table;
    struct text_buffer input;
    struct text_buffer output;
};

static bool fail(const char *what) {
    fprintf(stderr, "coserr-gen: error: %s\n", what);
    return false;
}

/* ---------------------------------------------------------------------------------------- input */

/* The number of a slot is part of the name of a string in gperf's pool, so that it can be read. */
static const char declarations[] = "%language=ANSI-C\n"
                                   "%pic\n"
                                   "%null-strings\n"
                                   "%struct-type\n"
                                   "struct key { int name; unsigned index; };\n"
                                   "%%\n";

/* Letters and digits as they are, all else in octal: gperf does not know every escape of C, and
 * treats unquoted keys, and those that begin with '#' or '%', as something else. */
static void write_key(struct text_buffer *out, const struct gperf_key *key) {
    buffer_puts(out, "\"");
    for (size_t i = 0; i < key->len; i++) {
        const unsigned char c = (unsigned char)key->text[i];
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        buffer_printf(out, plain ? "%c" : "\\%03o", c);
    }
    buffer_puts(out, "\"");
}

static void write_input(struct child *child) {
    buffer_puts(&child->input, declarations);
    for (size_t i = 0; i < child->table->key_count; i++) {
        write_key(&child->input, &child->table->keys[i]);
        buffer_printf(&child->input, ", %zu\n", i);
    }
}

/* --------------------------------------------------------------------------------------- output */

/* Removes the contents of literals, in place: they contain keys. */
static void empty_literals(struct text_buffer *text) {
    char quote = '\0';
    size_t kept = 0;
    for (size_t i = 0; i < text->len; i++) {
        const char c = text->ptr[i];
        if (quote != '\0' && c == '\\') {
            i++;
        } else if (quote != '\0' && c == quote) {
            quote = '\0';
        } else if (quote == '\0') {
            quote = (char)(c == '"' || c == '\'' ? c : '\0');
            text->ptr[kept++] = c;
        }
    }
    text->len = kept;
    text->ptr[kept] = '\0';
}

/* After `what`, at or after `p`; NULL when it is not there. */
static const char *find_after(const char *p, const char *what) {
    const char *found = p != NULL ? strstr(p, what) : NULL;
    return found != NULL ? found + strlen(what) : NULL;
}

/* Reads a number below a million at `*p` and moves past it. */
static bool read_number(const char **p, unsigned *number) {
    char *end;
    const unsigned long value = strtoul(*p, &end, 10);
    const bool good = **p >= '0' && **p <= '9' && value < 1000000;
    *number = good ? (unsigned)value : 0;
    *p = good ? end : *p;
    return good;
}

/* "asso_values[] = { 12, 7, ... }" */
static bool read_values(const char *p, struct gperf_table *table) {
    size_t capacity = 0;
    unsigned value;
    p = find_after(find_after(p, "asso_values[]"), "{");
    while (p != NULL && *(p += strspn(p, " \n,")) != '}') {
        if (!read_number(&p, &value)) {
            return false;
        }
        ARENA_PUSH(table->values, table->value_count, capacity) = value;
    }
    return p != NULL;
}

/* "asso_values[(unsigned char)str[11]+1]", and "str[len - 1]" for the last byte. */
static bool read_positions(const char *p, struct gperf_table *table) {
    static const char term[] = "asso_values[(unsigned char)str[";
    size_t capacity = 0;
    while ((p = find_after(p, term)) != NULL) {
        struct gperf_position position = {GPERF_LAST, 0};
        if (read_number(&p, &position.at)) {
            position.at++;
        } else if (strncmp(p, "len - 1", 7) == 0) {
            p += 7;
        }
        if (*p++ != ']' || (*p == '+' && (p++, !read_number(&p, &position.plus)))) {
            return false;
        }
        ARENA_PUSH(table->positions, table->position_count, capacity) = position;
    }
    return true;
}

/* "{...stringpool_str38, 5}": the key with index 5 has the slot 38. */
static bool read_slots(const char *p, struct gperf_table *table) {
    size_t capacity = 0;
    size_t found = 0;
    while ((p = find_after(p, "->stringpool_str")) != NULL) {
        unsigned slot;
        unsigned index;
        if (!read_number(&p, &slot) || (p = find_after(p, ",")) == NULL ||
            (p += strspn(p, " "), !read_number(&p, &index)) || index >= table->key_count ||
            slot < table->slot_count) {
            return false;
        }
        while (table->slot_count < slot) {
            ARENA_PUSH(table->slots, table->slot_count, capacity) = NULL;
        }
        ARENA_PUSH(table->slots, table->slot_count, capacity) = &table->keys[index];
        found++;
    }
    return found == table->key_count;
}

size_t gperf_hash(const struct gperf_table *table, const struct gperf_key *key) {
    size_t hash = table->counts_length ? key->len : 0;
    for (size_t i = 0; i < table->position_count; i++) {
        const unsigned at = table->positions[i].at;
        if (at <= key->len) {
            const unsigned char byte =
                (unsigned char)key->text[at == GPERF_LAST ? key->len - 1 : at - 1];
            const size_t value = byte + table->positions[i].plus;
            hash += value < table->value_count ? table->values[value] : table->slot_count;
        }
    }
    return hash < table->slot_count ? hash : table->slot_count;
}

static bool read_table(struct child *child) {
    struct gperf_table *table = child->table;
    empty_literals(&child->output);
    const char *hash = find_after(child->output.ptr, "\nhash (");
    const char *hash_end = find_after(hash, "\n}\n");
    if (hash_end == NULL) {
        return false;
    }
    const char *words = find_after(hash_end, "wordlist[] =");
    const char *function = arena_copy(hash, (size_t)(hash_end - hash));
    /* "hval = len", "return len + ..."; not where all keys have one length. */
    table->counts_length =
        strstr(function, "= len;") != NULL || strstr(function, "return len") != NULL;
    bool good = read_positions(function, table) && read_slots(words, table) &&
                (table->position_count == 0 || read_values(function, table));
    for (size_t i = 0; good && i < table->key_count; i++) {
        const size_t slot = gperf_hash(table, &table->keys[i]);
        good = slot < table->slot_count && table->slots[slot] == &table->keys[i];
    }
    return good;
}

/* -------------------------------------------------------------------------------------- process */

static void close_fd(int *fd) {
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* "-k1,2,3" */
static char *list_positions(size_t count) {
    struct text_buffer option = {0};
    for (size_t i = 1; i <= count; i++) {
        buffer_printf(&option, "%s%zu", i == 1 ? "-k" : ",", i);
    }
    return option.ptr;
}

/* `-m10` tries ten seeds, which gives the smallest table seen and takes no noticeable time. */
static bool spawn(struct child *child, int to_child[2], int from_child[2]) {
    char name[] = "gperf";
    char option[] = "-m10";
    char *positions = child->table->used > 0 ? list_positions(child->table->used) : NULL;
    char *const args[] = {name, option, positions, NULL};
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
        error = error != 0
                    ? error
                    : posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
        error =
            error != 0 ? error : posix_spawnp(&child->pid, args[0], &actions, NULL, args, environ);
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

static void feed(struct child *child) {
    const struct text_buffer *input = &child->input;
    const ssize_t wrote = write(child->in, input->ptr + child->fed, input->len - child->fed);
    if (wrote > 0) {
        child->fed += (size_t)wrote;
    }
    if (child->fed == input->len || (wrote < 0 && errno != EAGAIN && errno != EINTR)) {
        close_fd(&child->in);
    }
}

static void collect(struct child *child) {
    char chunk[16384];
    const ssize_t got = read(child->out, chunk, sizeof chunk);
    if (got > 0) {
        buffer_put(&child->output, chunk, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        close_fd(&child->out);
    }
}

/* Waits, for a limited time, until a pipe is ready or a child has ended. */
static void pump(struct child *children, size_t count) {
    struct pollfd fds[2 * MAX_CHILDREN];
    int wait_ms = 1000;
    for (size_t i = 0; i < count; i++) {
        fds[2 * i] = (struct pollfd){children[i].out, POLLIN, 0}; /* -1 is ignored */
        fds[2 * i + 1] = (struct pollfd){children[i].in, POLLOUT, 0};
        wait_ms = children[i].out < 0 ? 1 : wait_ms;
    }
    const int ready = poll(fds, (nfds_t)(2 * count), wait_ms);
    for (size_t i = 0; i < count && ready > 0; i++) {
        if (fds[2 * i].revents != 0) {
            collect(&children[i]);
        }
        if (fds[2 * i + 1].revents != 0) {
            feed(&children[i]);
        }
    }
}

static void stop(struct child *child) {
    close_fd(&child->in);
    close_fd(&child->out);
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
    }
}

/* Its output is complete, and it has ended. */
static bool finish(struct child *child, int status) {
    close_fd(&child->in);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail(arena_printf("gperf failed (%s %d)",
                                 WIFEXITED(status) ? "exit status" : "signal",
                                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)));
    }
    buffer_put(&child->output, "", 0);
    return read_table(child) ||
           fail("gperf printed something other than a table of the keys it was given; is it gperf "
                "3.1 or newer?");
}

/* ------------------------------------------------------------------------------------ processes */

static size_t max_children(void) {
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > MAX_CHILDREN ? MAX_CHILDREN : (size_t)processors;
}

static bool start_more(struct child *children, size_t *running, struct gperf_table **next,
                       const struct gperf_table *tables_end, size_t max) {
    while (*next < tables_end && *running < max) {
        if ((*next)->key_count == 0) { /* gperf requires at least one */
            ++*next;
            continue;
        }
        struct child *child = &children[*running];
        *child = (struct child){.table = *next, .deadline = time(NULL) + MAX_SECONDS};
        write_input(child);
        if (!start(child)) {
            return false;
        }
        ++*next;
        ++*running;
    }
    return true;
}

/* Collects children that have ended. False when one has failed or takes too long. */
static bool reap(struct child *children, size_t *running) {
    for (size_t i = 0; i < *running;) {
        int status = 0; /* stays 0 where SIGCHLD is ignored */
        if (children[i].out < 0 && waitpid(children[i].pid, &status, WNOHANG) != 0) {
            struct child done = children[i];
            children[i] = children[--*running];
            if (!finish(&done, status)) {
                return false;
            }
        } else if (time(NULL) > children[i].deadline) {
            return fail("gperf did not finish within a minute");
        } else {
            i++;
        }
    }
    return true;
}

bool gperf_run(struct gperf_table *tables, size_t count) {
    struct child *children = arena_alloc(MAX_CHILDREN * sizeof *children);
    struct gperf_table *next = tables;
    size_t running = 0;
    bool good = true;
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    while (good && (next < tables + count || running > 0)) {
        good = start_more(children, &running, &next, tables + count, max_children());
        if (good) {
            pump(children, running);
            good = reap(children, &running);
        }
    }
    while (running > 0) {
        stop(&children[--running]);
    }
    signal(SIGPIPE, before);
    return good;
}
