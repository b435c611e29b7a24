// SPDX-License-Identifier: MIT
// From the bytes of an error body to its five values, beside readers of XML. Ours also tells
// whether the request failed and finds the catalog's entry; the peers do not.
//
// usage: bodies ROUNDS BODIES
#include "bench.hpp"

#include <coserr/coserr.h>

#include <cstring>
#include <expat.h>
#include <fstream>
#include <iterator>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <map>
#include <string_view>

#ifdef HAVE_MXML
#include <mxml.h>
#endif
#ifdef HAVE_TINYXML2
#include <tinyxml2.h>
#endif
#ifdef HAVE_PUGIXML
#include <pugixml.hpp>
#endif
#ifdef HAVE_RAPIDXML
#include <rapidxml/rapidxml.hpp>
#endif
#ifdef HAVE_GLIB
#include <glib.h>
#endif
#ifdef HAVE_CJSON
#include <cjson/cJSON.h>
#endif
#ifdef HAVE_JANSSON
#include <jansson.h>
#endif
#ifdef HAVE_SIMDJSON
#include <simdjson.h>
#endif

namespace {

constexpr size_t FIELDS = 5;
constexpr size_t ROOM = 1024;
constexpr size_t READS = 512; // in a round
constexpr const char *names[FIELDS] = {"Code", "Message", "Resource", "RequestId", "TraceId"};

struct body {
    uint32_t status;
    std::string text; // NUL-terminated, for those who need it
    std::string values[FIELDS];
};

// What every reader fills in: values in buffers of its own.
struct fields {
    std::string_view values[FIELDS];
    char room[FIELDS][ROOM];
    uint32_t id; // of the entry; ours alone
};

size_t index_of(const char *name) {
    size_t i = 0;
    while (i < FIELDS && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

void put(fields &out, size_t field, const char *ptr, size_t len) {
    if (len < ROOM) {
        memcpy(out.room[field], ptr, len);
        out.room[field][len] = '\0';
        out.values[field] = {out.room[field], len};
    }
}

void put(fields &out, size_t field, const char *text) {
    put(out, field, text, strlen(text));
}

// ------------------------------------------------------------------------------ ours and the
// floors

void by_coserr(const body &in, fields &out) {
    coserr_response response = {};
    response.size = sizeof response;
    response.http_status = in.status;
    response.body = {in.text.data(), in.text.size()};
    coserr_error error;
    error.size = sizeof error;
    coserr_decode(nullptr, &response, &error, out.room[0], sizeof out.room);
    out.values[0] = {error.code.ptr, error.code.len};
    out.values[1] = {error.message.ptr, error.message.len};
    out.values[2] = {error.resource.ptr, error.resource.len};
    out.values[3] = {error.request_id.ptr, error.request_id.len};
    out.values[4] = {error.trace_id.ptr, error.trace_id.len};
    out.id = coserr_entry_id(error.entry);
}

void by_memcpy(const body &in, fields &out) {
    put(out, 0, in.text.data(), std::min(in.text.size(), ROOM - 1));
    if (in.text.size() >= ROOM) {
        put(out, 1, in.text.data() + ROOM - 1, in.text.size() - (ROOM - 1));
    }
}

void by_memchr(const body &in, fields &out) {
    const char *p = in.text.data();
    const char *const end = p + in.text.size();
    size_t count = 0;
    while ((p = static_cast<const char *>(memchr(p, '<', static_cast<size_t>(end - p)))) !=
           nullptr) {
        p++;
        count++;
    }
    out.values[0] = {in.text.data(), count};
}

// ------------------------------------------------------------------------------ readers with
// events

// Puts the text of the root's children that have one of the names into their buffers.
struct collector {
    fields *out;
    int depth;
    size_t field; // FIELDS: none
    size_t len;

    void start(const char *name) {
        field = ++depth == 2 ? index_of(name) : FIELDS;
        len = 0;
    }

    void text(const char *ptr, size_t size) {
        if (depth == 2 && field < FIELDS && len + size < ROOM) {
            memcpy(out->room[field] + len, ptr, size);
            len += size;
        }
    }

    void end() {
        if (depth-- == 2 && field < FIELDS) {
            out->room[field][len] = '\0';
            out->values[field] = {out->room[field], len};
        }
    }
};

collector &self(void *context) {
    return *static_cast<collector *>(context);
}

void expat_read(XML_Parser parser, const body &in, fields &out) {
    collector to = {&out, 0, FIELDS, 0};
    XML_SetUserData(parser, &to);
    XML_SetElementHandler(
        parser, [](void *context, const char *name, const char **) { self(context).start(name); },
        [](void *context, const char *) { self(context).end(); });
    XML_SetCharacterDataHandler(parser, [](void *context, const char *ptr, int len) {
        self(context).text(ptr, static_cast<size_t>(len));
    });
    XML_Parse(parser, in.text.data(), static_cast<int>(in.text.size()), 1);
}

void by_expat(const body &in, fields &out) {
    XML_Parser parser = XML_ParserCreate(nullptr);
    expat_read(parser, in, out);
    XML_ParserFree(parser);
}

void by_expat_reused(const body &in, fields &out) {
    static XML_Parser parser = XML_ParserCreate(nullptr);
    XML_ParserReset(parser, nullptr);
    expat_read(parser, in, out);
}

const char *chars(const xmlChar *text) {
    return reinterpret_cast<const char *>(text);
}

void by_libxml2_push(const body &in, fields &out) {
    collector to = {&out, 0, FIELDS, 0};
    xmlSAXHandler handler = {};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = [](void *context, const xmlChar *name, const xmlChar *,
                                const xmlChar *, int, const xmlChar **, int, int,
                                const xmlChar **) { self(context).start(chars(name)); };
    handler.endElementNs = [](void *context, const xmlChar *, const xmlChar *, const xmlChar *) {
        self(context).end();
    };
    handler.characters = [](void *context, const xmlChar *ptr, int len) {
        self(context).text(chars(ptr), static_cast<size_t>(len));
    };
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &to, nullptr, 0, nullptr);
    xmlParseChunk(parser, in.text.data(), static_cast<int>(in.text.size()), 1);
    xmlFreeParserCtxt(parser);
}

#ifdef HAVE_GLIB
void by_gmarkup(const body &in, fields &out) {
    static const GMarkupParser handler = {
        [](GMarkupParseContext *, const gchar *name, const gchar **, const gchar **,
           gpointer context, GError **) { self(context).start(name); },
        [](GMarkupParseContext *, const gchar *, gpointer context, GError **) {
            self(context).end();
        },
        [](GMarkupParseContext *, const gchar *ptr, gsize len, gpointer context, GError **) {
            self(context).text(ptr, len);
        },
        nullptr, nullptr};
    collector to = {&out, 0, FIELDS, 0};
    GMarkupParseContext *parser =
        g_markup_parse_context_new(&handler, static_cast<GMarkupParseFlags>(0), &to, nullptr);
    g_markup_parse_context_parse(parser, in.text.data(), static_cast<gssize>(in.text.size()),
                                 nullptr);
    g_markup_parse_context_end_parse(parser, nullptr);
    g_markup_parse_context_free(parser);
}
#else
constexpr std::nullptr_t by_gmarkup = nullptr;
#endif

// -------------------------------------------------------------------------------- readers with
// trees

void by_libxml2_dom(const body &in, fields &out) {
    xmlDocPtr document = xmlReadMemory(in.text.data(), static_cast<int>(in.text.size()), nullptr,
                                       nullptr, XML_PARSE_NONET);
    for (xmlNodePtr node = xmlDocGetRootElement(document)->children; node; node = node->next) {
        const size_t field = node->type == XML_ELEMENT_NODE ? index_of(chars(node->name)) : FIELDS;
        if (field < FIELDS) {
            xmlChar *text = xmlNodeGetContent(node);
            put(out, field, chars(text));
            xmlFree(text);
        }
    }
    xmlFreeDoc(document);
}

#ifdef HAVE_MXML
// The way the official C SDK of COS reads an error, for five elements instead of two.
void by_mxml(const body &in, fields &out) {
    mxml_node_t *root = mxmlLoadString(nullptr, in.text.c_str(), MXML_OPAQUE_CALLBACK);
    mxml_node_t *error = mxmlFindElement(root, root, "Error", nullptr, nullptr, MXML_DESCEND);
    for (size_t i = 0; i < FIELDS; i++) {
        mxml_node_t *node = mxmlFindElement(error, root, names[i], nullptr, nullptr, MXML_DESCEND);
        if (node != nullptr && mxmlGetOpaque(node) != nullptr) {
            put(out, i, mxmlGetOpaque(node));
        }
    }
    mxmlDelete(root);
}
#else
constexpr std::nullptr_t by_mxml = nullptr;
#endif

#ifdef HAVE_TINYXML2
void by_tinyxml2(const body &in, fields &out) {
    tinyxml2::XMLDocument document;
    document.Parse(in.text.data(), in.text.size());
    const tinyxml2::XMLElement *error = document.FirstChildElement("Error");
    for (size_t i = 0; i < FIELDS; i++) {
        put(out, i, error->FirstChildElement(names[i])->GetText());
    }
}
#else
constexpr std::nullptr_t by_tinyxml2 = nullptr;
#endif

#ifdef HAVE_PUGIXML
void by_pugixml(const body &in, fields &out) {
    pugi::xml_document document;
    document.load_buffer(in.text.data(), in.text.size());
    const pugi::xml_node error = document.child("Error");
    for (size_t i = 0; i < FIELDS; i++) {
        put(out, i, error.child_value(names[i]));
    }
}
#else
constexpr std::nullptr_t by_pugixml = nullptr;
#endif

#ifdef HAVE_RAPIDXML
// It writes into what it reads: a copy.
void by_rapidxml(const body &in, fields &out) {
    char copy[4096];
    memcpy(copy, in.text.c_str(), in.text.size() + 1);
    rapidxml::xml_document<> document;
    document.parse<0>(copy);
    const rapidxml::xml_node<> *error = document.first_node("Error");
    for (size_t i = 0; i < FIELDS; i++) {
        const rapidxml::xml_node<> *node = error->first_node(names[i]);
        put(out, i, node->value(), node->value_size());
    }
}
#else
constexpr std::nullptr_t by_rapidxml = nullptr;
#endif

// -------------------------------------------------------------------------------- readers of JSON

constexpr struct {
    size_t field;
    const char *member;
} members[] = {{0, "code"}, {1, "message"}, {3, "requestid"}};

#ifdef HAVE_CJSON
void by_cjson(const body &in, fields &out) {
    cJSON *root = cJSON_ParseWithLength(in.text.data(), in.text.size());
    for (const auto &member : members) {
        put(out, member.field,
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, member.member)));
    }
    cJSON_Delete(root);
}
#else
constexpr std::nullptr_t by_cjson = nullptr;
#endif

