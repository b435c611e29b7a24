/* SPDX-License-Identifier: MIT */
/* coserr-gen: compiles a catalog of error codes. */
#include "cmd.h"
#include "base/diag.h"
#include "base/out.h"

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: coserr-gen compile CATALOG --ledger LOCK --out DIR [--only KIND,...] [--depfile F]\n"
    "                          [--prefix P] [--check]\n"
    "       coserr-gen check CATALOG [--ledger LOCK [--since-ledger OLD]] [--since OLD]\n"
    "       coserr-gen assign CATALOG --ledger LOCK [--since-ledger OLD]\n"
    "       coserr-gen diff OLD NEW [--exit-code]\n"
    "       coserr-gen import PAGE CATALOG [--write] [--force] [--exit-code]\n"
    "       coserr-gen rules\n"
    "       coserr-gen explain RULE\n"
    "\n"
    "Compiles a catalog of error codes (YAML) into C tables, a header, an image and JSON.\n"
    "A file named - is standard input.\n"
    "\n"
    "  compile   checks the catalog, then writes the outputs that changed into DIR\n"
    "  check     checks the catalog, and its ids if there is a --ledger; writes nothing\n"
    "  assign    appends ids and symbols for new codes and operations to the ledger; creates it\n"
    "            if missing\n"
    "  diff      lists the changes between two catalogs, and whether they are major, minor\n"
    "            or patch changes for users\n"
    "  import    compares the catalog with the service's page of codes (Markdown)\n"
    "  rules     lists the rules that catalogs have to follow\n"
    "  explain   explains a rule, and how to follow it\n"
    "\n"
    "  --ledger LOCK       the file of ids and symbols\n"
    "  --out DIR           the folder for the outputs; created if missing\n"
    "  --only KIND,...     writes only some of header, tables, image, json, words-header, words,\n"
    "                      vocabulary\n"
    "  --depfile F         writes the dependencies of the outputs as a Makefile rule; F may\n"
    "                      also be a pipe or a device\n"
    "  --prefix P          replaces the catalog's own prefix for names\n"
    "  --check             writes nothing; exits with 1 if an output is out of date\n"
    "  --since OLD         warns of texts that changed in only one language since OLD\n"
    "  --since-ledger OLD  requires that LOCK continues OLD\n"
    "  --exit-code         exits with 3, 4 or 5 for a patch, minor or major change (diff), or\n"
    "                      with 3 if the page and the catalog differ (import)\n"
    "  --write             adds an entry, to be completed by hand, for each new code\n"
    "  --force             accepts a page that lists no code of the catalog\n"
    "  --werror            treats warnings as errors (compile, check, assign)\n"
    "  --format FORMAT     text, json (one object per line) or, for diff, markdown\n"
    "  --version           prints the version\n"
    "  --help              prints this help\n"
    "\n"
    "import skips rows that are not codes, and counts numbers without a status, which never\n"
    "become entries. For a new code, it suggests a rename if at most three characters differ\n"
    "and the score is at least 70 of 100: three quarters of it are the similarity of the codes,\n"
    "one quarter that of the descriptions.\n"
    "\n"
    "Exit status: 0 success; 1 errors in the catalog, the ledger or the page, or an output that\n"
    "is out of date (--check); 2 wrong usage, a file that cannot be read or written, or a failure\n"
    "of gperf; 3 to 5 see --exit-code.\n";

/* A bit for each command. */
enum {
    COMPILE = 1 << 0,
    CHECK = 1 << 1,
    ASSIGN = 1 << 2,
    DIFF = 1 << 3,
    IMPORT = 1 << 4,
    RULES = 1 << 5,
    EXPLAIN = 1 << 6,
    ALL = (1 << 7) - 1
};

