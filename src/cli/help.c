/* SPDX-License-Identifier: MIT */
/* What --help prints. */
#include "cli.h"

#include <string.h>

const char help_summary[] =
    "usage: coserr COMMAND [OPTION]... [ARGUMENT]...\n"
    "\n"
    "  explain CODE...|-   what codes mean\n"
    "  decode [FILE|-]     what an error response means, or a text that has one in it\n"
    "  list                all codes, one per line\n"
    "  search TEXT         the codes whose name or texts contain TEXT\n"
    "\n"
    "  --catalog FILE      another catalog, as 'coserr-gen compile --only image' writes it\n"
    "  --lang TAG          language of the answer: en, zh-CN; default: COSERR_LANG, then the\n"
    "                      locale\n"
    "  --json              one JSON object per line\n"
    "  --color WHEN        auto (the default: on a terminal, unless NO_COLOR is set), always or\n"
    "                      never\n"
    "  --version           the versions of the command and the catalog\n"
    "  --help              this; 'coserr COMMAND --help': more about a command\n"
    "\n"
    "Exit status: 0 if every input is an error whose code is listed, 1 if not, 2 after an error "
    "in\n"
    "usage or I/O.\n";

static const char help_explain[] =
    "usage: coserr explain [OPTION]... CODE...|-\n"
    "\n"
    "Explains error codes. With '-', answers for each line of standard input as it arrives:\n"
    "CODE [TAB STATUS [TAB MESSAGE]], at most 64 KiB per line.\n"
    "\n"
    "  --status N          the HTTP status, 300 to 599\n"
    "  --operation NAME    the operation that failed, such as PutObject (short: --op)\n"
    "  --catalog, --lang, --json, --color: see 'coserr --help'\n";

static const char help_decode[] =
    "usage: coserr decode [OPTION]... [FILE|-]\n"
    "\n"
    "Explains an error response: its body, or all of it as 'curl -i' prints it. If the input is\n"
    "neither, looks for errors in it: XML inside other text or with its line ends written as \\n,\n"
    "a fragment without <Error>, HTML of a static website, an error printed by an SDK. What was\n"
    "read and where is said on standard error.\n"
    "\n"
    "  --status N          the HTTP status, 100 to 599\n"
    "  --operation NAME    the operation that failed, such as PutObject (short: --op); some can\n"
    "                      fail after a 200, DeleteMultipleObjects gives one answer per key\n"
    "  --url URL           the URL of the request: with --method, tells the operation\n"
    "  --method METHOD     its method; default: GET\n"
    "  --content-type T    the Content-Type, if the input has no headers\n"
    "  --catalog, --lang, --json, --color: see 'coserr --help'\n";

static const char help_list[] =
    "usage: coserr list [OPTION]...\n"
    "\n"
    "Lists all codes, one per line: code, HTTP status, retry class, meaning.\n"
    "\n"
    "  --status N          only those of a status, or of a class of them: 4xx\n"
    "  --retry CLASS       only those of a retry class: never, transient, throttle, clock,\n"
    "                      credentials or conflict\n"
    "  --catalog, --lang, --json, --color: see 'coserr --help'\n";

static const char help_search[] =
    "usage: coserr search [OPTION]... TEXT\n"
    "\n"
    "Lists the codes whose name, or whose texts in any language, contain TEXT.\n"
    "\n"
    "  --catalog, --lang, --json, --color: see 'coserr --help'\n";

void print_help(const char *command) {
    static const struct {
        const char *name;
        const char *text;
    } topics[] = {{"explain", help_explain},
                  {"decode", help_decode},
                  {"list", help_list},
                  {"search", help_search}};
    const char *text = help_summary;
    struct buffer out = {0};
    for (size_t i = 0; command != NULL && i < sizeof topics / sizeof *topics; i++) {
        if (strcmp(command, topics[i].name) == 0) {
            text = topics[i].text;
        }
    }
    buffer_add_text(&out, text);
    term_write(&out);
    buffer_free(&out);
}
