/* SPDX-License-Identifier: MIT */
/* From libyaml's events to nodes. libyaml accepts duplicate keys, anchors, tags, control characters
 * written as escapes, a second document, and any depth; here they are errors. */
#include "read/yaml.h"

#include "base/encoding.h"
#include "base/map.h"
#include "base/unicode.h"

#include <string.h>
#include <yaml.h>

enum {
    MAX_DEPTH = 16,
    FEW_KEYS = 32 /* up to here, comparing with every other key is faster than a map */
};

/* A list or mapping whose end has not been read yet. */
struct collection {
    struct node *node;
    struct map keys; /* of a mapping, once it has more than FEW_KEYS */
};

struct reader {
    const struct source *source;
    yaml_parser_t parser;
    struct collection open[MAX_DEPTH];
    size_t depth;
    struct node *root;
    size_t line; /* of the last text, from 0 */
    const char *line_text;
    unsigned documents;
    bool gave_up;
};

/* ------------------------------------------------------------------------------------ locations */

static struct location location_of(const struct reader *reader, yaml_mark_t start,
                                   yaml_mark_t end) {
    const size_t width =
        start.line == end.line && end.column > start.column ? end.column - start.column : 1;
    return (struct location){reader->source, (uint32_t)start.line + 1, (uint32_t)start.column + 1,
                             (uint32_t)width};
}

static struct location location_of_event(const struct reader *reader, const yaml_event_t *event) {
    return location_of(reader, event->start_mark, event->end_mark);
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
    diag_add(location_of(reader, parser->problem_mark, parser->problem_mark), RULE_YAML, "%s%s",
             problem, hint);
    if (parser->context != NULL && parser->context_mark.line != parser->problem_mark.line) {
        diag_note(location_of(reader, parser->context_mark, parser->context_mark), "%s",
                  parser->context);
    }
    give_up(reader);
}

/* ---------------------------------------------------------------------------------------- nodes */

static void fill_keys(struct collection *map) {
    for (size_t i = 0; i < map->node->count; i += 2) {
        struct node *key = map->node->items[i];
        if (key->kind == NODE_TEXT) {
            map_add(&map->keys, key->text, key->len, key);
        }
    }
}

/* An equal key that the mapping has already; NULL if there is none. */
static const struct node *find_key(struct collection *map, struct node *key) {
    const struct node *node = map->node;
    if (node->count / 2 < FEW_KEYS) {
        for (size_t i = 0; i < node->count; i += 2) {
            const struct node *other = node->items[i];
            if (other->kind == NODE_TEXT && strcmp(other->text, key->text) == 0) {
                return other;
            }
        }
        return NULL;
    }
    if (map->keys.count == 0) {
        fill_keys(map);
    }
    const struct node *found = map_add(&map->keys, key->text, key->len, key);
    return found != key ? found : NULL;
}

static void check_key(struct collection *map, struct node *key) {
    if (key->kind != NODE_TEXT) {
        diag_add(key->at, RULE_WRONG_TYPE, "expected text for a key");
        return;
    }
    if (strcmp(key->text, "<<") == 0) {
        diag_add(key->at, RULE_YAML_ANCHOR, "merge keys are not supported; write the keys out");
    }
    const struct node *first = find_key(map, key);
    if (first != NULL) {
        diag_add(key->at, RULE_DUPLICATE_KEY, "duplicate key '%s'; remove one of the two",
                 key->text);
        diag_note(first->at, "first here");
    }
}

static void append(struct reader *reader, struct node *node) {
    if (reader->depth == 0) {
        reader->root = node;
        return;
    }
    struct collection *collection = &reader->open[reader->depth - 1];
    struct node *parent = collection->node;
    if (parent->kind == NODE_MAP && parent->count % 2 == 0) {
        check_key(collection, node);
    }
    ARENA_PUSH(parent->items, parent->count, parent->capacity) = node;
}

static struct node *new_node(struct reader *reader, enum node_kind kind,
                             const yaml_event_t *event) {
    struct node *node = arena_alloc(sizeof *node);
    node->kind = kind;
    node->at = location_of_event(reader, event);
    node->text = "";
    return node;
}

static void open_collection(struct reader *reader, enum node_kind kind, const yaml_event_t *event) {
    struct node *node = new_node(reader, kind, event);
    append(reader, node);
    if (reader->depth == MAX_DEPTH) {
        diag_add(node->at, RULE_YAML_DEPTH, "nested more than %d deep", MAX_DEPTH);
        give_up(reader);
        return;
    }
    reader->open[reader->depth++] = (struct collection){.node = node};
}

