/* SPDX-License-Identifier: MIT */
/* Chooses a language of a catalog for a tag, an Accept-Language header or an environment. */
#include "runtime/internal.h"

enum { MAX_RANGES = 64 };

/* How well a range fits a language of the catalog; the first two are not a fit. */
enum rank { NO_FIT, SAME_PRIMARY, SAME_SCRIPT, BEGINNING, LOOKED_UP };

struct choice {
    enum rank rank;
    size_t len; /* of what was looked up: longer is more specific */
    size_t index;
};

static bool fits(struct choice choice) {
    return choice.rank > SAME_PRIMARY;
}

static bool is_better(struct choice a, struct choice b) {
    return a.rank != b.rank ? a.rank > b.rank : a.len > b.len;
}

/* Equal except for case; POSIX writes '_' where BCP 47 has '-'. */
static bool same_char(char tag, char wanted) {
    const char plain = (char)(wanted == '_' ? '-' : wanted);
    return coserr__lower((unsigned char)tag) == coserr__lower((unsigned char)plain);
}

static bool begins_with(coserr_str tag, coserr_str beginning) {
    if (beginning.len > tag.len) {
        return false;
    }
    for (size_t i = 0; i < beginning.len; i++) {
        if (!same_char(tag.ptr[i], beginning.ptr[i])) {
            return false;
        }
    }
    return true;
}

static bool is_separator(char c) {
    return c == '-' || c == '_';
}

/* `beginning` is all of `tag`, or ends where one of its subtags ends. */
static bool begins_with_parts(coserr_str tag, coserr_str beginning) {
    return begins_with(tag, beginning) &&
           (tag.len == beginning.len || is_separator(tag.ptr[beginning.len]));
}

static coserr_str primary_of(coserr_str tag) {
    size_t len = 0;
    while (len < tag.len && !is_separator(tag.ptr[len])) {
        len++;
    }
    return (coserr_str){tag.ptr, len};
}

/* RFC 4647, 3.4: the tag without its last subtag. (A single letter that then ends it may stay: no
 * tag of a catalog ends in one.) */
static coserr_str without_last_part(coserr_str tag) {
    while (tag.len > 0 && !is_separator(tag.ptr[tag.len - 1])) {
        tag.len--;
    }
    tag.len -= tag.len > 0;
    return tag;
}

/* Looks at all subtags but the first. */
static bool has_part(coserr_str tag, const char *part) {
    const coserr_str wanted = {part, strlen(part)};
    for (size_t i = 1; i + wanted.len <= tag.len; i++) {
        const coserr_str rest = {tag.ptr + i, tag.len - i};
        if (is_separator(tag.ptr[i - 1]) && begins_with_parts(rest, wanted)) {
            return true;
        }
    }
    return false;
}

/* Chinese is written in two scripts, and a tag names the script or implies it by the region: who
 * asks for zh-SG reads zh-CN, and who asks for zh-HK reads zh-TW. Negative where it does neither.
 */
static int chinese_script(coserr_str tag) {
    static const struct {
        char part[5];
        signed char traditional;
    } parts[] = {{"Hans", 0}, {"Hant", 1}, {"CN", 0}, {"SG", 0},
                 {"MY", 0},   {"TW", 1},   {"HK", 1}, {"MO", 1}};
    const bool chinese = begins_with_parts(tag, (coserr_str){COSERR_STR("zh")});
    for (size_t i = 0; chinese && i < sizeof parts / sizeof *parts; i++) {
        if (has_part(tag, parts[i].part)) {
            return parts[i].traditional;
        }
    }
    return -1;
}

static struct choice rate(coserr_str range, coserr_str tag, size_t index) {
    for (coserr_str left = range; left.len > 0; left = without_last_part(left)) {
        if (left.len == tag.len && begins_with(tag, left)) {
            return (struct choice){LOOKED_UP, left.len, index};
        }
    }
    if (begins_with_parts(tag, range)) {
        return (struct choice){BEGINNING, range.len, index};
    }
    const int script = chinese_script(range);
    if (script >= 0 && script == chinese_script(tag)) {
        return (struct choice){SAME_SCRIPT, 0, index};
    }
    const bool same = begins_with_parts(range, primary_of(tag));
    return (struct choice){same ? SAME_PRIMARY : NO_FIT, 0, index};
}

/* A list of languages to choose from: a catalog's, or with NULL the library's own. */
static size_t language_count(const coserr_catalog *catalog) {
    return catalog != NULL ? catalog->languages_count : coserr__word_languages();
}

static const char *language_tag(const coserr_catalog *catalog, size_t index) {
    return catalog != NULL ? coserr_catalog_language(catalog, index) : coserr__word_language(index);
}

/* The best language for one range; "zh_CN.UTF-8@x" is treated as "zh_CN". */
static struct choice choose(const coserr_catalog *catalog, coserr_str range) {
    struct choice best = {NO_FIT, 0, 0};
    size_t len = 0;
    while (len < range.len && range.ptr[len] != '.' && range.ptr[len] != '@') {
        len++;
    }
    range.len = len;
    for (size_t i = 0; len > 0 && i < language_count(catalog); i++) {
        const char *tag = language_tag(catalog, i);
        const struct choice found = rate(range, (coserr_str){tag, strlen(tag)}, i);
        best = is_better(found, best) ? found : best;
    }
    return best;
}

typedef size_t choose_fn(const coserr_catalog *catalog, const void *request);

/* Chooses from the catalog's languages and from the library's. */
static coserr_language resolve(const coserr_catalog *catalog, choose_fn *choose_from,
                               const void *request) {
    const size_t texts = choose_from(coserr__catalog(catalog), request);
    const size_t words = choose_from(NULL, request);
    return (coserr_language)(texts | words << COSERR__WORDS_SHIFT);
}

