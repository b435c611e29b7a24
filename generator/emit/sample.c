/* SPDX-License-Identifier: MIT */
/* An answer of the service as it may look, for documents and tests. */
#include "emit/emit.h"

#include <string.h>

static void put_xml(const char *text, struct text_buffer *out) {
    for (; *text != '\0'; text++) {
        buffer_puts(out, *text == '&'   ? "&amp;"
                         : *text == '<' ? "&lt;"
                         : *text == '>' ? "&gt;"
                                        : "");
        buffer_put(out, text, strchr("&<>", *text) == NULL);
    }
}

/* "{bucket}.example.com" -> "examplebucket-1250000000.example.com" */
static void put_example_host(const char *host, struct text_buffer *out) {
    static const char *const examples[][2] = {{"{bucket}", "examplebucket-1250000000"},
                                              {"{region}", "ap-guangzhou"}};
    while (*host != '\0') {
        size_t taken = 0;
        for (size_t i = 0; i < 2 && taken == 0; i++) {
            const size_t len = strlen(examples[i][0]);
            if (strncmp(host, examples[i][0], len) == 0) {
                buffer_puts(out, examples[i][1]);
                taken = len;
            }
        }
        if (taken == 0) {
            buffer_put(out, host, 1);
            taken = 1;
        }
        host += taken;
    }
}

static const char *sample_message(const struct error *error) {
    const char *message = error->sample.text;
    if (message == NULL && error->refines_match.text != NULL) {
        struct text_buffer plain = {0};
        for (const char *p = error->refines_match.text; *p != '\0'; p++) {
            buffer_put(&plain, p, *p != '*');
        }
        message = plain.ptr;
    }
    return message != NULL ? message : "";
}

void emit_sample(const struct catalog *catalog, const struct error *error,
                 struct text_buffer *out) {
    const char *message = sample_message(error);
    const bool json = error->wire.text != NULL && strcmp(error->wire.text, "json") == 0;
    if (json) {
        buffer_puts(out, "{\"message\":");
        buffer_put_json(out, message);
        buffer_puts(out, "}");
    } else {
        buffer_puts(out, "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>");
        put_xml(error->refines_code.text != NULL ? error->refines_code.text : error->code.text,
                out);
        buffer_puts(out, "</Code>\n\t<Message>");
        put_xml(message, out);
        buffer_puts(out, "</Message>");
        if (catalog->host_count > 0) {
            buffer_puts(out, "\n\t<Resource>");
            put_example_host(catalog->hosts[0].text, out);
            buffer_puts(out, "/exampleobject</Resource>");
        }
        buffer_puts(out, "\n\t<RequestId>NTk0NTRjZjZfNTViMjM1XzlkMV9hZTZh</RequestId>\n</Error>");
    }
}
