/* SPDX-License-Identifier: MIT */
/* From libyaml's events to nodes. libyaml lets pass duplicate keys, anchors, tags and a second
 * document; here they are errors. Its depth is unbounded; ours is not. */
#include "yaml.h"

#include <string.h>
#include <yaml.h>

enum { MOST_DEPTH = 16 };

struct reader {
    const struct source *source;
    yaml_parser_t parser;
    struct node *open[MOST_DEPTH]; /* the collections around the place that is read */
    size_t depth;
    struct node *root;
    unsigned documents;
    bool gave_up;
};

/* -------------------------------------------------------------------------------- before libyaml
 */

static struct place place_in(const struct source *source, size_t offset) {
    struct place place = {source, 1, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        const char c = source->text[i];
        if (c == '\n' || (c == '\r' && source->text[i + 1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)c & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

/* Controls but for tab and line ends, and what YAML 1.1 but nobody's editor takes for a line end.
 */
static bool is_unwanted(const unsigned char *p, size_t len, size_t offset) {
    if (len == 1) {
        return (*p < 0x20 && *p != '\t' && *p != '\n' && *p != '\r') || *p == 0x7F;
    }
    return (len == 2 && p[0] == 0xC2 && p[1] < 0xA0) ||
           (len == 3 && (memcmp(p, "\xE2\x80\xA8", 3) == 0 || memcmp(p, "\xE2\x80\xA9", 3) == 0 ||
                         (offset > 0 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)));
}

/* libyaml tells the place of neither, and counts lines in another way where they occur. */
static bool check_bytes(const struct source *source) {
    const unsigned char *text = (const unsigned char *)source->text;
    for (size_t i = 0; i < source->len;) {
        const size_t len = utf8_len(text + i, source->len - i);
        if (len == 0) {
            diag_error(place_in(source, i), RULE_ENCODING,
                       "byte 0x%02X is not UTF-8 here; save the file as UTF-8", text[i]);
            return false;
        }
        if (is_unwanted(text + i, len, i)) {
            diag_error(place_in(source, i), RULE_CONTROL,
                       "control character or line separator (first byte 0x%02X); remove it",
                       text[i]);
            return false;
        }
        i += len;
    }
    return true;
}

/* --------------------------------------------------------------------------------------- places */

static struct place place_of(const struct reader *reader, yaml_mark_t start, yaml_mark_t end) {
    const size_t width =
        start.line == end.line && end.column > start.column ? end.column - start.column : 1;
    return (struct place){reader->source, (uint32_t)start.line + 1, (uint32_t)start.column + 1,
                          (uint32_t)width};
}

static struct place place_of_event(const struct reader *reader, const yaml_event_t *event) {
    return place_of(reader, event->start_mark, event->end_mark);
}

static void give_up(struct reader *reader) {
    reader->gave_up = true;
}

static void note_syntax(struct reader *reader) {
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
    const char *hint = strstr(problem, "cannot start any token") != NULL
                           ? "; put the text in quotes, and indent with spaces, not tabs"
                           : "";
    diag_error(place_of(reader, parser->problem_mark, parser->problem_mark), RULE_YAML, "%s%s",
               problem, hint);
    if (parser->context != NULL && parser->context_mark.line != parser->problem_mark.line) {
        diag_note(place_of(reader, parser->context_mark, parser->context_mark), "%s",
                  parser->context);
    }
    give_up(reader);
}

/* ---------------------------------------------------------------------------------------- nodes */

static void check_key(struct node *map, const struct node *key) {
    if (key->kind != NODE_TEXT) {
        diag_error(key->at, RULE_WRONG_TYPE, "a key is text");
        return;
    }
    if (strcmp(key->text, "<<") == 0) {
        diag_error(key->at, RULE_YAML_ANCHOR, "merge keys are not supported; write the keys out");
    }
    for (size_t i = 0; i + 1 < map->count; i += 2) {
        const struct node *other = map->items[i];
        if (other->kind == NODE_TEXT && strcmp(other->text, key->text) == 0) {
            diag_error(key->at, RULE_DUPLICATE_KEY, "key '%s' again; keep one of the two",
                       key->text);
            diag_note(other->at, "first here");
            return;
        }
    }
}

static void append(struct reader *reader, struct node *node) {
    if (reader->depth == 0) {
        reader->root = node;
        return;
    }
    struct node *parent = reader->open[reader->depth - 1];
    if (parent->kind == NODE_MAP && parent->count % 2 == 0) {
        check_key(parent, node);
    }
    ARENA_PUSH(parent->items, parent->count, parent->capacity) = node;
}

static struct node *new_node(struct reader *reader, enum node_kind kind,
                             const yaml_event_t *event) {
    struct node *node = arena_alloc(sizeof *node);
    node->kind = kind;
    node->at = place_of_event(reader, event);
    node->text = "";
    return node;
}

static void open_collection(struct reader *reader, enum node_kind kind, const yaml_event_t *event) {
    struct node *node = new_node(reader, kind, event);
    append(reader, node);
    if (reader->depth == MOST_DEPTH) {
        diag_error(node->at, RULE_YAML_DEPTH, "nested more than %d deep", MOST_DEPTH);
        give_up(reader);
        return;
    }
    reader->open[reader->depth++] = node;
}

static void add_scalar(struct reader *reader, const yaml_event_t *event) {
    struct node *node = new_node(reader, NODE_TEXT, event);
    const char *value = (const char *)event->data.scalar.value;
    node->len = event->data.scalar.length;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (memchr(value, '\0', node->len) != NULL) {
        diag_error(node->at, RULE_CONTROL, "a NUL character (\\0) in a text; remove it");
        node->len = strlen(value);
    }
    node->text = arena_copy(value, node->len);
    append(reader, node);
}

static void check_properties(struct reader *reader, const yaml_event_t *event,
                             const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor != NULL) {
        diag_error(place_of_event(reader, event), RULE_YAML_ANCHOR,
                   "anchors (&%s) are not supported; write the value out", (const char *)anchor);
    }
    if (tag != NULL) {
        diag_error(place_of_event(reader, event), RULE_YAML_TAG,
                   "tags (%s) are not supported; remove it", (const char *)tag);
    }
}

/* --------------------------------------------------------------------------------------- events */

static void start_document(struct reader *reader, const yaml_event_t *event) {
    if (++reader->documents > 1) {
        diag_error(place_of_event(reader, event), RULE_YAML_DOCUMENT,
                   "a second document begins here; a catalog is one");
        give_up(reader);
    }
}

static void take_event(struct reader *reader, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        start_document(reader, event);
        break;
    case YAML_ALIAS_EVENT:
        diag_error(place_of_event(reader, event), RULE_YAML_ANCHOR,
                   "aliases (*%s) are not supported; write the value out",
                   (const char *)event->data.alias.anchor);
        append(reader, new_node(reader, NODE_TEXT, event));
        break;
    case YAML_SCALAR_EVENT:
        check_properties(reader, event, event->data.scalar.anchor, event->data.scalar.tag);
        add_scalar(reader, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        check_properties(reader, event, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
        open_collection(reader, NODE_LIST, event);
        break;
    case YAML_MAPPING_START_EVENT:
        check_properties(reader, event, event->data.mapping_start.anchor,
                         event->data.mapping_start.tag);
        open_collection(reader, NODE_MAP, event);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        reader->depth--;
        break;
    default:
        break;
    }
}

static void read_events(struct reader *reader) {
    bool more = true;
    while (more && !reader->gave_up) {
        yaml_event_t event;
        if (yaml_parser_parse(&reader->parser, &event) == 0) {
            if (reader->parser.error == YAML_MEMORY_ERROR) {
                diag_error((struct place){reader->source, 0, 0, 0}, RULE_FILE, "out of memory");
                give_up(reader);
            } else {
                note_syntax(reader);
            }
            return;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        take_event(reader, &event);
        yaml_event_delete(&event);
    }
}

struct node *yaml_read(const struct source *source) {
    struct reader reader = {.source = source};
    if (!check_bytes(source)) {
        return NULL;
    }
    if (yaml_parser_initialize(&reader.parser) == 0) {
        diag_error((struct place){source, 0, 0, 0}, RULE_FILE, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->text, source->len);
    read_events(&reader);
    yaml_parser_delete(&reader.parser);
    if (!reader.gave_up && reader.root == NULL) {
        diag_error((struct place){source, 1, 1, 1}, RULE_YAML_DOCUMENT,
                   "there is nothing here; a catalog is one document");
        return NULL;
    }
    return reader.gave_up ? NULL : reader.root;
}
