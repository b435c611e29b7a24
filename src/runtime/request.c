/* SPDX-License-Identifier: MIT */
/* From a request's method, URL and headers to its operation; and from a host name to bucket and
 * region. */
#include "runtime/internal.h"

/* A URL in its parts, as far as operations depend on them. */
struct url {
    coserr_str host;
    coserr_str path; /* with its first '/' */
    coserr_str query;
};

struct request {
    const coserr_catalog *catalog;
    coserr_str method;
    struct url url;
    uint32_t level;
    const coserr_header *headers;
    uint32_t header_count;
};

coserr_str coserr__header(const coserr_header *headers, uint32_t count, const char *name,
                          size_t name_len) {
    for (uint32_t i = 0; headers != NULL && i < count; i++) {
        const coserr_str value = coserr__trim(headers[i].value.ptr, headers[i].value.len);
        if (value.len > 0 &&
            coserr__equal_nocase(headers[i].name.ptr, headers[i].name.len, name, name_len)) {
            return value;
        }
    }
    return (coserr_str){"", 0};
}

/* ---------------------------------------------------------------------------------------- hosts */

/* How many bytes of `text` come before the first `stop`. */
static size_t length_until(coserr_str text, char stop) {
    const char *at = text.len > 0 ? memchr(text.ptr, stop, text.len) : NULL;
    return at != NULL ? (size_t)(at - text.ptr) : text.len;
}

/* The same for the first of several, which are few. */
static size_t length_until_any(coserr_str text, const char *stops) {
    for (; *stops != '\0'; stops++) {
        text.len = length_until(text, *stops);
    }
    return text.len;
}

static coserr_str after(coserr_str text, size_t len) {
    return (coserr_str){text.ptr + len, text.len - len};
}

/* Equal except for case, which is rarely other than lowercase. */
static bool same_text(coserr_str a, coserr_str b) {
    return a.len == b.len &&
           (memcmp(a.ptr, b.ptr, a.len) == 0 || coserr__equal_nocase(a.ptr, a.len, b.ptr, b.len));
}

static bool skip_literal(coserr_str *text, coserr_str literal) {
    const bool there =
        text->len >= literal.len && same_text(literal, (coserr_str){text->ptr, literal.len});
    *text = there ? after(*text, literal.len) : *text;
    return there;
}

/* A label up to the next dot. */
static bool skip_label(coserr_str *text, coserr_str *value) {
    *value = (coserr_str){text->ptr, length_until(*text, '.')};
    *text = after(*text, value->len);
    return value->len > 0;
}

static bool fits_host(const coserr_catalog *catalog, const struct coserr__host *pattern,
                      coserr_str host, coserr_str *bucket, coserr_str *region) {
    const coserr_str tail = coserr__slice(catalog, pattern->tail);
    if (host.len < tail.len || !same_text(tail, after(host, host.len - tail.len))) {
        return false;
    }
    host.len -= tail.len;
    return (pattern->has_bucket == 0 || skip_label(&host, bucket)) &&
           skip_literal(&host, coserr__slice(catalog, pattern->middle)) &&
           (pattern->has_region == 0 || skip_label(&host, region)) && host.len == 0;
}

