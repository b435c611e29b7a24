/* SPDX-License-Identifier: MIT */
/* coserr: explains error codes and error responses of COS. */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#endif

static const char help[] =
    "usage: coserr explain CODE...|-       what codes mean; '-' reads one a line from standard\n"
    "                                      input, each with a TAB and a status if you like\n"
    "       coserr decode [FILE|-]         what an error response means: its body, or the whole "
    "of\n"
    "                                      it as 'curl -i' prints it\n"
    "       coserr list                    all codes, a line each\n"
    "       coserr search TEXT             the codes that TEXT occurs in: name or texts\n"
    "\n"
    "  --status N        explain, decode: the HTTP status, 100 to 599; list: also 4xx, 5xx\n"
    "  --retry CLASS     list: never, transient, throttle, clock, credentials or conflict\n"
    "  --op OPERATION    decode: copy, upload-part-copy, complete (may fail after a status of\n"
    "                    200), or delete-multi (one answer for each key that failed)\n"
    "  --content-type T  decode: the response's Content-Type, where the header is not there\n"
    "  --lang TAG        language of the answer: en, zh-CN; otherwise COSERR_LANG and the locale\n"
    "  --json            one JSON object a line\n"
    "  --version         prints the versions of command and catalog\n"
    "  --help            prints this\n"
    "\n"
    "Exit status: 0 every input is an error whose code is listed, 1 not every one, 2 usage or "
    "I/O.\n";

int complain(const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fputs("coserr: ", stderr);
    put_safely(stderr, text, strlen(text));
    fputc('\n', stderr);
    return EXIT_USAGE;
}

enum { COMMAND_EXPLAIN = 1, COMMAND_DECODE = 2, COMMAND_LIST = 4, COMMAND_SEARCH = 8 };

static const struct command {
    const char *name;
    int (*run)(const struct options *options);
    int bit;
    int least; /* arguments */
    int most;
} commands[] = {
    {"explain", cmd_explain, COMMAND_EXPLAIN, 1, 1 << 20},
    {"decode", cmd_decode, COMMAND_DECODE, 0, 1},
    {"list", cmd_list, COMMAND_LIST, 0, 0},
    {"search", cmd_search, COMMAND_SEARCH, 1, 1},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

enum {
    OPTION_STATUS = 256,
    OPTION_RETRY,
    OPTION_OP,
    OPTION_TYPE,
    OPTION_LANG,
    OPTION_JSON,
    OPTION_VERSION,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"status", required_argument, NULL, OPTION_STATUS},
    {"retry", required_argument, NULL, OPTION_RETRY},
    {"op", required_argument, NULL, OPTION_OP},
    {"content-type", required_argument, NULL, OPTION_TYPE},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"json", no_argument, NULL, OPTION_JSON},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

/* The words of the options as they were given, before they are understood. */
struct raw_options {
    const char *status;
    const char *retry;
    const char *operation;
    const char *language;
};

/* A negative number, or the status to exit with. */
static int read_options(int argc, char **argv, struct options *options, struct raw_options *given) {
    int option;
    opterr = 0; /* getopt's messages would begin with the path of the program */
    while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        switch (option) {
        case OPTION_STATUS:
            given->status = optarg;
            break;
        case OPTION_RETRY:
            given->retry = optarg;
            break;
        case OPTION_OP:
            given->operation = optarg;
            break;
        case OPTION_TYPE:
            options->content_type = optarg;
            break;
        case OPTION_LANG:
            given->language = optarg;
            break;
        case OPTION_JSON:
            options->json = true;
            break;
        case OPTION_VERSION:
            printf("coserr %s, catalog %s %s\n", coserr_version(),
                   coserr_catalog_name(coserr_get_catalog()),
                   coserr_catalog_version(coserr_get_catalog()));
            return EXIT_ANSWERED;
        case OPTION_HELP:
            fputs(help, stdout);
            return EXIT_ANSWERED;
        default:
            return complain("%s '%s'; try 'coserr --help'",
                            option == ':' ? "an argument is missing behind" : "unknown option",
                            argv[optind - 1]);
        }
    }
    return -1;
}

uint32_t parse_status(const char *text) {
    if (strlen(text) != 3 || strspn(text, "0123456789") != 3) {
        return 0;
    }
    const uint32_t status = (uint32_t)strtoul(text, NULL, 10);
    return status >= 100 && status <= 599 ? status : 0;
}

static bool parse_status_option(const char *text, bool classes, struct options *options) {
    if (text == NULL) {
        return true;
    }
    options->status = parse_status(text);
    if (classes && strlen(text) == 3 && strcmp(text + 1, "xx") == 0 && *text >= '3' &&
        *text <= '5') {
        options->status_class = (uint32_t)(*text - '0');
    }
    return options->status != 0 || options->status_class != 0;
}

static bool parse_retry(const char *text, struct options *options) {
    options->retry = -1;
    for (uint32_t class = 0; text != NULL && class <= COSERR_RETRY_CONFLICT; class ++) {
        if (strcmp(text, coserr_retry_class_name(class)) == 0) {
            options->retry = (int)class;
        }
    }
    return text == NULL || options->retry >= 0;
}

static bool parse_operation(const char *text, struct options *options) {
    static const char *const names[] = {"other", "copy", "upload-part-copy", "complete",
                                        "delete-multi"};
    for (uint32_t i = 0; text != NULL && i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            options->operation = i;
            return true;
        }
    }
    return text == NULL;
}

static int validate_options(const struct command *command, const struct raw_options *given,
                      struct options *options) {
    const struct {
        const char *name;
        const char *value;
        int commands;
    } limited[] = {
        {"--status", given->status, COMMAND_EXPLAIN | COMMAND_DECODE | COMMAND_LIST},
        {"--retry", given->retry, COMMAND_LIST},
        {"--op", given->operation, COMMAND_DECODE},
        {"--content-type", options->content_type, COMMAND_DECODE},
    };
    for (size_t i = 0; i < sizeof limited / sizeof *limited; i++) {
        if (limited[i].value != NULL && (limited[i].commands & command->bit) == 0) {
            return complain("%s takes no %s", command->name, limited[i].name);
        }
    }
    if (!parse_status_option(given->status, command->bit == COMMAND_LIST, options)) {
        return complain("--status: '%s' is no HTTP status", given->status);
    }
    if (!parse_retry(given->retry, options)) {
        return complain("--retry: unknown class '%s'; there are never, transient, throttle, clock, "
                        "credentials, conflict",
                        given->retry);
    }
    if (!parse_operation(given->operation, options)) {
        return complain("--op: unknown operation '%s'; there are copy, upload-part-copy, complete, "
                        "delete-multi",
                        given->operation);
    }
    if (options->count < command->least || options->count > command->most) {
        return complain("%s: too %s arguments; try 'coserr --help'", command->name,
                        options->count < command->least ? "few" : "many");
    }
    options->language = choose_language(given->language);
    return command->run(options);
}

static int run(int argc, char **argv) {
    struct options options = {0};
    struct raw_options given = {0};
    const int status = read_options(argc, argv, &options, &given);
    if (status >= 0) {
        return status;
    }
    if (optind == argc) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    options.arguments = argv + optind + 1;
    options.count = argc - optind - 1;
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[optind], commands[i].name) == 0) {
            return validate_options(&commands[i], &given, &options);
        }
    }
    return complain("unknown command '%s'; try 'coserr --help'", argv[optind]);
}

int main(int argc, char **argv) {
#if defined(_WIN32)
    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
#endif
    const int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        return complain("standard output: %s", strerror(errno));
    }
    return status;
}