/* Where the first character is that the file itself must not contain either, and which one it is;
 * `len` if there is none. NUL counts as one, so that a text ends where its bytes do. */
static size_t find_refused(const char *text, size_t len, uint32_t *code) {
    for (size_t i = 0; i < len;) {
        const unsigned char *p = (const unsigned char *)text + i;
        const size_t bytes = coserr__utf8_len(p, len - i);
        *code = bytes > 0 ? coserr__utf8_decode(p, bytes) : 0xFFFD;
        if (bytes == 0 || is_control(*code) || is_invisible(*code)) {
            return i;
        }
        i += bytes;
    }
    return len;
}

/* Whether a comment follows the end of a text, on the same line. */
static bool is_before_comment(struct reader *reader, yaml_mark_t end) {
    for (; reader->line < end.line; reader->line++) {
        reader->line_text = strchr(reader->line_text, '\n') + 1;
    }
    const unsigned char *p = (const unsigned char *)reader->line_text;
    for (size_t column = 0; column < end.column && *p != '\0'; column++) {
        do {
            p++;
        } while ((*p & 0xC0) == 0x80);
    }
    const char *rest = (const char *)p;
    return rest[strspn(rest, " \t")] == '#';
}

static void add_scalar(struct reader *reader, const yaml_event_t *event) {
    struct node *node = new_node(reader, NODE_TEXT, event);
    const char *value = (const char *)event->data.scalar.value;
    const size_t len = event->data.scalar.length;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->cut = node->plain && is_before_comment(reader, event->end_mark);
    uint32_t code = 0;
    node->len = find_refused(value, len, &code);
    if (node->len < len) {
        diag_add(node->at, RULE_CONTROL, "text with the %s character U+%04X; remove it",
                 is_invisible(code) ? "invisible" : "control", (unsigned)code);
    }
    node->text = arena_copy(value, node->len);
    append(reader, node);
}

static void check_properties(struct reader *reader, const yaml_event_t *event,
                             const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor != NULL) {
        diag_add(location_of_event(reader, event), RULE_YAML_ANCHOR,
                 "anchors (&%s) are not supported; write the value out", (const char *)anchor);
    }
    if (tag != NULL) {
        diag_add(location_of_event(reader, event), RULE_YAML_TAG,
                 "tags (%s) are not supported; remove the tag", (const char *)tag);
    }
}

/* --------------------------------------------------------------------------------------- events */

static void start_document(struct reader *reader, const yaml_event_t *event) {
    if (++reader->documents > 1) {
        diag_add(location_of_event(reader, event), RULE_YAML_DOCUMENT,
                 "a second document begins here; a catalog has one");
        give_up(reader);
    }
}

static void take_event(struct reader *reader, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        start_document(reader, event);
        break;
    case YAML_ALIAS_EVENT:
        diag_add(location_of_event(reader, event), RULE_YAML_ANCHOR,
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
            if (reader->parser.error != YAML_MEMORY_ERROR) {
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
    struct reader reader = {.source = source, .line_text = source->text};
    if (!check_encoding(source)) {
        return NULL;
    }
    if (yaml_parser_initialize(&reader.parser) == 0) {
        diag_add((struct location){source, 0, 0, 0}, RULE_FILE, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->text, source->len);
    read_events(&reader);
    const bool lacks_memory = reader.parser.error == YAML_MEMORY_ERROR;
    yaml_parser_delete(&reader.parser);
    if (lacks_memory) {
        /* Not before: to say so takes memory, too. */
        diag_add((struct location){source, 0, 0, 0}, RULE_FILE, "out of memory");
        return NULL;
    }
    if (!reader.gave_up && reader.root == NULL) {
        diag_add((struct location){source, 1, 1, 1}, RULE_YAML_DOCUMENT,
                 "the file is empty; a catalog is one document");
        return NULL;
    }
    return reader.gave_up ? NULL : reader.root;
}

const struct node *yaml_get(const struct node *map, const char *key) {
    for (size_t i = 0; i + 1 < map->count; i += 2) {
        if (map->items[i]->kind == NODE_TEXT && strcmp(map->items[i]->text, key) == 0) {
            return map->items[i + 1];
        }
    }
    return NULL;
}
