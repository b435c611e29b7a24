/* SPDX-License-Identifier: MIT */
/* From libyaml's events to nodes. libyaml lets pass duplicate keys, anchors, tags and a second
 * document; here they are errors. Its depth is unbounded; ours is not. */
#include "read/yaml.h"

#include <string.h>
#include <yaml.h>

enum { MAX_DEPTH = 16 };

struct reader {
    const struct source *source;
    yaml_parser_t parser;
    struct node *open[MAX_DEPTH]; /* the collections around the place that is read */
    size_t depth;
    struct node *root;
    unsigned documents;
    bool gave_up;
};

/* --------------------------------------------------------------------------------------- places */

static struct location place_of(const struct reader *reader, yaml_mark_t start, yaml_mark_t end) {
    const size_t width =
        start.line == end.line && end.column > start.column ? end.column - start.column : 1;
    return (struct location){reader->source, (uint32_t)start.line + 1, (uint32_t)start.column + 1,
                          (uint32_t)width};
}

static struct location location_of_event(const struct reader *reader, const yaml_event_t *event) {
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
    diag_add(place_of(reader, parser->problem_mark, parser->problem_mark), RULE_YAML, "%s%s",
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
        diag_add(key->at, RULE_WRONG_TYPE, "a key is text");
        return;
    }
    if (strcmp(key->text, "<<") == 0) {
        diag_add(key->at, RULE_YAML_ANCHOR, "merge keys are not supported; write the keys out");
    }
    for (size_t i = 0; i + 1 < map->count; i += 2) {
        const struct node *other = map->items[i];
        if (other->kind == NODE_TEXT && strcmp(other->text, key->text) == 0) {
            diag_add(key->at, RULE_DUPLICATE_KEY, "key '%s' again; keep one of the two", key->text);
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
    reader->open[reader->depth++] = node;
}

static void add_scalar(struct reader *reader, const yaml_event_t *event) {
    struct node *node = new_node(reader, NODE_TEXT, event);
    const char *value = (const char *)event->data.scalar.value;
    node->len = event->data.scalar.length;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (memchr(value, '\0', node->len) != NULL) {
        diag_add(node->at, RULE_CONTROL, "a NUL character (\\0) in a text; remove it");
        node->len = strlen(value);
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
                 "tags (%s) are not supported; remove it", (const char *)tag);
    }
}

/* --------------------------------------------------------------------------------------- events */

static void start_document(struct reader *reader, const yaml_event_t *event) {
    if (++reader->documents > 1) {
        diag_add(location_of_event(reader, event), RULE_YAML_DOCUMENT,
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
            if (reader->parser.error == YAML_MEMORY_ERROR) {
                diag_add((struct location){reader->source, 0, 0, 0}, RULE_FILE, "out of memory");
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
    if (!diag_check_bytes(source)) {
        return NULL;
    }
    if (yaml_parser_initialize(&reader.parser) == 0) {
        diag_add((struct location){source, 0, 0, 0}, RULE_FILE, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->text, source->len);
    read_events(&reader);
    yaml_parser_delete(&reader.parser);
    if (!reader.gave_up && reader.root == NULL) {
        diag_add((struct location){source, 1, 1, 1}, RULE_YAML_DOCUMENT,
                 "there is nothing here; a catalog is one document");
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