#ifdef HAVE_JANSSON
void by_jansson(const body &in, fields &out) {
    json_t *root = json_loadb(in.text.data(), in.text.size(), 0, nullptr);
    for (const auto &member : members) {
        put(out, member.field, json_string_value(json_object_get(root, member.member)));
    }
    json_decref(root);
}
#else
constexpr std::nullptr_t by_jansson = nullptr;
#endif

#ifdef HAVE_SIMDJSON
// It reads past the end of what it is given: a copy with room after it.
void by_simdjson(const body &in, fields &out) {
    static simdjson::ondemand::parser parser;
    char copy[4096 + simdjson::SIMDJSON_PADDING];
    memcpy(copy, in.text.data(), in.text.size());
    auto document = parser.iterate(copy, in.text.size(), sizeof copy);
    for (const auto &member : members) {
        const std::string_view value = document.find_field_unordered(member.member).get_string();
        put(out, member.field, value.data(), value.size());
    }
}
#else
constexpr std::nullptr_t by_simdjson = nullptr;
#endif

// ------------------------------------------------------------------------------------------ rounds

std::vector<const body *> orders[2];

template <auto read> uint64_t sum(const std::vector<const body *> &bodies) {
    static fields out;
    uint64_t total = 0;
    for (const body *in : bodies) {
        read(*in, out);
        for (const std::string_view &value : out.values) {
            total += value.size();
        }
        total += out.id;
    }
    return total;
}

