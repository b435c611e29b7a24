/* SPDX-License-Identifier: MIT */
/* coserr-gen: compiles a catalog of error codes. */
#include "cmd.h"
#include "base/out.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: coserr-gen compile CATALOG --ledger LOCK --out DIR [--only KIND,...] [--depfile F]\n"
    "                          [--prefix P] [--check]\n"
    "       coserr-gen check CATALOG [--ledger LOCK [--since-ledger OLD]] [--since OLD]\n"
    "       coserr-gen assign CATALOG --ledger LOCK\n"
    "       coserr-gen diff OLD NEW [--exit-code]\n"
    "       coserr-gen import PAGE CATALOG [--write] [--exit-code]\n"
    "       coserr-gen rules\n"
    "       coserr-gen explain RULE\n"
    "\n"
    "Compiles a catalog of error codes (YAML) into C tables, a header and JSON.\n"
    "A file named - is standard input.\n"
    "\n"
    "  compile   checks the catalog, then writes into DIR what has changed\n"
    "  check     checks the catalog, and with --ledger its ids; writes nothing\n"
    "  assign    appends ids and symbols for new codes to the ledger, or begins one\n"
    "  diff      says what changed between two catalogs, and what that is for users:\n"
    "            major, minor or patch\n"
    "  import    compares the catalog with the service's own page of codes (Markdown)\n"
    "  rules     lists the rules that a catalog is held to\n"
    "  explain   says what a rule is for, and what to do\n"
    "\n"
    "  --ledger LOCK    the file of ids and symbols\n"
    "  --out DIR        where the outputs go; made if it is not there\n"
    "  --only KIND,...  of header, names, tables, json: just these\n"
    "  --depfile F      writes what the outputs depend on, as a Makefile rule\n"
    "  --prefix P       begins all names, in place of the catalog's own prefix\n"
    "  --check          writes nothing; status 1 when an output is not current\n"
    "  --since OLD      warns of texts that changed in one language alone since then\n"
    "  --since-ledger OLD  refuses a ledger that is not a continuation of that one\n"
    "  --exit-code      status 3, 4 or 5 for a patch, a minor or a major change (diff),\n"
    "                   or 3 when there is something to do (import)\n"
    "  --write          adds an entry, to be filled in, for each new code\n"
    "  --werror         takes warnings for errors\n"
    "  --format FORMAT  text, json (one object a line) or, of diff, markdown\n"
    "  --version        prints the version\n"
    "  --help           prints this\n"
    "\n"
    "Exit status: 0 good, 1 the catalog or the ledger has errors, or --check found an output that\n"
    "is not current, 2 usage, I/O or gperf; 3 to 5 see --exit-code.\n";

enum { NEEDS_LEDGER = 1, NEEDS_OUT = 2 };

static const struct command {
    const char *name;
    int (*run)(const struct options *options);
    size_t args;
    const char *what; /* the arguments are */
    int traits;
} commands[] = {
    {"compile", cmd_compile, 1, "a catalog", NEEDS_LEDGER | NEEDS_OUT},
    {"check", cmd_check, 1, "a catalog", 0},
    {"assign", cmd_assign, 1, "a catalog", NEEDS_LEDGER},
    {"diff", cmd_diff, 2, "an old and a new catalog", 0},
    {"import", cmd_import, 2, "a page and a catalog", 0},
    {"rules", cmd_rules, 0, "no argument", 0},
    {"explain", cmd_explain, 1, "a rule", 0},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static int complain(const char *format, ...) PRINTF_LIKE(1, 2);
static int complain(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "coserr-gen: error: %s\ncoserr-gen: try 'coserr-gen --help'\n",
            arena_vprintf(format, args));
    va_end(args);
    return EXIT_USAGE;
}

enum {
    OPTION_LEDGER = 256,
    OPTION_OUT,
    OPTION_ONLY,
    OPTION_DEPFILE,
    OPTION_PREFIX,
    OPTION_CHECK,
    OPTION_SINCE,
    OPTION_SINCE_LEDGER,
    OPTION_EXIT_CODE,
    OPTION_WRITE,
    OPTION_WERROR,
    OPTION_FORMAT,
    OPTION_VERSION,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"ledger", required_argument, NULL, OPTION_LEDGER},
    {"out", required_argument, NULL, OPTION_OUT},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"depfile", required_argument, NULL, OPTION_DEPFILE},
    {"prefix", required_argument, NULL, OPTION_PREFIX},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"since", required_argument, NULL, OPTION_SINCE},
    {"since-ledger", required_argument, NULL, OPTION_SINCE_LEDGER},
    {"exit-code", no_argument, NULL, OPTION_EXIT_CODE},
    {"write", no_argument, NULL, OPTION_WRITE},
    {"werror", no_argument, NULL, OPTION_WERROR},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static bool read_format(const char *word, enum format *format) {
    static const char *const words[] = {"text", "json", "markdown"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            *format = (enum format)i;
            return true;
        }
    }
    return false;
}

