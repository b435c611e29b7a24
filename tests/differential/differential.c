/* SPDX-License-Identifier: MIT */
/*
 * Our XML reader beside expat and libxml2, on the inputs of the body fuzzer and on mutations of
 * them: all three must agree on whether a document is well-formed, and on the names, namespaces
 * and own texts of the root's children. Where they may differ is listed in excused().
 *
 *   differential FOLDER [MUTATIONS [SEED]]
 */
#include "runtime/internal.h"
#include "runtime/xml.h"

#include <dirent.h>
#include <expat.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_INPUTS = 1024, MAX_SIZE = 4096, MAX_TEXT = 3 * MAX_SIZE + 65536 };

/* What a reader made of a document: whether it is well-formed, and its children as text. */
struct reading {
    bool good;
    uint32_t fault;
    unsigned depth;
    unsigned deepest;
    size_t len;
    const char *root_ns;
    char root[256];
    char text[MAX_TEXT];
};

static void add(struct reading *reading, const char *text, size_t len) {
    if (len < MAX_TEXT - reading->len) {
        memcpy(reading->text + reading->len, text, len);
        reading->len += len;
    }
}

static void begin_reading(struct reading *reading) {
    reading->good = false;
    reading->fault = 0;
    reading->depth = 0;
    reading->deepest = 0;
    reading->len = 0;
    reading->root[0] = '\0';
}

/* A child begins: its name, and whether it is in the root's namespace. */
static void add_start(struct reading *reading, const char *name, size_t len, bool same_ns) {
    if (reading->depth == 2) {
        add(reading, same_ns ? "\n<" : "\n{", 2);
        add(reading, name, len);
        add(reading, ">", 1);
    }
}

/* ---------------------------------------------------------------------------------------- ours */

static void read_ours(const char *body, size_t len, struct reading *reading) {
    struct coserr__xml xml;
    uint32_t root_ns = 0;
    begin_reading(reading);
    enum coserr__xml_event event = coserr__xml_begin(&xml, body, len);
    for (;; event = coserr__xml_next(&xml)) {
        reading->depth = xml.depth;
        reading->deepest = xml.depth > reading->deepest ? xml.depth : reading->deepest;
        if (event == COSERR__XML_START) {
            root_ns = xml.depth == 1 ? xml.ns : root_ns;
            add_start(reading, xml.name.ptr, xml.name.len, xml.ns == root_ns);
        } else if (event == COSERR__XML_TEXT && xml.depth == 2) {
            add(reading, xml.text.ptr, xml.text.len);
        } else if (event == COSERR__XML_DONE || event == COSERR__XML_FAULT) {
            reading->good = event == COSERR__XML_DONE;
            reading->fault = xml.fault;
            return;
        }
    }
}

/* --------------------------------------------------------------------------------------- expat */

/* With namespaces, expat gives "uri|local". */
static void XMLCALL expat_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct reading *reading = data;
    const char *bar = strrchr(name, '\x01');
    const size_t uri = bar != NULL ? (size_t)(bar - name) : 0;
    (void)attributes;
    reading->depth++;
    if (reading->depth == 1) {
        snprintf(reading->root, sizeof reading->root, "%.*s", (int)uri, name);
    }
    const bool same = uri == strlen(reading->root) && memcmp(name, reading->root, uri) == 0;
    const char *local = bar != NULL ? bar + 1 : name;
    add_start(reading, local, strlen(local), same);
}

static void XMLCALL expat_end(void *data, const XML_Char *name) {
    struct reading *reading = data;
    (void)name;
    reading->depth--;
}

static void XMLCALL expat_text(void *data, const XML_Char *text, int len) {
    struct reading *reading = data;
    if (reading->depth == 2) {
        add(reading, text, (size_t)len);
    }
}

static void read_expat(const char *body, size_t len, struct reading *reading) {
    XML_Parser parser = XML_ParserCreateNS(NULL, '\x01');
    begin_reading(reading);
    XML_SetUserData(parser, reading);
    XML_SetElementHandler(parser, expat_start, expat_end);
    XML_SetCharacterDataHandler(parser, expat_text);
    reading->good = XML_Parse(parser, body, (int)len, 1) == XML_STATUS_OK;
    reading->fault = XML_GetErrorCode(parser);
    XML_ParserFree(parser);
}