bool right_values(const body &in, const fields &out) {
    return std::equal(std::begin(in.values), std::end(in.values), std::begin(out.values));
}

bool right_entry(const body &in, const fields &out) {
    const std::string &code = in.values[0];
    const coserr_entry *entry = coserr_find_entry(nullptr, code.data(), code.size(), in.status, nullptr);
    return right_values(in, out) && out.id == coserr_entry_id(entry);
}

// A floor reads nothing.
bool right_floor(const body &, const fields &) {
    return true;
}

template <auto read>
bench::peer make_peer(const std::string &set, const char *peer,
                      bool (*right)(const body &, const fields &)) {
    if constexpr (std::is_null_pointer_v<decltype(read)>) {
        return {peer, nullptr, 0};
    } else {
        for (const body *in : orders[0]) {
            fields out = {};
            read(*in, out);
            if (!right(*in, out)) {
                bench::fail(set + ": " + peer + " is wrong about\n" + in->text);
            }
        }
        return {peer, [](size_t order) { return sum<read>(orders[order]); }, sum<read>(orders[0])};
    }
}

void measure_peers(const std::string &set, const std::vector<body> &bodies, int rounds) {
    for (std::vector<const body *> &order : orders) {
        order.clear();
        for (size_t i = 0; i < READS; i++) {
            order.push_back(&bodies[i % bodies.size()]);
        }
    }
    const bool json = bodies[0].text[0] == '{';
    const std::vector<bench::peer> json_peers = json ? std::vector<bench::peer>{
        make_peer<by_coserr>(set, "coserr", right_entry),
        make_peer<by_cjson>(set, "cJSON", right_values),
        make_peer<by_jansson>(set, "jansson", right_values),
        make_peer<by_simdjson>(set, "simdjson on demand", right_values),
    } : std::vector<bench::peer>{};
    const std::vector<bench::peer> peers = json ? json_peers : std::vector<bench::peer>{
        make_peer<by_coserr>(set, "coserr", right_entry),
        make_peer<by_memcpy>(set, "memcpy", right_floor),
        make_peer<by_memchr>(set, "memchr walk", right_floor),
        make_peer<by_expat>(set, "expat, fresh", right_values),
        make_peer<by_expat_reused>(set, "expat, reused", right_values),
        make_peer<by_libxml2_dom>(set, "libxml2, DOM", right_values),
        make_peer<by_libxml2_push>(set, "libxml2, push", right_values),
        make_peer<by_mxml>(set, "mxml, as the C SDK", right_values),
        make_peer<by_tinyxml2>(set, "tinyxml2", right_values),
        make_peer<by_pugixml>(set, "pugixml", right_values),
        make_peer<by_rapidxml>(set, "rapidxml", right_values),
        make_peer<by_gmarkup>(set, "GMarkup", right_values),
    };
    bench::measure(set, peers, READS, rounds, [](std::mt19937_64 &chance) {
        for (std::vector<const body *> &order : orders) {
            std::shuffle(order.begin(), order.end(), chance);
        }
    });
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 3) {
        bench::fail("usage: bodies ROUNDS BODIES");
    }
    std::ifstream file(argv[2]);
    std::map<std::string, std::vector<body>> sets;
    for (std::string set, status; std::getline(file, set, '\0');) {
        body in;
        std::getline(file, status, '\0');
        std::getline(file, in.text, '\0');
        for (std::string &value : in.values) {
            std::getline(file, value, '\0');
        }
        in.status = static_cast<uint32_t>(std::stoul(status));
        sets[set].push_back(in);
    }
    bench::pin();
    for (const auto &[set, bodies] : sets) {
        measure_peers(set, bodies, atoi(argv[1]));
    }
    return 0;
}