bool coserr__read_host(const coserr_catalog *catalog, coserr_str address, coserr_str *bucket,
                       coserr_str *region, coserr_str *path) {
    const struct coserr__host *hosts = coserr__at(catalog, catalog->hosts_at);
    const coserr_str host = {address.ptr, length_until_any(address, "/:")};
    for (uint32_t i = 0; i < catalog->hosts_count; i++) {
        coserr_str found_bucket = *bucket;
        coserr_str found_region = *region;
        if (fits_host(catalog, &hosts[i], host, &found_bucket, &found_region)) {
            *bucket = found_bucket;
            *region = found_region;
            *path = after(address, host.len);
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------------------------------ URL */

static struct url split_url(coserr_str text) {
    struct url url = {{"", 0}, {"", 0}, {"", 0}};
    const size_t scheme = length_until_any(text, ":/?#");
    if (text.len - scheme >= 3 && memcmp(text.ptr + scheme, "://", 3) == 0) {
        text = after(text, scheme + 3);
        url.host = (coserr_str){text.ptr, length_until_any(text, "/?#")};
        text = after(text, url.host.len);
    }
    url.path = (coserr_str){text.ptr, length_until_any(text, "?#")};
    text = after(text, url.path.len);
    if (text.len > 0 && *text.ptr == '?') {
        text = after(text, 1);
        url.query = (coserr_str){text.ptr, length_until(text, '#')};
    }
    return url;
}

/* A host name of the catalog without its bucket and the dot after it: then the bucket is in the
 * path, if at all. */
static bool lacks_bucket(const coserr_catalog *catalog, coserr_str host) {
    const struct coserr__host *hosts = coserr__at(catalog, catalog->hosts_at);
    for (uint32_t i = 0; i < catalog->hosts_count; i++) {
        const coserr_str tail = coserr__slice(catalog, hosts[i].tail);
        const coserr_str middle = coserr__slice(catalog, hosts[i].middle);
        coserr_str rest = host;
        coserr_str region = {"", 0};
        if (hosts[i].has_bucket != 0 && hosts[i].has_region != 0 && middle.len > 0 &&
            skip_literal(&rest, after(middle, 1)) && skip_label(&rest, &region) &&
            same_text(rest, tail)) {
            return true;
        }
        if (hosts[i].has_bucket != 0 && hosts[i].has_region == 0 && tail.len > 0 &&
            same_text(host, after(tail, 1))) {
            return true;
        }
    }
    return false;
}

static uint32_t level_of(const coserr_catalog *catalog, const struct url *url) {
    coserr_str bucket = {"", 0};
    coserr_str ignored = {"", 0};
    const coserr_str host = {url->host.ptr, length_until(url->host, ':')};
    const bool known = coserr__read_host(catalog, host, &bucket, &ignored, &ignored);
    const bool in_path = known ? bucket.len == 0 : lacks_bucket(catalog, host);
    coserr_str path = url->path;
    path = path.len > 0 && *path.ptr == '/' ? after(path, 1) : path;
    if (!in_path) {
        return path.len > 0 ? COSERR__LEVEL_OBJECT : COSERR__LEVEL_BUCKET;
    }
    if (path.len == 0) {
        return COSERR__LEVEL_SERVICE;
    }
    return length_until(path, '/') + 1 < path.len ? COSERR__LEVEL_OBJECT : COSERR__LEVEL_BUCKET;
}

/* ------------------------------------------------------------------------------------ operation */

/* The next "key" or "key=value" of a query. False at its end. */
static bool take_item(coserr_str *query, coserr_str *item) {
    const bool found = query->len > 0;
    *item = (coserr_str){query->ptr, length_until(*query, '&')};
    *query = after(*query, item->len + (item->len < query->len));
    return found;
}

/* Keys of a query are case-sensitive; "acl" and "acl=" both have the key. */
static bool has_query(coserr_str query, coserr_str key) {
    coserr_str item;
    while (take_item(&query, &item)) {
        if (coserr__equal(item.ptr, length_until(item, '='), key.ptr, key.len)) {
            return true;
        }
    }
    return false;
}

/* How many keys and headers of the request the operation asks for; negative when it asks for one
 * that is not there. */
static int rate(const struct request *request, const coserr_operation *operation) {
    const coserr_catalog *catalog = request->catalog;
    const uint32_t *queries =
        (const uint32_t *)coserr__at(catalog, catalog->queries_at) + operation->queries;
    const coserr_str method = coserr__slice(catalog, operation->method);
    const coserr_str header = coserr__slice(catalog, operation->header);
    if (operation->level != request->level ||
        !coserr__equal(method.ptr, method.len, request->method.ptr, request->method.len)) {
        return -1;
    }
    for (uint32_t i = 0; i < operation->query_count; i++) {
        if (!has_query(request->url.query, coserr__slice(catalog, queries[i]))) {
            return -1;
        }
    }
    if (header.len == 0) {
        return operation->query_count;
    }
    const coserr_str value =
        coserr__header(request->headers, request->header_count, header.ptr, header.len);
    return value.len > 0 ? operation->query_count + 1 : -1;
}

/* Whether a key without '=' names a part of the bucket or object: "acl", but not
 * "imageMogr2/thumbnail/50x", which processes an object on its way out. */
static bool is_subresource(coserr_str key) {
    for (size_t i = 0; i < key.len; i++) {
        const char c = key.ptr[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-') {
            return false;
        }
    }
    return key.len > 0;
}

/* False when the request names a subresource that the operation does not ask for: it is another
 * operation, one that the catalog does not have. */
static bool covers_query(const struct request *request, const coserr_operation *operation) {
    const uint32_t *queries =
        (const uint32_t *)coserr__at(request->catalog, request->catalog->queries_at) +
        operation->queries;
    coserr_str query = request->url.query;
    coserr_str key;
    while (take_item(&query, &key)) {
        bool known = !is_subresource(key);
        for (uint32_t i = 0; i < operation->query_count && !known; i++) {
            const coserr_str asked = coserr__slice(request->catalog, queries[i]);
            known = coserr__equal(key.ptr, key.len, asked.ptr, asked.len);
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

const coserr_operation *coserr_operation_of_request(const coserr_catalog *catalog,
                                                    const char *method, size_t method_len,
                                                    const char *url, size_t url_len,
                                                    const coserr_header *headers,
                                                    uint32_t header_count) {
    catalog = coserr__catalog(catalog);
    struct request request = {catalog, {method, method_len}, {{"", 0}, {"", 0}, {"", 0}}, 0,
                              headers, header_count};
    const coserr_operation *operations = coserr__at(catalog, catalog->operations_at);
    const coserr_operation *best = NULL;
    int best_rate = -1;
    if (url == NULL) {
        return NULL;
    }
    request.url = split_url((coserr_str){url, url_len});
    if (request.url.host.len == 0) {
        request.url.host = coserr__header(headers, header_count, COSERR_STR("Host"));
    }
    request.level = level_of(catalog, &request.url);
    for (uint32_t i = 0; i < catalog->operations_count; i++) {
        const int rated = operations[i].level != 0 ? rate(&request, &operations[i]) : -1;
        if (rated > best_rate && covers_query(&request, &operations[i])) {
            best_rate = rated;
            best = &operations[i];
        }
    }
    return best;
}