/* ------------------------------------------------------------------------------------- libxml2 */

static void libxml_start(void *context, const xmlChar *local, const xmlChar *prefix,
                         const xmlChar *uri, int namespaces, const xmlChar **declared,
                         int attributes, int defaulted, const xmlChar **values) {
    struct reading *reading = ((xmlParserCtxtPtr)context)->_private;
    (void)prefix;
    (void)namespaces;
    (void)declared;
    (void)attributes;
    (void)defaulted;
    (void)values;
    const char *ns = uri != NULL ? (const char *)uri : "";
    reading->depth++;
    if (reading->depth == 1) {
        snprintf(reading->root, sizeof reading->root, "%s", ns);
    }
    add_start(reading, (const char *)local, strlen((const char *)local),
              strcmp(ns, reading->root) == 0);
}

static void libxml_end(void *context, const xmlChar *local, const xmlChar *prefix,
                       const xmlChar *uri) {
    struct reading *reading = ((xmlParserCtxtPtr)context)->_private;
    (void)local;
    (void)prefix;
    (void)uri;
    reading->depth--;
}

static void libxml_text(void *context, const xmlChar *text, int len) {
    struct reading *reading = ((xmlParserCtxtPtr)context)->_private;
    if (reading->depth == 2) {
        add(reading, (const char *)text, (size_t)len);
    }
}

static void read_libxml(const char *body, size_t len, struct reading *reading) {
    xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt(body, (int)len);
    begin_reading(reading);
    if (context == NULL) {
        return;
    }
    memset(context->sax, 0, sizeof *context->sax);
    context->sax->initialized = XML_SAX2_MAGIC;
    context->sax->startElementNs = libxml_start;
    context->sax->endElementNs = libxml_end;
    context->sax->characters = libxml_text;
    context->sax->cdataBlock = libxml_text;
    context->sax->ignorableWhitespace = libxml_text;
    context->_private = reading;
    xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlParseDocument(context);
    reading->good = context->wellFormed == 1 && context->nsWellFormed == 1;
    reading->fault = (uint32_t)context->errNo;
    xmlFreeDoc(context->myDoc); /* which a document type leaves behind */
    context->myDoc = NULL;
    xmlFreeParserCtxt(context);
}

/* -------------------------------------------------------------------------------- the comparison
 */

