/* SPDX-License-Identifier: MIT */
/* Undoes and does the escaping of quoted strings, HTML and XML. */
#ifndef COSERR_CLI_UNESCAPE_H
#define COSERR_CLI_UNESCAPE_H

#include "buffer.h"

#include <coserr/coserr.h>
#include <stdbool.h>

/* Adds a text without the escapes of a string in C, JSON, JavaScript and Python: \n, \", \u003c.
 * Line ends in it, where a terminal broke the string, are dropped. */
void add_unquoted(struct buffer *out, coserr_str text);

/* Adds a text without the escapes of one, and line ends kept. */
void add_unescaped(struct buffer *out, coserr_str text);

/* Adds a text with the five characters of XML and the space written as references read. */
void add_unreferenced(struct buffer *out, coserr_str text);

/* Adds a text as the content of an XML element. What XML cannot have becomes U+FFFD. */
void add_xml(struct buffer *out, coserr_str text);

/* Undoes the escapes that hide the markup of a whole text: &lt;Error&gt; or \u003cError\u003e.
 * Lines keep their numbers. Returns false when there are none. */
bool add_unhidden(struct buffer *out, coserr_str text);

bool text_contains(coserr_str text, const char *word);
bool text_begins(coserr_str text, const char *word);

#endif