static bool take_argument(const char *argument, const char **command, struct options *options) {
    if (*command == NULL) {
        *command = argument;
    } else if (options->arg_count < sizeof options->args / sizeof *options->args) {
        options->args[options->arg_count++] = argument;
    } else {
        complain("too many arguments: %s", argument);
        return false;
    }
    return true;
}

/* A negative number, or the status to exit with. `*command` is the first argument. */
static int read_options(int argc, char **argv, const char **command, struct options *options) {
    int option;
    opterr = 0; /* getopt's messages would begin with the path of the program */
    /* '-': arguments come as option 1, in any place, whatever POSIXLY_CORRECT says. */
    while ((option = getopt_long(argc, argv, "-:", long_options, NULL)) != -1) {
        switch (option) {
        case 1:
            if (!take_argument(optarg, command, options)) {
                return EXIT_USAGE;
            }
            break;
        case OPTION_LEDGER:
            options->ledger = optarg;
            break;
        case OPTION_OUT:
            options->out = optarg;
            break;
        case OPTION_ONLY:
            options->only = optarg;
            break;
        case OPTION_DEPFILE:
            options->depfile = optarg;
            break;
        case OPTION_PREFIX:
            options->prefix = optarg;
            break;
        case OPTION_CHECK:
            options->check = true;
            break;
        case OPTION_SINCE:
            options->since = optarg;
            break;
        case OPTION_SINCE_LEDGER:
            options->since_ledger = optarg;
            break;
        case OPTION_EXIT_CODE:
            options->exit_code = true;
            break;
        case OPTION_WRITE:
            options->write = true;
            break;
        case OPTION_WERROR:
            options->werror = true;
            break;
        case OPTION_FORMAT:
            if (!read_format(optarg, &options->format)) {
                return complain("--format: unknown format '%s'; there are text, json, markdown",
                                optarg);
            }
            break;
        case OPTION_VERSION:
            puts("coserr-gen " COSERR_GEN_VERSION);
            return EXIT_GOOD;
        case OPTION_HELP:
            fputs(help, stdout);
            return EXIT_GOOD;
        case ':':
            return complain("an argument is missing behind %s", argv[optind - 1]);
        default:
            return complain("unknown option %s", argv[optind - 1]);
        }
    }
    for (; optind < argc; optind++) { /* behind "--" */
        if (!take_argument(argv[optind], command, options)) {
            return EXIT_USAGE;
        }
    }
    return -1;
}

static const struct command *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int run(const char *name, const struct options *options) {
    const struct command *command = find_command(name);
    if (command == NULL) {
        const char *names[COMMANDS + 1] = {NULL};
        for (size_t i = 0; i < COMMANDS; i++) {
            names[i] = commands[i].name;
        }
        return complain("unknown command '%s'%s", name, did_you_mean(name, names));
    }
    if (options->arg_count != command->args) {
        return complain("%s wants %s", name, command->what);
    }
    if (options->ledger == NULL && (command->traits & NEEDS_LEDGER) != 0) {
        return complain("%s wants --ledger", name);
    }
    if (options->out == NULL && (command->traits & NEEDS_OUT) != 0) {
        return complain("%s wants --out", name);
    }
    if (options->since_ledger != NULL && options->ledger == NULL) {
        return complain("--since-ledger wants --ledger");
    }
    if (options->format == FORMAT_MARKDOWN && command->run != cmd_diff) {
        return complain("--format markdown is for diff");
    }
    return command->run(options);
}

static void clean_up(void) {
    out_clean_up();
    arena_free_all();
}

int main(int argc, char **argv) {
    struct options options = {0};
    const char *command = NULL;
    atexit(clean_up);
    const int status = read_options(argc, argv, &command, &options);
    if (status >= 0) {
        return status;
    }
    if (command == NULL) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    const int result = run(command, &options);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "coserr-gen: error: standard output: %s\n", strerror(errno));
        return EXIT_USAGE;
    }
    return result;
}
