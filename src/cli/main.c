/* SPDX-License-Identifier: MIT */
/* coserr: explains error codes and error responses of COS. */
#include "cli.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#endif

enum {
    COMMAND_EXPLAIN = 1,
    COMMAND_DECODE = 2,
    COMMAND_LIST = 4,
    COMMAND_SEARCH = 8,
    COMMAND_ALL = 15
};

static const struct command {
    const char *name;
    int (*run)(const struct options *options);
    int bit;
    int min_arguments;
    int max_arguments;
} commands[] = {
    {"explain", cmd_explain, COMMAND_EXPLAIN, 1, INT_MAX},
    {"decode", cmd_decode, COMMAND_DECODE, 0, 1},
    {"list", cmd_list, COMMAND_LIST, 0, 0},
    {"search", cmd_search, COMMAND_SEARCH, 1, 1},
};

/* The options with a value, and what was given for them. */
enum raw_option {
    RAW_CATALOG,
    RAW_COLOR,
    RAW_CONTENT_TYPE,
    RAW_LANG,
    RAW_METHOD,
    RAW_OPERATION,
    RAW_RETRY,
    RAW_STATUS,
    RAW_URL,
    RAW_OPTIONS
};

static const struct {
    const char *name;
    int commands; /* that take it */
} raw_option_list[RAW_OPTIONS] = {
    [RAW_CATALOG] = {"--catalog", COMMAND_ALL},
    [RAW_COLOR] = {"--color", COMMAND_ALL},
    [RAW_CONTENT_TYPE] = {"--content-type", COMMAND_DECODE},
    [RAW_LANG] = {"--lang", COMMAND_ALL},
    [RAW_METHOD] = {"--method", COMMAND_DECODE},
    [RAW_OPERATION] = {"--operation", COMMAND_DECODE | COMMAND_EXPLAIN},
    [RAW_RETRY] = {"--retry", COMMAND_LIST},
    [RAW_STATUS] = {"--status", COMMAND_EXPLAIN | COMMAND_DECODE | COMMAND_LIST},
    [RAW_URL] = {"--url", COMMAND_DECODE},
};

enum { OPTION_JSON = 'j', OPTION_VERSION = 'v', OPTION_HELP = 'h', OPTION_RAW = 256 };

static const struct option long_options[] = {
    {"catalog", required_argument, NULL, OPTION_RAW + RAW_CATALOG},
    {"color", required_argument, NULL, OPTION_RAW + RAW_COLOR},
    {"content-type", required_argument, NULL, OPTION_RAW + RAW_CONTENT_TYPE},
    {"help", no_argument, NULL, OPTION_HELP},
    {"json", no_argument, NULL, OPTION_JSON},
    {"lang", required_argument, NULL, OPTION_RAW + RAW_LANG},
    {"method", required_argument, NULL, OPTION_RAW + RAW_METHOD},
    {"op", required_argument, NULL, OPTION_RAW + RAW_OPERATION},
    {"operation", required_argument, NULL, OPTION_RAW + RAW_OPERATION},
    {"retry", required_argument, NULL, OPTION_RAW + RAW_RETRY},
    {"status", required_argument, NULL, OPTION_RAW + RAW_STATUS},
    {"url", required_argument, NULL, OPTION_RAW + RAW_URL},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

struct command_line {
    const char *values[RAW_OPTIONS];
    bool json;
    bool help;
    bool version;
    char **words; /* the command and its arguments */
    int count;
};

/* Sorts the words of the command line. Options may follow arguments, also under POSIXLY_CORRECT.
 * False after a message. */
static bool read_command_line(int argc, char **argv, struct command_line *line) {
    int option;
    opterr = 0; /* getopt's messages would begin with the path of the program */
    while ((option = getopt_long(argc, argv, "-:", long_options, NULL)) != -1) {
        if (option == 1) {
            line->words[line->count++] = optarg;
        } else if (option == OPTION_JSON) {
            line->json = true;
        } else if (option == OPTION_HELP) {
            line->help = true;
        } else if (option == OPTION_VERSION) {
            line->version = true;
        } else if (option >= OPTION_RAW) {
            line->values[option - OPTION_RAW] = optarg;
        } else {
            (void)complain("%s '%s'; try 'coserr --help'",
                           option == ':' ? "missing argument for" : "unknown option",
                           argv[optind - 1]);
            return false;
        }
    }
    while (optind < argc) {
        line->words[line->count++] = argv[optind++];
    }
    return true;
}

/* ---------------------------------------------------------------------------- values of options */

static bool parse_color(const char *text, enum color *color) {
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; text != NULL && i < 3; i++) {
        if (strcmp(text, words[i]) == 0) {
            *color = (enum color)i;
            return true;
        }
    }
    return text == NULL;
}

