/* SPDX-License-Identifier: MIT */
/*
 * Our XML reader beside expat and libxml2, on the inputs of the body fuzzer and on mutations of
 * them: all three must agree on whether a document is well-formed, and on the names, namespaces
 * and own texts of the root's children. excused() lists where they may differ.
 *
 *   differential_xml FOLDER [MUTATIONS [SEED]]
 */
#include "mutation.h"
#include "runtime/xml.h"

#include <expat.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TEXT = 3 * MAX_SIZE + 65536 };

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

/* ----------------------------------------------------------------------------------------- ours */

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

/* ---------------------------------------------------------------------------------------- expat */

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

/* -------------------------------------------------------------------------------------- libxml2 */

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
    xmlFreeDoc(context->myDoc); /* left by a document type */
    context->myDoc = NULL;
    xmlFreeParserCtxt(context);
}

/* ----------------------------------------------------------------------------------- comparison */

/* Other readers require the declaration at the very beginning; COS sends whitespace before it. */
static size_t space_before_declaration(const char *body, size_t len) {
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
    if (body_contains(body, len, "<!DOCTYPE")) {
        return "document types are refused unread";
    }
    if (ours->fault == COSERR_FAULT_ENCODING && !ours->good && peer->good) {
        return body_contains(body, len, "encoding") || (unsigned char)*body >= 0xFE
                   ? "encodings other than UTF-8 and ASCII"
                   : NULL;
    }
    if (len > 0 && memchr(body, '\0', len) != NULL && !ours->good) {
        return "UTF-16 without a mark is guessed by others";
    }
    if (expat && ours->good != peer->good && has_wide_byte(body, len)) {
        return "expat has the names of the fourth edition";
    }
    if (!ours->good && peer->good && body_contains(body, len, "<?xml")) {
        return "others take any version, and need no space before 'standalone'";
    }
    if (expat && ours->good && peer->fault == XML_ERROR_UNKNOWN_ENCODING) {
        return "expat knows ASCII as US-ASCII alone";
    }
    if (!expat && ours->good &&
        (peer->fault == XML_WAR_NS_URI || peer->fault == XML_WAR_NS_URI_RELATIVE)) {
        return "libxml2 requires a namespace's name to be a URI, by RFC 3986";
    }
    return NULL;
}

static void show(const char *peer, const char *body, size_t len, const struct reading *ours,
                 const struct reading *theirs) {
    printf("DIFFERENT from %s: ours %s (%s), theirs %s (%u)\n  body: ", peer,
           ours->good ? "good" : "bad", coserr_fault_name(ours->fault),
           theirs->good ? "good" : "bad", (unsigned)theirs->fault);
    show_body(body, len);
    printf("  ours: %.*s\n  theirs: %.*s\n", (int)ours->len, ours->text, (int)theirs->len,
           theirs->text);
}

static void compare(const char *peer, const char *body, size_t len, const struct reading *ours,
                    const struct reading *theirs, struct tally *tally) {
    const bool same = ours->good == theirs->good &&
                      (!ours->good || (ours->len == theirs->len &&
                                       memcmp(ours->text, theirs->text, ours->len) == 0));
    tally->compared++;
    tally->accepted += ours->good;
    if (same) {
        return;
    }
    const char *reason = excused(body, len, ours, theirs, strcmp(peer, "expat") == 0);
    if (count_difference(tally, reason)) {
        show(peer, body, len, ours, theirs);
    }
}

static void check(const char *body, size_t len, struct tally *tally) {
    static struct reading ours;
    static struct reading theirs;
    const size_t space = space_before_declaration(body, len);
    read_ours(body, len, &ours);
    read_expat(body + space, len - space, &theirs);
    compare("expat", body, len, &ours, &theirs, tally);
    read_libxml(body + space, len - space, &theirs);
    compare("libxml2", body, len, &ours, &theirs, tally);
}

/* What breaks documents, or nearly does. */
/* clang-format off */
static const char *const tokens[] = {
    "<", ">", "/>", "</", "&", "&amp;", "&lt;", "&#65;", "&#x4E2D;", "&#0;", "]]>", "]]",
    "<![CDATA[", "<!--", "--", "-->", "<?a ", "?>", " ", "\r", "\r\n", "\t", "'", "\"", "=",
    "a='1'", " b='2'", " b='2' b='2'", " xmlns='u'", " xmlns:p='u'", " xmlns:p=''", "p:", "xml:",
    ":", "<Code>", "</Code>", "<p:Code>", "</p:Code>", "<Error>", "</Error>", "\xE4\xB8\xAD",
    "\xC3", "\xEF\xBF\xBE", "\xED\xA0\x80", "\x01", "\x7F", "\xEF\xBB\xBF",
};
/* clang-format on */

static void be_quiet(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

int main(int argc, char **argv) {
    xmlSetGenericErrorFunc(NULL, be_quiet);
    const int status = run_comparison(argc, argv, tokens, sizeof tokens / sizeof *tokens, check);
    xmlCleanupParser();
    return status;
}
