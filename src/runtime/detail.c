/* SPDX-License-Identifier: MIT */
/* Sentences about this occurrence, and the values in them. */
#include "runtime/internal.h"
#include "runtime/writer.h"

enum { MAX_VALUE = 200 }; /* bytes of a value in a sentence */

/* A value: text, or a number of seconds. */
struct value {
    bool known;
    bool is_number;
    coserr_str text;
    uint64_t number;
};

static struct value text_value(coserr_str text) {
    const struct value value = {text.len > 0, false, text, 0};
    return value;
}

static struct value number_value(bool known, int64_t number) {
    const struct value value = {known, true, {"", 0}, known ? (uint64_t)number : 0};
    return value;
}

/* --------------------------------------------------------------------------------------- values */

/* "examplebucket-1250000000" ends in '-' and digits. */
static bool has_appid(coserr_str bucket) {
    size_t digits = 0;
    while (digits < bucket.len && bucket.ptr[bucket.len - 1 - digits] >= '0' &&
           bucket.ptr[bucket.len - 1 - digits] <= '9') {
        digits++;
    }
    return digits > 0 && digits < bucket.len && bucket.ptr[bucket.len - 1 - digits] == '-';
}

/* The first action on the target, or on the source of a copy. */
static struct value action(const coserr_error *error, uint32_t source) {
    const coserr_operation *operation =
        coserr_get_operation(coserr_entry_catalog(error->entry), error->operation);
    const char *name;
    uint32_t side;
    for (size_t i = 0; (name = coserr_operation_action(operation, i, &side)) != NULL; i++) {
        if (side == source) {
            return text_value((coserr_str){name, strlen(name)});
        }
    }
    return text_value((coserr_str){"", 0});
}

/* By how much the local clock is ahead (1) or behind (-1), from the smallest skew that matters. */
static struct value skew(const coserr_error *error, int sign) {
    int64_t seconds;
    const bool known = coserr__clock_skew(error, error->received_at, &seconds);
    const int64_t off = known ? -seconds * sign : 0;
    return number_value(off >= COSERR__MIN_SKEW, off);
}

static struct value wait(const coserr_error *error) {
    int64_t seconds;
    const bool known = coserr__retry_after(error, error->received_at, &seconds);
    return number_value(known, known ? seconds : 0);
}

static struct value value_of(const coserr_error *error, uint32_t number) {
    const coserr_str none = {"", 0};
    switch (number) {
    case COSERR_VALUE_BUCKET:
        return text_value(error->bucket);
    case COSERR_VALUE_SHORT_BUCKET:
        return text_value(has_appid(error->bucket) ? none : error->bucket);
    case COSERR_VALUE_REGION:
        return text_value(error->region);
    case COSERR_VALUE_KEY:
        return text_value(error->key);
    case COSERR_VALUE_AHEAD:
        return skew(error, 1);
    case COSERR_VALUE_BEHIND:
        return skew(error, -1);
    case COSERR_VALUE_RETRY_AFTER:
        return wait(error);
    case COSERR_VALUE_CAM_ACTION:
        return action(error, 0);
    case COSERR_VALUE_CAM_SOURCE_ACTION:
        return action(error, 1);
    case COSERR_VALUE_RESOURCE:
        return text_value(error->resource);
    default:
        return text_value(none);
    }
}

/* ------------------------------------------------------------------------------------ sentences */

/* The value in the braces at `p`, which is then after them; unknown if it has no name we know. */
static struct value value_at(const coserr_error *error, const char **p) {
    const char *name = *p + 1;
    const size_t len = strcspn(name, "}");
    *p = name + len + (name[len] == '}');
    const uint32_t number = coserr_find_word(COSERR_WORDS_VALUES, name, len);
    const struct value value =
        value_of(error, name[len] == '}' ? number : (uint32_t)COSERR_WORD_NONE);
    return value;
}

static bool all_known(const coserr_error *error, const char *text) {
    while (*(text += strcspn(text, "{")) != '\0') {
        if (!value_at(error, &text).known) {
            return false;
        }
    }
    return true;
}

static void put_sentence(struct coserr__writer *writer, const coserr_error *error,
                         const char *text) {
    while (*text != '\0') {
        const size_t len = strcspn(text, "{");
        coserr__write(writer, text, len);
        text += len;
        if (*text == '{') {
            const struct value value = value_at(error, &text);
            if (value.is_number) {
                coserr__write_number(writer, value.number);
            } else {
                coserr__write_safely(writer, value.text.ptr, value.text.len, MAX_VALUE);
            }
        }
    }
}

size_t coserr_error_detail(const coserr_error *error, coserr_language language, char *buffer,
                           size_t size) {
    struct coserr__writer writer = coserr__writer_over(buffer, size);
    coserr_error full;
    if (coserr__is_sized(error)) {
        coserr__take_error(&full, error);
        const uint32_t count = full.entry != NULL ? full.entry->detail_count : 0;
        for (uint32_t i = 0; i < count; i++) {
            const char *text = coserr__entry_detail(full.entry, i, language);
            if (*text != '\0' && all_known(&full, text)) {
                put_sentence(&writer, &full, text);
                break;
            }
        }
    }
    return coserr__writer_end(&writer);
}

size_t coserr_error_value(const coserr_error *error, uint32_t value, char *buffer, size_t size) {
    struct coserr__writer writer = coserr__writer_over(buffer, size);
    coserr_error full;
    if (coserr__is_sized(error)) {
        coserr__take_error(&full, error);
        const struct value found = full.entry != NULL ? value_of(&full, value) : (struct value){0};
        if (found.known && found.is_number) {
            coserr__write_number(&writer, found.number);
        } else if (found.known) {
            coserr__write(&writer, found.text.ptr, found.text.len);
        }
    }
    return coserr__writer_end(&writer);
}