static bool contains(const char *body, size_t len, const char *wanted) {
    const size_t size = strlen(wanted);
    for (size_t i = 0; i + size <= len; i++) {
        if (memcmp(body + i, wanted, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Other readers want the declaration at the very beginning; COS sends blanks before it. */
static size_t blanks_before_declaration(const char *body, size_t len) {
    size_t i = len >= 3 && memcmp(body, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const size_t begin = i;
    while (i < len && coserr__is_space((unsigned char)body[i])) {
        i++;
    }
    return i > begin && len - i >= 5 && memcmp(body + i, "<?xml", 5) == 0 ? i : 0;
}

static bool has_wide_byte(const char *body, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)body[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* Where a peer may differ from us, and why. */
static const char *excused(const char *body, size_t len, const struct reading *ours,
                           const struct reading *peer, bool expat) {
    if (ours->fault == COSERR_FAULT_LIMIT) {
        return "our limits";
    }
    if (contains(body, len, "<!DOCTYPE")) {
        return "document types are refused unread";
    }
    if (ours->fault == COSERR_FAULT_ENCODING && !ours->good && peer->good) {
        return contains(body, len, "encoding") || (unsigned char)*body >= 0xFE
                   ? "encodings other than UTF-8 and ASCII"
                   : NULL;
    }
    if (len > 0 && memchr(body, '\0', len) != NULL && !ours->good) {
        return "UTF-16 without a mark is guessed by others";
    }
    if (expat && ours->good != peer->good && has_wide_byte(body, len)) {
        return "expat has the names of the fourth edition";
    }
    if (!ours->good && peer->good && contains(body, len, "<?xml")) {
        return "others take any version, and need no blank before 'standalone'";
    }
    if (expat && ours->good && peer->fault == XML_ERROR_UNKNOWN_ENCODING) {
        return "expat knows ASCII as US-ASCII alone";
    }
    if (!expat && ours->good &&
        (peer->fault == XML_WAR_NS_URI || peer->fault == XML_WAR_NS_URI_RELATIVE)) {
        return "libxml2 wants a namespace's name to be a URI, by RFC 3986";
    }
    return NULL;
}

enum { MAX_REASONS = 16 };

struct tally {
    unsigned long compared;
    unsigned long well_formed;
    unsigned long different;
    struct {
        const char *reason;
        unsigned long count;
    } excused[MAX_REASONS];
};

static void excuse(struct tally *tally, const char *reason) {
    size_t i = 0;
    while (tally->excused[i].reason != NULL && tally->excused[i].reason != reason) {
        i++;
    }
    tally->excused[i].reason = reason;
    tally->excused[i].count++;
}

static void show(const char *peer, const char *body, size_t len, const struct reading *ours,
                 const struct reading *theirs) {
    printf("DIFFERENT from %s: ours %s (%s), theirs %s (%u)\n  body: ", peer,
           ours->good ? "good" : "bad", coserr_fault_name(ours->fault),
           theirs->good ? "good" : "bad", (unsigned)theirs->fault);
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)body[i];
        printf(c >= 0x20 && c < 0x7F && c != '\\' ? "%c" : "\\x%02X", c);
    }
    printf("\n  ours: %.*s\n  theirs: %.*s\n", (int)ours->len, ours->text, (int)theirs->len,
           theirs->text);
}

static void compare(const char *peer, const char *body, size_t len, const struct reading *ours,
                    const struct reading *theirs, struct tally *tally) {
    const bool same = ours->good == theirs->good &&
                      (!ours->good || (ours->len == theirs->len &&
                                       memcmp(ours->text, theirs->text, ours->len) == 0));
    tally->compared++;
    tally->well_formed += ours->good;
    if (same) {
        return;
    }
    const char *reason = excused(body, len, ours, theirs, strcmp(peer, "expat") == 0);
    if (reason != NULL) {
        excuse(tally, reason);
        if (getenv("SHOW_EXCUSED") != NULL) {
            printf("%s: ", reason);
            show(peer, body, len, ours, theirs);
        }
        return;
    }
    if (tally->different++ < 20) {
        show(peer, body, len, ours, theirs);
    }
}

static void check(const char *body, size_t len, struct tally *tally) {
    static struct reading ours;
    static struct reading theirs;
    const size_t blanks = blanks_before_declaration(body, len);
    read_ours(body, len, &ours);
    read_expat(body + blanks, len - blanks, &theirs);
    compare("expat", body, len, &ours, &theirs, tally);
    read_libxml(body + blanks, len - blanks, &theirs);
    compare("libxml2", body, len, &ours, &theirs, tally);
}

/* ------------------------------------------------------------------------------------ mutations */

struct input {
    char *data;
    size_t len;
};

static struct input inputs[MAX_INPUTS];
static size_t input_count;

static uint64_t random_state;

static uint32_t random_below(size_t bound) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return bound > 0 ? (uint32_t)((random_state >> 16) % bound) : 0;
}

static void insert(char *body, size_t *len, size_t at, const char *text, size_t size) {
    if (*len + size <= MAX_SIZE) {
        memmove(body + at + size, body + at, *len - at);
        memcpy(body + at, text, size);
        *len += size;
    }
}

/* What makes documents break, or almost. */
/* clang-format off */
static const char *const tokens[] = {
    "<", ">", "/>", "</", "&", "&amp;", "&lt;", "&#65;", "&#x4E2D;", "&#0;", "]]>", "]]",
    "<![CDATA[", "<!--", "--", "-->", "<?a ", "?>", " ", "\r", "\r\n", "\t", "'", "\"", "=",
    "a='1'", " b='2'", " b='2' b='2'", " xmlns='u'", " xmlns:p='u'", " xmlns:p=''", "p:", "xml:",
    ":", "<Code>", "</Code>", "<p:Code>", "</p:Code>", "<Error>", "</Error>", "\xE4\xB8\xAD",
    "\xC3", "\xEF\xBF\xBE", "\xED\xA0\x80", "\x01", "\x7F", "\xEF\xBB\xBF",
};
/* clang-format on */

static void mutate(char *body, size_t *len) {
    const size_t at = random_below(*len + 1);
    char copy[64];
    size_t size = 1 + random_below(8);
    switch (random_below(6)) {
    case 0:
        if (at < *len) {
            body[at] = (char)(body[at] ^ 1 << random_below(8));
        }
        break;
    case 1:
        size = size < *len - at ? size : *len - at;
        memmove(body + at, body + at + size, *len - at - size);
        *len -= size;
        break;
    case 2:
        size = 1 + random_below(sizeof copy);
        size = size < *len - at ? size : *len - at;
        memcpy(copy, body + at, size);
        insert(body, len, random_below(*len + 1), copy, size);
        break;
    case 3:
        if (random_below(8) == 0) {
            *len = at;
        }
        break;
    default: {
        const char *token = tokens[random_below(sizeof tokens / sizeof *tokens)];
        insert(body, len, at, token, strlen(token));
    }
    }
}

static void check_mutation(struct tally *tally) {
    static char body[MAX_SIZE];
    const struct input *input = &inputs[random_below(input_count)];
    size_t len = input->len < MAX_SIZE / 2 ? input->len : MAX_SIZE / 2;
    memcpy(body, input->data, len);
    for (uint32_t i = random_below(4) + 1; i > 0; i--) {
        mutate(body, &len);
    }
    /* A block of exactly its size, for the sanitizer. */
    char *exact = malloc(len > 0 ? len : 1);
    memcpy(exact, body, len);
    check(exact, len, tally);
    free(exact);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name); /* the same order in any locale */
}

static void read_inputs(const char *folder) {
    struct dirent **names;
    const int count = scandir(folder, &names, NULL, by_name);
    for (int i = 0; i < count; i++) {
        char path[4096];
        char data[MAX_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        FILE *file = names[i]->d_name[0] != '.' ? fopen(path, "rb") : NULL;
        if (file != NULL && input_count < MAX_INPUTS) {
            struct input *input = &inputs[input_count++];
            input->len = fread(data, 1, sizeof data, file);
            input->data = malloc(input->len > 0 ? input->len : 1);
            memcpy(input->data, data, input->len);
        }
        if (file != NULL) {
            fclose(file);
        }
        free(names[i]);
    }
    free(count >= 0 ? names : NULL);
}

static void be_quiet(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

int main(int argc, char **argv) {
    struct tally tally;
    memset(&tally, 0, sizeof tally);
    xmlSetGenericErrorFunc(NULL, be_quiet);
    const unsigned long mutations = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
    random_state = argc > 3 ? strtoull(argv[3], NULL, 10) : 20261121;
    if (argc < 2) {
        fputs("usage: differential FOLDER [MUTATIONS [SEED]]\n", stderr);
        return 2;
    }
    read_inputs(argv[1]);
    for (size_t i = 0; i < input_count; i++) {
        check(inputs[i].data, inputs[i].len, &tally);
    }
    for (unsigned long i = 0; i < mutations; i++) {
        check_mutation(&tally);
    }
    printf("%zu inputs and %lu mutations: %lu comparisons, %lu well-formed, %lu different\n",
           input_count, mutations, tally.compared, tally.well_formed, tally.different);
    for (size_t i = 0; tally.excused[i].reason != NULL; i++) {
        printf("%8lu excused: %s\n", tally.excused[i].count, tally.excused[i].reason);
    }
    for (size_t i = 0; i < input_count; i++) {
        free(inputs[i].data);
    }
    xmlCleanupParser();
    return tally.different > 0 || input_count == 0 ? 1 : 0;
}