static bool parse_status_option(const char *text, const struct command *command,
                                struct options *options) {
    if (text == NULL) {
        return true;
    }
    if (command->bit == COMMAND_LIST && strlen(text) == 3 && strcmp(text + 1, "xx") == 0 &&
        *text >= '3' && *text <= '5') {
        options->status_class = (uint32_t)(*text - '0');
        return true;
    }
    options->status = parse_status(str_of(text), command->bit == COMMAND_DECODE ? 100 : 300);
    return options->status != 0;
}

static bool parse_retry(const char *text, struct options *options) {
    options->retry = COSERR_WORD_NONE;
    if (text != NULL) {
        options->retry = coserr_find_word(COSERR_WORDS_RETRY, text, strlen(text));
    }
    return text == NULL || options->retry != COSERR_WORD_NONE;
}

static bool parse_operation(const char *text, struct options *options) {
    if (text != NULL) {
        options->operation =
            coserr_operation_id(coserr_find_operation(options->catalog, text, strlen(text)));
    }
    return text == NULL || options->operation != 0;
}

/* EXIT_ANSWERED, or EXIT_USAGE after a message. */
static int read_options(const struct command *command, const struct command_line *line,
                        struct options *options) {
    const char *const *values = line->values;
    for (size_t i = 0; i < RAW_OPTIONS; i++) {
        if (values[i] != NULL && (raw_option_list[i].commands & command->bit) == 0) {
            return complain("%s does not take %s", command->name, raw_option_list[i].name);
        }
    }
    if (!parse_status_option(values[RAW_STATUS], command, options)) {
        return complain("--status: invalid HTTP status '%s'", values[RAW_STATUS]);
    }
    if (!parse_retry(values[RAW_RETRY], options)) {
        return complain("--retry: unknown class '%s'; expected never, transient, throttle, clock, "
                        "credentials or conflict",
                        values[RAW_RETRY]);
    }
    if (!parse_operation(values[RAW_OPERATION], options)) {
        return complain("--operation: unknown operation '%s'; expected a name such as PutObject",
                        values[RAW_OPERATION]);
    }
    if (values[RAW_METHOD] != NULL && values[RAW_URL] == NULL) {
        return complain("--method requires --url");
    }
    if (options->count < command->min_arguments || options->count > command->max_arguments) {
        return complain("%s: too %s arguments; try 'coserr %s --help'", command->name,
                        options->count < command->min_arguments ? "few" : "many", command->name);
    }
    options->json = line->json;
    options->content_type = values[RAW_CONTENT_TYPE];
    options->url = values[RAW_URL];
    options->method = values[RAW_METHOD];
    return EXIT_ANSWERED;
}

/* ---------------------------------------------------------------------------------- the command */

static int run_command(const struct command *command, const struct command_line *line,
                       const coserr_catalog *catalog) {
    struct options options = {
        .catalog = catalog, .arguments = line->words + 1, .count = line->count - 1};
    enum color color = COLOR_AUTO;
    if (!parse_color(line->values[RAW_COLOR], &color)) {
        return complain("--color: expected auto, always or never, got '%s'",
                        line->values[RAW_COLOR]);
    }
    if (read_options(command, line, &options) != EXIT_ANSWERED) {
        return EXIT_USAGE;
    }
    options.language = choose_language(catalog, line->values[RAW_LANG]);
    options.color = !options.json && term_has_color(color);
    options.width = options.json ? 0 : term_width();
    return command->run(&options);
}

static int print_version(const coserr_catalog *catalog) {
    struct buffer out = {0};
    buffer_add_text(&out, "coserr ");
    buffer_add_text(&out, coserr_version());
    buffer_add_text(&out, ", catalog ");
    buffer_add_text(&out, coserr_catalog_name(catalog));
    buffer_add_char(&out, ' ');
    buffer_add_text(&out, coserr_catalog_version(catalog));
    buffer_add_char(&out, '\n');
    term_write(&out);
    buffer_free(&out);
    return EXIT_ANSWERED;
}

static int run(const struct command_line *line) {
    const char *name = line->count > 0 ? line->words[0] : NULL;
    const coserr_catalog *catalog = coserr_get_catalog();
    if (line->help) {
        print_help(name);
        return EXIT_ANSWERED;
    }
    if (line->values[RAW_CATALOG] != NULL) {
        catalog = load_catalog(line->values[RAW_CATALOG]);
    }
    if (catalog == NULL) {
        return EXIT_USAGE;
    }
    if (line->version) {
        return print_version(catalog);
    }
    if (name == NULL) {
        fputs(help_summary, stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return run_command(&commands[i], line, catalog);
        }
    }
    return complain("unknown command '%s'; try 'coserr --help'", name);
}

int main(int argc, char **argv) {
    struct command_line line = {.words = calloc((size_t)argc + 1, sizeof(char *))};
    int status = EXIT_USAGE;
#if defined(_WIN32)
    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
#endif
    if (line.words == NULL) {
        return complain("out of memory");
    }
    if (read_command_line(argc, argv, &line)) {
        status = run(&line);
    }
    free(line.words);
    return term_close() == EXIT_ANSWERED ? status : EXIT_USAGE;
}