static const struct command {
    const char *name;
    unsigned bit;
    int (*run)(const struct options *options);
    size_t arg_count;
    const char *args;
} commands[] = {
    {"compile", COMPILE, cmd_compile, 1, "one argument, a catalog"},
    {"check", CHECK, cmd_check, 1, "one argument, a catalog"},
    {"assign", ASSIGN, cmd_assign, 1, "one argument, a catalog"},
    {"diff", DIFF, cmd_diff, 2, "two arguments, an old and a new catalog"},
    {"import", IMPORT, cmd_import, 2, "two arguments, a page and a catalog"},
    {"rules", RULES, cmd_rules, 0, "no argument"},
    {"explain", EXPLAIN, cmd_explain, 1, "one argument, a rule"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

#define MEMBER(name) offsetof(struct options, name)

static const struct option_spec {
    const char *name;
    size_t member; /* of struct options: a string if there is a value, else a bool */
    int has_value;
    unsigned commands;    /* that take it */
    unsigned required_by; /* commands */
} specs[] = {
    {"ledger", MEMBER(ledger), required_argument, COMPILE | CHECK | ASSIGN, COMPILE | ASSIGN},
    {"out", MEMBER(out), required_argument, COMPILE, COMPILE},
    {"only", MEMBER(only), required_argument, COMPILE, 0},
    {"depfile", MEMBER(depfile), required_argument, COMPILE, 0},
    {"prefix", MEMBER(prefix), required_argument, COMPILE, 0},
    {"check", MEMBER(check), no_argument, COMPILE, 0},
    {"since", MEMBER(since), required_argument, CHECK, 0},
    {"since-ledger", MEMBER(since_ledger), required_argument, CHECK | ASSIGN, 0},
    {"exit-code", MEMBER(exit_code), no_argument, DIFF | IMPORT, 0},
    {"write", MEMBER(write), no_argument, IMPORT, 0},
    {"force", MEMBER(force), no_argument, IMPORT, 0},
    {"werror", MEMBER(werror), no_argument, COMPILE | CHECK | ASSIGN, 0},
    {"format", MEMBER(format_name), required_argument, ALL, 0},
    {"version", MEMBER(version), no_argument, ALL, 0},
    {"help", MEMBER(help), no_argument, ALL, 0},
};

enum { SPECS = sizeof specs / sizeof *specs, FIRST_OPTION = 256 };

static int complain(const char *format, ...) PRINTF_LIKE(1, 2);
static int complain(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "coserr-gen: error: %s\ncoserr-gen: try 'coserr-gen --help'\n",
            arena_vprintf(format, args));
    va_end(args);
    return EXIT_USAGE;
}

/* -------------------------------------------------------------------------------------- reading */

struct command_line {
    const char *command; /* the first argument */
    uint32_t given;      /* a bit for each of `specs` */
    struct options options;
};

static bool take_argument(struct command_line *line, const char *argument) {
    struct options *options = &line->options;
    if (line->command == NULL) {
        line->command = argument;
    } else if (options->arg_count < sizeof options->args / sizeof *options->args) {
        options->args[options->arg_count++] = argument;
    } else {
        complain("too many arguments: %s", argument);
        return false;
    }
    return true;
}

static bool take_option(struct command_line *line, size_t index, const char *value) {
    char *member = (char *)&line->options + specs[index].member;
    if (specs[index].has_value == required_argument) {
        memcpy(member, &value, sizeof value);
    } else {
        memcpy(member, &(bool){true}, sizeof(bool));
    }
    line->given |= (uint32_t)1 << index;
    return true;
}

static bool refuse_option(int option, char *const *argv) {
    const char *word = argv[optind - 1];
    if (option == ':') {
        complain("missing argument for %s", word);
    } else if (optopt >= FIRST_OPTION) {
        complain("--%s takes no argument", specs[optopt - FIRST_OPTION].name);
    } else if (optopt != 0) {
        complain("unknown option -%c", optopt);
    } else {
        complain("unknown option %s", word);
    }
    return false;
}

/* False, with a message, if the words cannot be understood. Stops at --help and --version. */
static bool read_command_line(int argc, char **argv, struct command_line *line) {
    struct option long_options[SPECS + 1] = {{0}};
    int option;
    for (size_t i = 0; i < SPECS; i++) {
        long_options[i] =
            (struct option){specs[i].name, specs[i].has_value, NULL, FIRST_OPTION + (int)i};
    }
    opterr = 0; /* getopt's messages would begin with the path of the program */
    /* '-': arguments come as option 1, anywhere, even if POSIXLY_CORRECT is set. */
    while ((option = getopt_long(argc, argv, "-:", long_options, NULL)) != -1) {
        const bool taken = option == 1 ? take_argument(line, optarg)
                           : option >= FIRST_OPTION
                               ? take_option(line, (size_t)(option - FIRST_OPTION), optarg)
                               : refuse_option(option, argv);
        if (!taken) {
            return false;
        }
        if (line->options.help || line->options.version) {
            return true;
        }
    }
    for (; optind < argc; optind++) { /* after "--" */
        if (!take_argument(line, argv[optind])) {
            return false;
        }
    }
    return true;
}

/* -------------------------------------------------------------------------------------- running */

static const struct command *find_command(const char *name) {
    const char *names[COMMANDS + 1] = {NULL};
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
        if (strcmp(names[i], name) == 0) {
            return &commands[i];
        }
    }
    complain("unknown command '%s'%s", name, did_you_mean(name, names));
    return NULL;
}

