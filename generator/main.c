/* SPDX-License-Identifier: MIT */
/* coserr-gen: compiles a catalog of error codes. */
#include "cmd.h"
#include "out.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: coserr-gen compile CATALOG --ledger LOCK --out DIR [--only KIND,...] [--depfile F]\n"
    "       coserr-gen check CATALOG [--ledger LOCK]\n"
    "       coserr-gen assign CATALOG --ledger LOCK\n"
    "\n"
    "Compiles a catalog of error codes (YAML) into C tables, a header and JSON.\n"
    "\n"
    "  compile   checks the catalog, then writes into DIR what has changed\n"
    "  check     checks the catalog, and with --ledger its ids; writes nothing\n"
    "  assign    appends ids and symbols for new codes to the ledger\n"
    "\n"
    "  --ledger LOCK    the file of ids and symbols\n"
    "  --out DIR        where the outputs go; made if it is not there\n"
    "  --only KIND,...  of header, names, tables, json: just these\n"
    "  --depfile F      writes what the outputs depend on, as a Makefile rule\n"
    "  --version        prints the version\n"
    "  --help           prints this\n"
    "\n"
    "Exit status: 0 good, 1 the catalog or the ledger has errors, 2 usage, I/O or gperf.\n";

static int complain(const char *what, const char *which) {
    fprintf(stderr, "coserr-gen: error: %s%s\ncoserr-gen: try 'coserr-gen --help'\n", what, which);
    return EXIT_USAGE;
}

enum { OPTION_LEDGER = 256, OPTION_OUT, OPTION_ONLY, OPTION_DEPFILE, OPTION_VERSION, OPTION_HELP };

static const struct option long_options[] = {
    {"ledger", required_argument, NULL, OPTION_LEDGER},
    {"out", required_argument, NULL, OPTION_OUT},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"depfile", required_argument, NULL, OPTION_DEPFILE},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

/* A negative number, or the status to exit with. */
static int read_options(int argc, char **argv, struct options *options) {
    int option;
    opterr = 0; /* getopt's messages would begin with the path of the program */
    while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        switch (option) {
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
        case OPTION_VERSION:
            puts("coserr-gen " COSERR_GEN_VERSION);
            return EXIT_GOOD;
        case OPTION_HELP:
            fputs(help, stdout);
            return EXIT_GOOD;
        default:
            return complain(option == ':' ? "an argument is missing behind " : "unknown option ",
                            argv[optind - 1]);
        }
    }
    return -1;
}

static int run(const char *command, const struct options *options) {
    const bool compile = strcmp(command, "compile") == 0;
    const bool assign = strcmp(command, "assign") == 0;
    if (!compile && !assign && strcmp(command, "check") != 0) {
        return complain("unknown command ", command);
    }
    if (options->catalog == NULL) {
        return complain("no catalog given to ", command);
    }
    if (options->ledger == NULL && (compile || assign)) {
        return complain("--ledger is needed by ", command);
    }
    if (options->out == NULL && compile) {
        return complain("--out is needed by ", command);
    }
    return compile ? cmd_compile(options) : assign ? cmd_assign(options) : cmd_check(options);
}

static void clean_up(void) {
    out_clean_up();
    arena_free_all();
}

int main(int argc, char **argv) {
    struct options options = {0};
    atexit(clean_up);
    const int status = read_options(argc, argv, &options);
    if (status >= 0) {
        return status;
    }
    if (optind == argc) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    if (argc - optind > 2) {
        return complain("too many arguments: ", argv[optind + 2]);
    }
    options.catalog = optind + 1 < argc ? argv[optind + 1] : NULL;
    const int result = run(argv[optind], &options);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "coserr-gen: error: standard output: %s\n", strerror(errno));
        return EXIT_USAGE;
    }
    return result;
}