static size_t index_of_tag(const coserr_catalog *catalog, const void *request) {
    return choose(catalog, *(const coserr_str *)request).index;
}

coserr_language coserr_match_language(const coserr_catalog *catalog, const char *tag,
                                      size_t tag_len) {
    const coserr_str range = coserr__trim(tag, tag_len);
    return resolve(catalog, index_of_tag, &range);
}

/* ------------------------------------------------------------------------------ Accept-Language */

/* Removes the part before the next `separator` from the front of `rest`. */
static coserr_str next_item(coserr_str *rest, char separator) {
    const char *at = rest->len > 0 ? memchr(rest->ptr, separator, rest->len) : NULL;
    const size_t len = at != NULL ? (size_t)(at - rest->ptr) : rest->len;
    const coserr_str item = coserr__trim(rest->ptr, len);
    const size_t taken = at != NULL ? len + 1 : len;
    rest->ptr += taken;
    rest->len -= taken;
    return item;
}

static bool is_letter(char c) {
    const unsigned char lower = coserr__lower((unsigned char)c);
    return lower >= 'a' && lower <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* RFC 4647, 2.1: parts of one to eight letters or digits. (The first has
 * letters only; with a digit it matches no language of a catalog.) */
static bool is_range(coserr_str range) {
    size_t part = 0;
    for (size_t i = 0; i < range.len; i++) {
        const char c = range.ptr[i];
        const bool ends = c == '-' && part > 0;
        if (!ends && (part == 8 || (!is_letter(c) && !is_digit(c)))) {
            return false;
        }
        part = ends ? 0 : part + 1;
    }
    return part > 0;
}

/* RFC 9110, 12.4.2: "q=" and a number from 0 to 1 with at most three decimals, in thousandths;
 * no weight at all is 1. Negative when it is neither. */
static int weight_of(coserr_str weight) {
    if (weight.len == 0) {
        return 1000;
    }
    if (weight.len < 3 || weight.len > 7 || coserr__lower((unsigned char)weight.ptr[0]) != 'q' ||
        weight.ptr[1] != '=' || (weight.ptr[2] != '0' && weight.ptr[2] != '1') ||
        (weight.len > 3 && weight.ptr[3] != '.')) {
        return -1;
    }
    int value = (weight.ptr[2] - '0') * 1000;
    int unit = 100;
    for (size_t i = 4; i < weight.len; i++, unit /= 10) {
        if (!is_digit(weight.ptr[i])) {
            return -1;
        }
        value += (weight.ptr[i] - '0') * unit;
    }
    return value <= 1000 ? value : -1;
}

/* The weight of a range for the language chosen for it, in two-thousandths: one that only shares
 * the primary language counts half. */
static int value_of(struct choice choice, int weight) {
    return fits(choice) ? 2 * weight : weight;
}

static size_t index_of_ranges(const coserr_catalog *catalog, const void *request) {
    struct choice best = {NO_FIT, 0, 0};
    int best_value = 0;
    coserr_str rest = *(const coserr_str *)request;
    for (int ranges = 0; rest.len > 0 && ranges < MAX_RANGES; ranges++) {
        coserr_str item = next_item(&rest, ',');
        const coserr_str range = next_item(&item, ';');
        const int weight = weight_of(coserr__trim(item.ptr, item.len));
        if (!is_range(range) || weight <= 0) {
            continue;
        }
        const struct choice found = choose(catalog, range);
        const int value = value_of(found, weight);
        const bool better = value != best_value ? value > best_value : fits(found) && !fits(best);
        if (found.rank > NO_FIT && better) {
            best = found;
            best_value = value;
        }
    }
    return best.index;
}

coserr_language coserr_accept_language(const coserr_catalog *catalog, const char *value,
                                       size_t value_len) {
    const coserr_str ranges = {value, value_len};
    return resolve(catalog, index_of_ranges, &ranges);
}

/* ----------------------------------------------------------------------------------- the locale */

static bool is_c_locale(coserr_str locale) {
    return coserr__equal(locale.ptr, locale.len, COSERR_STR("C")) ||
           coserr__equal(locale.ptr, locale.len, COSERR_STR("POSIX"));
}

/* LANGUAGE: the first that fits, else the first with the same primary language; as in gettext, an
 * entry "C" ends the search. */
static size_t index_of_list(const coserr_catalog *catalog, coserr_str list) {
    struct choice best = {NO_FIT, 0, 0};
    while (list.len > 0 && !fits(best)) {
        const coserr_str item = next_item(&list, ':');
        if (is_c_locale(item)) {
            break;
        }
        const struct choice found = choose(catalog, item);
        best = fits(found) || best.rank == NO_FIT ? found : best;
    }
    return best.index;
}

static size_t index_of_env(const coserr_catalog *catalog, const void *request) {
    const coserr_locale_env *env = request;
    const coserr_str locale = env->lc_all.len > 0        ? env->lc_all
                              : env->lc_messages.len > 0 ? env->lc_messages
                                                         : env->lang;
    if (locale.len == 0 || is_c_locale(locale)) {
        return 0;
    }
    return env->language.len > 0 ? index_of_list(catalog, env->language)
                                 : choose(catalog, locale).index;
}

coserr_language coserr_locale_language(const coserr_catalog *catalog,
                                       const coserr_locale_env *env) {
    coserr_locale_env full;
    if (!coserr__is_sized(env)) {
        return 0;
    }
    coserr__take(&full, sizeof full, env);
    return resolve(catalog, index_of_env, &full);
}