static int read_format(const struct command *command, struct options *options) {
    static const char *const words[] = {"text", "json", "markdown"};
    const char *name = options->format_name;
    size_t i = 0;
    while (name != NULL && i < sizeof words / sizeof *words && strcmp(name, words[i]) != 0) {
        i++;
    }
    if (i == sizeof words / sizeof *words) {
        return complain("--format: unknown format '%s'; expected text, json or markdown", name);
    }
    options->format = (enum format)i;
    if (options->format == FORMAT_MARKDOWN && command->bit != DIFF) {
        return complain("%s does not take --format markdown", command->name);
    }
    return EXIT_GOOD;
}

static int validate(const struct command *command, struct command_line *line) {
    struct options *options = &line->options;
    if (options->arg_count != command->arg_count) {
        return complain("%s takes %s", command->name, command->args);
    }
    for (size_t i = 0; i < SPECS; i++) {
        const bool given = (line->given >> i & 1) != 0;
        if (given && (specs[i].commands & command->bit) == 0) {
            return complain("%s does not take --%s", command->name, specs[i].name);
        }
        if (!given && (specs[i].required_by & command->bit) != 0) {
            return complain("%s requires --%s", command->name, specs[i].name);
        }
    }
    if (options->since_ledger != NULL && options->ledger == NULL) {
        return complain("--since-ledger requires --ledger");
    }
    return read_format(command, options);
}

static int run(struct command_line *line) {
    if (line->options.version) {
        puts("coserr-gen " COSERR_GEN_VERSION);
        return EXIT_GOOD;
    }
    if (line->options.help) {
        fputs(help, stdout);
        return EXIT_GOOD;
    }
    if (line->command == NULL) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    const struct command *command = find_command(line->command);
    if (command == NULL) {
        return EXIT_USAGE;
    }
    const int status = validate(command, line);
    return status == EXIT_GOOD ? command->run(&line->options) : status;
}

/* A write may have failed earlier and left nothing to flush. */
static bool flush_output(void) {
    const bool lost = ferror(stdout) != 0;
    errno = 0;
    if (fflush(stdout) == 0 && !lost) {
        return true;
    }
    fprintf(stderr, "coserr-gen: error: standard output: %s\n",
            errno != 0 ? strerror(errno) : "cannot write");
    return false;
}

static void clean_up(void) {
    out_clean_up();
    arena_free_all();
}

int main(int argc, char **argv) {
    struct command_line line = {0};
    atexit(clean_up);
    if (!read_command_line(argc, argv, &line)) {
        return EXIT_USAGE;
    }
    const int status = run(&line);
    return flush_output() ? status : EXIT_USAGE;
}
