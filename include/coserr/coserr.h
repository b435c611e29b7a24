/* SPDX-License-Identifier: MIT */
/*
 * coserr: what a failed request to Tencent Cloud Object Storage (COS) means, in the user's
 * language, and whether it may be sent again.
 *
 * Rules for every function here
 *   - Strings come in as (pointer, length): no NUL is needed at the end, a NUL inside is an
 *     ordinary byte, and (NULL, 0) is the empty string. Lengths are in bytes. COSERR_STR("...")
 *     makes the two arguments of a literal.
 *   - Texts come out as `const char *`, UTF-8, ending in NUL; `len`, unless NULL, takes the length.
 *     They live as long as their catalog. Values of a coserr_error live in the buffer given to the
 *     reader, or are the caller's own.
 *   - No function allocates, sets errno, reads the environment or the locale, or keeps state. All
 *     are thread-safe and may be called from a signal handler.
 *   - `catalog` may be NULL, which is the built-in catalog of COS.
 *   - Unless a comment says otherwise, no returned pointer is NULL, and a NULL entry, operation or
 *     error is treated as an unknown one.
 *   - Structs that the caller allocates begin with `size`: set it to sizeof before the call. A
 *     program and a library of different versions work together: the library reads missing fields
 *     as 0, which means unknown, writes only what fits, and clears fields that it does not know.
 *   - Numbers may grow. Treat an unknown retry class as COSERR_RETRY_NEVER; ignore unknown hints,
 *     categories and flags.
 */
#ifndef COSERR_COSERR_H
#define COSERR_COSERR_H

#include <stddef.h>
#include <stdint.h>

#include <coserr/coserr_codes.h>
#include <coserr/coserr_words.h>

#define COSERR_VERSION_MAJOR 0
#define COSERR_VERSION_MINOR 2
#define COSERR_VERSION_PATCH 0

#if defined(_WIN32) && defined(COSERR_SHARED)
#if defined(COSERR_BUILDING)
#define COSERR_API __declspec(dllexport)
#else
#define COSERR_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) && !defined(_WIN32)
#define COSERR_API __attribute__((visibility("default")))
#else
#define COSERR_API
#endif

#ifdef __cplusplus
#define COSERR_EXTERN_C extern "C"
extern "C" {
#else
#define COSERR_EXTERN_C extern
#endif

/* A string literal as the two arguments (pointer, length). */
#define COSERR_STR(literal) ("" literal), (sizeof(literal) - 1)

/* `len` bytes at `ptr`. */
typedef struct coserr_str {
    const char *ptr;
    size_t len;
} coserr_str;

/* The number of a code: one of COSERR_CODE_* in <coserr/coserr_codes.h> for COS. Assigned once and
 * never reused. The value has no meaning; 0 means none. Numbers of different catalogs have nothing
 * to do with each other. */
typedef uint32_t coserr_code;
#define COSERR_CODE_NONE 0u

/* A compiled catalog. Opaque. */
typedef struct coserr_catalog coserr_catalog;

/* A row of a catalog: a code under one HTTP status, a case of it that the server's message tells
 * apart, a client error, or the family that answers for what is not listed. Opaque; compared by
 * address. */
typedef struct coserr_entry coserr_entry;

/* An operation of the service, such as PutObject. Opaque. */
typedef struct coserr_operation coserr_operation;

/* A language of a catalog, resolved once from a request. 0 is the fallback, English. The number
 * holds for the catalog that it was resolved for. */
typedef uint32_t coserr_language;

/* What an entry, or an error, is. */
enum {
    COSERR_KIND_NONE = 0,    /* nothing failed */
    COSERR_KIND_SERVICE = 1, /* the server answered with an error */
    COSERR_KIND_CLIENT = 2,  /* there was no usable answer */
    COSERR_KIND_FAMILY = 3   /* entries only: what a status means when the code is not listed */
};

/* Retry classes (COSERR_RETRY_*), hints (COSERR_HINT_*), categories, actions and reasons are in
 * <coserr/coserr_words.h>. A class is advice: whether a request may be sent again also depends on
 * its idempotence and on a body that can be replayed. THROTTLE, CLOCK and CREDENTIALS are refused
 * before anything is processed, so they are safe without idempotence; TRANSIENT is not. */

/* How an entry was found; flags. Exactly one of the first four is set. */
enum {
    COSERR_MATCH_EXACT = 1 << 0,        /* code and status; or code alone, of an unknown status */
    COSERR_MATCH_OTHER_STATUS = 1 << 1, /* code, under a status it is not listed with */
    COSERR_MATCH_REFINED = 1 << 2,      /* code and the server's message together */
    COSERR_MATCH_FAMILY = 1 << 3,       /* the code is not listed; the status decided */
    COSERR_MATCH_ALIAS = 1 << 4         /* the code received is another spelling */
};

/* ------------------------------------------------------------------------------------- catalogs */

/* "MAJOR.MINOR.PATCH" of the library that runs, which may be newer than this header. */
COSERR_API const char *coserr_version(void);

/* The catalog of COS that is built into the library. */
COSERR_API const coserr_catalog *coserr_get_catalog(void);

/* The catalog's short name, "cos", and its own version, "MAJOR.MINOR.PATCH". */
COSERR_API const char *coserr_catalog_name(const coserr_catalog *catalog);
COSERR_API const char *coserr_catalog_version(const coserr_catalog *catalog);

/* The tag of language `index`, counted from 0; 0 is the fallback. NULL past the last. */
COSERR_API const char *coserr_catalog_language(const coserr_catalog *catalog, size_t index);

/* The page on which a request id is looked up, to be shown with the request id beside it: it takes
 * no documented parameter, so none is appended. "" where there is none. */
COSERR_API const char *coserr_catalog_diagnose_url(const coserr_catalog *catalog);

/* Why an image was refused. */
enum {
    COSERR_LOAD_OK = 0,
    COSERR_LOAD_ARGUMENT = 1,  /* NULL, or not aligned to eight bytes */
    COSERR_LOAD_NOT_IMAGE = 2, /* it does not begin like one */
    COSERR_LOAD_FORMAT = 3,    /* an image for another version of the library */
    COSERR_LOAD_HOST = 4,      /* this machine is big-endian */
    COSERR_LOAD_SIZE = 5,      /* truncated, or with bytes after the end */
    COSERR_LOAD_CHECKSUM = 6,  /* damaged */
    COSERR_LOAD_INVALID = 7    /* the checksum is right and the structure is not */
};

/*
 * Takes an image that `coserr-gen compile --only image` made. Nothing is copied: `bytes` must be
 * aligned to eight, stay unchanged, and outlive the catalog and every entry and text taken from it.
 * One linear pass checks all that memory safety depends on; what an image says is the
 * responsibility of whoever made it. Returns COSERR_LOAD_OK and sets `*catalog`, or returns the
 * reason and leaves `*catalog` alone.
 */
COSERR_API uint32_t coserr_load_catalog(const void *bytes, size_t size,
                                        const coserr_catalog **catalog);

/* A sentence in English for a COSERR_LOAD_* reason. */
COSERR_API const char *coserr_load_reason(uint32_t reason);

/* 1 when every (id, symbol, kind) of `older`, operations included, stands unchanged in `newer`: a
 * program compiled for `older` understands `newer`. 0 otherwise. */
COSERR_API int coserr_catalog_continues(const coserr_catalog *newer, const coserr_catalog *older);

/* --------------------------------------------------------------------------------------- lookup */

/*
 * The entry for a code as the server spelt it, under an HTTP status; 0 for an unknown status.
 * Whitespace (space, tab, CR, LF) around the code is ignored; case is not. When the status fits
 * none of the code's variants, or is unknown, the default variant answers; when the code is not
 * listed, the family of the status does: every input has an answer. `match`, unless NULL, takes the
 * COSERR_MATCH_* flags.
 */
COSERR_API const coserr_entry *coserr_find_entry(const coserr_catalog *catalog, const char *code,
                                                 size_t code_len, uint32_t http_status,
                                                 uint32_t *match);

/*
 * One code can mean several things that only the server's message tells apart: COS reports an
 * expired signature as AccessDenied with the message "Request has expired". Given the entry found
 * by code and that message, whitespace around which is ignored, returns the case or refinement and
 * replaces the first four flags of `match` by COSERR_MATCH_REFINED; otherwise returns `entry` and
 * leaves `match` alone.
 */
COSERR_API const coserr_entry *coserr_refine_entry(const coserr_entry *entry, const char *message,
                                                   size_t message_len, uint32_t *match);

/* The entry of a number under a status (0, or one it is not listed with: the default variant). NULL
 * when the catalog does not know the number. */
COSERR_API const coserr_entry *coserr_get_entry(const coserr_catalog *catalog, coserr_code id,
                                                uint32_t http_status);

/* What a status alone means: of 404, of 4XX, or of no known status at all. */
COSERR_API const coserr_entry *coserr_get_family(const coserr_catalog *catalog,
                                                 uint32_t http_status);

/* The entry of a client error by its name, such as "ConnectionTimeout". NULL when there is none.
 * What a server sends is never looked up here. */
COSERR_API const coserr_entry *coserr_find_client(const coserr_catalog *catalog, const char *name,
                                                  size_t name_len);

/* Iterates over the entries of a kind (COSERR_KIND_SERVICE, _CLIENT, _FAMILY): the first after
 * NULL, NULL after the last; `previous` is one of the same catalog. Variants of a code come in the
 * order of the catalog, the default first, and its cases after them. */
COSERR_API const coserr_entry *coserr_next_entry(const coserr_catalog *catalog, uint32_t kind,
                                                 const coserr_entry *previous);

/* ------------------------------------------------------------------------------------ one entry */

COSERR_API coserr_code coserr_entry_id(const coserr_entry *entry);       /* 0 for a family */
COSERR_API uint32_t coserr_entry_kind(const coserr_entry *entry);        /* COSERR_KIND_* */
COSERR_API uint32_t coserr_entry_retry_class(const coserr_entry *entry); /* COSERR_RETRY_* */
COSERR_API uint32_t coserr_entry_category(const coserr_entry *entry);    /* COSERR_CATEGORY_* */

/* The COSERR_HINT_* flags that hold for an operation: its number, 0 when it is not known. */
COSERR_API uint32_t coserr_entry_hints(const coserr_entry *entry, uint32_t operation);

/* The other hints: those that hold for other operations only. */
COSERR_API uint32_t coserr_entry_conditional_hints(const coserr_entry *entry, uint32_t operation);

/* 300 to 599; 0 for client errors and for a family that is not of one status. */
COSERR_API uint32_t coserr_entry_status(const coserr_entry *entry);

/* The code as the service documents it, misspellings included; "" for a family. */
COSERR_API const char *coserr_entry_code(const coserr_entry *entry);

/* "NO_SUCH_KEY" where the constant is COSERR_CODE_NO_SUCH_KEY; "" for a family. */
COSERR_API const char *coserr_entry_symbol(const coserr_entry *entry);

/* The name of a case within its code, such as "referer"; "" for other entries. */
COSERR_API const char *coserr_entry_case(const coserr_entry *entry);

/* The entry that the code alone leads to, for a case or a refinement; otherwise `entry`. */
COSERR_API const coserr_entry *coserr_entry_base(const coserr_entry *entry);

/* The date, "2026-01-31", since when the service no longer sends the code; "" while it does. */
COSERR_API const char *coserr_entry_retired(const coserr_entry *entry);

/* The catalog of an entry; NULL for NULL. */
COSERR_API const coserr_catalog *coserr_entry_catalog(const coserr_entry *entry);

/* ----------------------------------------------------------------------------------- operations */

/* An operation by its name, such as "PutObject". Case, whitespace, '-' and '_' are ignored, so that
 * "put-object" and "PUT Object" find it too. NULL when there is none. */
COSERR_API const coserr_operation *coserr_find_operation(const coserr_catalog *catalog,
                                                         const char *name, size_t name_len);

/* An operation by its number, one of COSERR_OPERATION_* for COS. NULL when there is none. */
COSERR_API const coserr_operation *coserr_get_operation(const coserr_catalog *catalog, uint32_t id);

/* Iterates over the operations: the first after NULL, NULL after the last. `previous` is one of
 * the same catalog. */
COSERR_API const coserr_operation *coserr_next_operation(const coserr_catalog *catalog,
                                                         const coserr_operation *previous);

COSERR_API uint32_t coserr_operation_id(const coserr_operation *operation);       /* 0 for NULL */
COSERR_API const char *coserr_operation_name(const coserr_operation *operation);  /* "PutObject" */
COSERR_API const char *coserr_operation_title(const coserr_operation *operation); /* "PUT Object" */

/* 1 when sending the request twice equals sending it once. */
COSERR_API uint32_t coserr_operation_idempotent(const coserr_operation *operation);

/* Where an error can follow a 200. */
enum {
    COSERR_AFTER_200_NOWHERE = 0,
    COSERR_AFTER_200_BODY = 1,  /* the body is an Error document */
    COSERR_AFTER_200_KEYS = 2,  /* an Error for each failed key: coserr_each_deleted() */
    COSERR_AFTER_200_STREAM = 3 /* in an event stream, which the library does not read */
};
COSERR_API uint32_t coserr_operation_after_200(const coserr_operation *operation);

/* What CAM must allow the caller to do, such as "name/cos:PutObject": permission `index`, counted
 * from 0; NULL past the last. `source`, unless NULL, takes 1 when it is needed on the source of a
 * copy, and 0 otherwise. */
COSERR_API const char *coserr_operation_action(const coserr_operation *operation, size_t index,
                                               uint32_t *source);

/* Its page in the documentation; "" where there is none. */
COSERR_API const char *coserr_operation_doc(const coserr_operation *operation,
                                            coserr_language language);

typedef struct coserr_header {
    coserr_str name; /* case is ignored */
    coserr_str value;
} coserr_header;

/* The operation of a request of which only method, URL and headers are known. The URL is absolute,
 * or a path with a Host header; of the headers, Host and those that tell operations apart
 * (x-cos-copy-source) are read. A host that is none of the catalog's is taken for a bucket's own
 * domain. NULL when no operation looks like it, as with a subresource, such as "?acl", that no
 * operation of this method has. The method is case-sensitive. */
COSERR_API const coserr_operation *
coserr_operation_of_request(const coserr_catalog *catalog, const char *method, size_t method_len,
                            const char *url, size_t url_len, const coserr_header *headers,
                            uint32_t header_count);

/* ------------------------------------------------------------------------------------- language */

/*
 * Choosing a language of a catalog, by RFC 4647 lookup: the tag, then the tag without its last
 * part, and so on; then a language that begins with the tag ("zh" finds zh-CN), or that is Chinese
 * in the same script (zh-SG finds zh-CN); then any with the same primary language (zh-Hant readers
 * get zh-CN rather than English), which in a list yields to languages that fit better: in LANGUAGE
 * always, in Accept-Language by counting half (zh-Hant,en;q=0.8 gives en; with q=0.1, zh-CN). Case
 * is ignored. Where nothing fits, the result is 0, the fallback.
 */

/* From one BCP 47 tag ("zh-CN", "zh-Hant-TW") or POSIX locale name ("zh_CN.UTF-8"). */
COSERR_API coserr_language coserr_match_language(const coserr_catalog *catalog, const char *tag,
                                                 size_t tag_len);

/* From the value of an Accept-Language header: ranges with q-values (RFC 9110, 12.5.4). A range
 * that is ill-formed or has q=0 is ignored, and so is any after the 64th. */
COSERR_API coserr_language coserr_accept_language(const coserr_catalog *catalog, const char *value,
                                                  size_t value_len);

/* The four environment variables that gettext looks at. An empty one counts as unset. */
typedef struct coserr_locale_env {
    uint32_t size; /* sizeof(coserr_locale_env) */
    coserr_str language;
    coserr_str lc_all;
    coserr_str lc_messages;
    coserr_str lang;
} coserr_locale_env;

/* From the values of those variables, read by the caller, in gettext's order: LANGUAGE, a list
 * between colons, unless the locale is C or POSIX; else the locale, which is the first set of
 * LC_ALL, LC_MESSAGES and LANG. */
COSERR_API coserr_language coserr_locale_language(const coserr_catalog *catalog,
                                                  const coserr_locale_env *env);

/* The tag of a resolved language. */
COSERR_API const char *coserr_language_tag(const coserr_catalog *catalog, coserr_language language);

/* ----------------------------------------------------------------------------------------- text */

/* One sentence: what is wrong. Where the catalog lacks a text in the language, the fallback's is
 * returned; coserr_entry_language() is the tag of the language that the message is really in. */
COSERR_API const char *coserr_entry_message(const coserr_entry *entry, coserr_language language,
                                            size_t *len);
COSERR_API const char *coserr_entry_language(const coserr_entry *entry, coserr_language language);

/* What to do about it. */
COSERR_API const char *coserr_entry_advice(const coserr_entry *entry, coserr_language language,
                                           size_t *len);

/* Link `index`, counted from 0, into the documentation of the service; NULL past the last. */
COSERR_API const char *coserr_entry_doc(const coserr_entry *entry, size_t index,
                                        coserr_language language, size_t *len);

/* The lists of words in <coserr/coserr_words.h>. */
enum {
    COSERR_WORDS_RETRY = 0,      /* COSERR_RETRY_* */
    COSERR_WORDS_HINTS = 1,      /* COSERR_HINT_*: one flag */
    COSERR_WORDS_ACTIONS = 2,    /* COSERR_ACTION_* */
    COSERR_WORDS_REASONS = 3,    /* COSERR_REASON_* */
    COSERR_WORDS_CATEGORIES = 4, /* COSERR_CATEGORY_* */
    COSERR_WORDS_VALUES = 5,     /* COSERR_VALUE_*: words alone */
    COSERR_WORDS_LABELS = 6      /* COSERR_LABEL_* */
};

/* The word for a number in logs, JSON and YAML ("never", "replayable-body"), and its sentence in a
 * language. "" for a number that is not known. */
COSERR_API const char *coserr_word(uint32_t list, uint32_t number, size_t *len);
COSERR_API const char *coserr_word_text(uint32_t list, uint32_t number, coserr_language language,
                                        size_t *len);

/* The number of a word, COSERR_WORD_NONE when the list has no such word. */
#define COSERR_WORD_NONE UINT32_MAX
COSERR_API uint32_t coserr_find_word(uint32_t list, const char *word, size_t word_len);

/* ------------------------------------------------------------------------------------- response */

/* An HTTP answer, as the caller's HTTP library delivered it, and what the caller knows of the
 * request. Nothing in it is changed or copied, except for values that are decoded: the error refers
 * to body, headers, bucket, region and key, which must outlive it. */
typedef struct coserr_response {
    uint32_t size;        /* sizeof(coserr_response) */
    uint32_t http_status; /* 100 to 599; 0 when it is not known */
    uint32_t operation;   /* COSERR_OPERATION_*; 0 when it is not known */
    uint32_t after_200;   /* COSERR_AFTER_200_* of that operation, where read() is called alone */
    uint32_t header_count;
    uint32_t reserved;
    const coserr_header *headers; /* x-cos-*, x-ci-*, Content-Type, Content-Encoding, Date,
                                   * Retry-After; others are ignored */
    coserr_str body;              /* any bytes, any length */
    int64_t received_at;          /* by the clock that the request was signed with; seconds since
                                   * 1970; 0 when it is not known */
    coserr_str bucket;            /* of the request; "" when they are not known */
    coserr_str region;
    coserr_str key;
} coserr_response;

/* What the body is. */
enum {
    COSERR_VERDICT_NONE = 0,         /* there was no answer to judge */
    COSERR_VERDICT_ERROR = 1,        /* an Error document, or a JSON object of a failed request */
    COSERR_VERDICT_NOT_AN_ERROR = 2, /* another document, or neither XML nor JSON */
    COSERR_VERDICT_MALFORMED = 3,    /* begins like one, but breaks off or breaks its rules */
    COSERR_VERDICT_EMPTY = 4         /* nothing, or whitespace alone */
};

/* Why a body is malformed, or could not be read. */
enum {
    COSERR_FAULT_NONE = 0,
    COSERR_FAULT_TRUNCATED = 1,  /* the body ends too early */
    COSERR_FAULT_SYNTAX = 2,     /* against XML 1.0, Namespaces in XML, or RFC 8259 */
    COSERR_FAULT_ENCODING = 3,   /* declared as neither UTF-8 nor ASCII, or not what it declares */
    COSERR_FAULT_DOCTYPE = 4,    /* a document type declaration: refused unread */
    COSERR_FAULT_LIMIT = 5,      /* nested over 64 deep; over 64 attributes of an element, or
                                  * namespaces in scope; a padded reference in a namespace's name */
    COSERR_FAULT_COMPRESSED = 6, /* not an error: the body is still compressed; decompress first */
    COSERR_FAULT_CHUNKED = 7     /* not an error: it still has the chunks of its transfer coding */
};

/* Where a value came from. */
enum {
    COSERR_SOURCE_NONE = 0, /* there is no value */
    COSERR_SOURCE_BODY = 1,
    COSERR_SOURCE_HEADER = 2,
    COSERR_SOURCE_STATUS = 3,   /* the status line */
    COSERR_SOURCE_ARGUMENT = 4, /* the caller */
    COSERR_SOURCE_RESOURCE = 5  /* read from the resource, by the catalog's host names */
};

/*
 * The values of an error, each listed once: X(NAME, number, member). Append-only.
 *
 *   code         as received; whitespace around it removed, as around the ids
 *   message      the server's; often in English, not meant to be parsed
 *   resource     the address asked for
 *   request_id   what the provider's support asks for
 *   trace_id     not unique, despite the documentation: not a key
 *   server_time  ISO 8601, in clock errors
 *   date         the header: when the answer was made
 *   retry_after  the header: seconds, or a date
 *   bucket, region, key   of the request: the caller's, else read from the resource
 */
#define COSERR_FIELD_LIST(X)                                                                       \
    X(CODE, 0, code)                                                                               \
    X(MESSAGE, 1, message)                                                                         \
    X(RESOURCE, 2, resource)                                                                       \
    X(REQUEST_ID, 3, request_id)                                                                   \
    X(TRACE_ID, 4, trace_id)                                                                       \
    X(SERVER_TIME, 5, server_time)                                                                 \
    X(DATE, 6, date)                                                                               \
    X(RETRY_AFTER, 7, retry_after)                                                                 \
    X(BUCKET, 8, bucket)                                                                           \
    X(REGION, 9, region)                                                                           \
    X(KEY, 10, key)

#define COSERR_FIELD_NUMBER(NAME, number, member) COSERR_FIELD_##NAME = number,
#define COSERR_FIELD_MEMBER(NAME, number, member) coserr_str member;

enum {
    COSERR_FIELD_LIST(COSERR_FIELD_NUMBER) /* COSERR_FIELD_CODE = 0, ... */
    COSERR_FIELD_SLOTS = 31,               /* how many there can be */
    COSERR_FIELD_HTTP_STATUS = 31          /* coserr_error_source() only */
};

/*
 * A request's outcome. Set `size`, hand it to coserr_decode(), coserr_explain() or
 * coserr_from_client(), read the rest, here or through the accessors below. A value that is not
 * known is "" with source COSERR_SOURCE_NONE. A value read from a body or a header ends in NUL, not
 * counted in `len`; one that the caller gave, or that is a part of another (bucket, region), need
 * not. After a success (`failed` is 0) `kind` is COSERR_KIND_NONE, `entry` is NULL, and only values
 * from headers and from the caller are set.
 */
typedef struct coserr_error {
    uint32_t size;             /* sizeof(coserr_error) */
    uint32_t verdict;          /* COSERR_VERDICT_*: the body */
    uint32_t failed;           /* 1 or 0: the request */
    uint32_t kind;             /* COSERR_KIND_* */
    uint32_t http_status;      /* 0 when not known */
    uint32_t match;            /* COSERR_MATCH_* flags; 0 after a success */
    uint32_t missing;          /* 1 << COSERR_FIELD_*: a value that the buffer had no room for */
    uint32_t fault;            /* COSERR_FAULT_* */
    uint32_t operation;        /* of the request; 0 when not known */
    uint32_t header_count;     /* the caller's headers */
    size_t fault_offset;       /* bytes from the start of the body to where it was noticed */
    const coserr_entry *entry; /* what it means; NULL after a success alone */
    const coserr_header *headers;
    coserr_str body;                       /* the caller's raw bytes; no NUL after them */
    int64_t received_at;                   /* the caller's; 0 when not known */
    uint8_t source[32];                    /* COSERR_SOURCE_* of each COSERR_FIELD_* */
    COSERR_FIELD_LIST(COSERR_FIELD_MEMBER) /* coserr_str code; coserr_str message; ... */
} coserr_error;

/*
 * Reads an answer: body, headers and status, in this order of precedence for each value. Decoded
 * values are put into `buffer`, which must outlive their use; coserr_decode_bound() gives a size
 * that always suffices. A smaller one, or none, costs only the values that do not fit: they are
 * absent and marked in `missing`, and the entry is found all the same.
 *
 * A request failed when its status is 300 or more, 304 aside; or when the status is 2XX, the
 * operation is one that can fail in the body after a 200, and the body is an error or is malformed;
 * or when there is no status and the body is an error or malformed.
 *
 * Of a malformed body, the values that were whole before the fault are given; part of a value never
 * is. An Error document is read by XML 1.0 with these limits: no DOCTYPE, UTF-8 or ASCII, 64
 * levels; only direct children of the root in the root's namespace are values, without the text of
 * elements inside them; of duplicates the first is used. A body that begins with '{' is read by RFC
 * 8259, nested 64 deep at most, when the request failed: members `code` (a number, too), `message`,
 * `requestid`, `request_id`, `RequestId`; the first of duplicates is used, nested values are
 * skipped. It is an error when it has one of these or the code is in a header. Time is linear in
 * the length of the body.
 *
 * Where there was no answer at all, there is nothing to decode: use coserr_from_client().
 *
 * Returns 1 when the request failed, 0 when it did not, -1 when `response` or `error` is NULL or
 * its `size` is not set; then nothing is written.
 */
COSERR_API int coserr_decode(const coserr_catalog *catalog, const coserr_response *response,
                             coserr_error *error, char *buffer, size_t buffer_size);

/* The two steps of coserr_decode(). coserr_read() needs no catalog and leaves `entry` NULL and
 * `match` 0. coserr_resolve() finds `entry` and `match`, and reads bucket, region and key from the
 * resource, for an error that coserr_read() or the caller filled in; it returns as coserr_decode()
 * does. An SDK for another service fills in `failed`, `kind`, `http_status` and the values itself.
 */
COSERR_API int coserr_read(const coserr_response *response, coserr_error *error, char *buffer,
                           size_t buffer_size);
COSERR_API int coserr_resolve(const coserr_catalog *catalog, coserr_error *error);

/* Bytes of buffer that suffice for any answer of this size; 0 for NULL. */
COSERR_API size_t coserr_decode_bound(const coserr_response *response);

/* Fills an error from what the caller knows without an answer: code, status (0: unknown) and the
 * server's message (NULL, 0: unknown). The strings are referred to, not copied, and must end in
 * NUL if they are to be read as such. Returns 1, or -1 as coserr_decode() does. */
COSERR_API int coserr_explain(const coserr_catalog *catalog, const char *code, size_t code_len,
                              uint32_t http_status, const char *message, size_t message_len,
                              coserr_error *error);

/* Any direct child of the root of an XML body by name, such as StringToSign in a signature error,
 * decoded into `buffer`, at most as long as the body. Returns 1 with `value` set, 0 when there is
 * none (or no room for it); then `value` is "". */
COSERR_API int coserr_error_child(const coserr_error *error, const char *name, size_t name_len,
                                  char *buffer, size_t buffer_size, coserr_str *value);

/* One failed key in the answer to DELETE Multiple Objects. Values that are absent are "". */
typedef struct coserr_deleted {
    uint32_t size;             /* sizeof(coserr_deleted), of the library that runs */
    uint32_t match;            /* COSERR_MATCH_* flags */
    const coserr_entry *entry; /* what it means; never NULL */
    coserr_str key;
    coserr_str version_id;
    coserr_str code;
    coserr_str message;
} coserr_deleted;

/* Called with each failed key; the item and its strings are gone when it returns. 0 stops. */
typedef int coserr_deleted_fn(void *context, const coserr_deleted *item);

/*
 * Visits the failed keys of a DeleteResult, in order. Values are decoded into `buffer`, again for
 * each key; body_len + 4 bytes always suffice; a value without room is absent, also for finding the
 * entry. Returns 1 when all were visited, 0 when `visit` stopped it, -1 when the body is not a
 * well-formed DeleteResult: then what was visited before the fault was whole.
 */
COSERR_API int coserr_each_deleted(const coserr_catalog *catalog, const char *body, size_t body_len,
                                   char *buffer, size_t buffer_size, coserr_deleted_fn *visit,
                                   void *context);

/* -------------------------------------------------------------------------------- client errors */

/* Fills an error from a failure that left no usable answer: `name` is a client error of the
 * catalog, such as "ConnectionTimeout". Returns 1; -1, with `error` as it was, when the catalog has
 * no such name or `error` is NULL or has no size. */
COSERR_API int coserr_from_client(const coserr_catalog *catalog, const char *name, size_t name_len,
                                  coserr_error *error);

/* The name of the client error for an errno, as connecting, sending, receiving or a local file
 * leave it; NULL for one that says nothing. By its number on this machine, or by its name
 * ("ECONNRESET"). For libcurl's codes there is <coserr/curl.h>. */
COSERR_API const char *coserr_client_from_errno(int number);
COSERR_API const char *coserr_client_from_errno_name(const char *name, size_t name_len);

/* --------------------------------------------------------------------------------------- detail */

/*
 * One sentence about this occurrence, such as which permission is missing on which resource, or by
 * how many seconds the clock is off: the first of the entry's sentences whose values are all known;
 * there may be none. Like snprintf, writes at most size - 1 bytes and a NUL, cut at the end of a
 * character, and returns the length that the whole has. Control characters and marks that change
 * the direction of writing are replaced by spaces, and each value is cut at 200 bytes.
 */
COSERR_API size_t coserr_error_detail(const coserr_error *error, coserr_language language,
                                      char *buffer, size_t size);

/* One value of the occurrence by COSERR_VALUE_*, written likewise but not changed; length 0 when it
 * is not known. */
COSERR_API size_t coserr_error_value(const coserr_error *error, uint32_t value, char *buffer,
                                     size_t size);

/* ---------------------------------------------------------------------------------------- retry */

/* The attempt that met the error. */
typedef struct coserr_attempt {
    uint32_t size;          /* sizeof(coserr_attempt) */
    uint32_t number;        /* 1 for the first */
    uint32_t max_attempts;  /* with the first; 0: five */
    uint32_t random;        /* any number of the caller's, evenly distributed over 32 bits */
    uint32_t idempotent;    /* sending it twice equals sending it once. 0: as the operation says,
                             * and not if that is unknown; 1: yes; 2: no */
    uint32_t replayable;    /* 1: the body can be sent from its start, or there is none */
    uint32_t presigned;     /* 1: the URL was signed by somebody else */
    uint32_t backup_domain; /* 1: there is another domain to try. Only for the default domains:
                             * never for a custom or an accelerated one */
    int64_t received_at;    /* when the answer came, by the clock that you sign with, earlier
                             * corrections included; seconds since 1970; 0: as the error says */
    uint64_t spent_ms;      /* since the first attempt began, waiting included */
    uint64_t budget_ms;     /* the last attempt begins within this time; 0: any time */
    uint32_t budgeted;      /* 1: `tokens` is the client's retry budget; 0: it keeps none */
    uint32_t tokens;        /* what is left of it, shared by all requests of the client */
} coserr_attempt;

/* What was done about one request so far; zero but for `size` before its first attempt. */
typedef struct coserr_retry_state {
    uint32_t size; /* sizeof(coserr_retry_state) */
    uint32_t done; /* COSERR_DONE_* flags */
    uint32_t paid; /* tokens that the last attempt cost */
} coserr_retry_state;

enum {
    COSERR_DONE_ONCE = 1 << 0, /* the one more attempt of COSERR_HINT_ONCE */
    COSERR_DONE_CLOCK = 1 << 1,
    COSERR_DONE_CREDENTIALS = 1 << 2,
    COSERR_DONE_ENDPOINT = 1 << 3
};

/* The usual retry budget of a client: it begins full. */
#define COSERR_BUDGET_TOKENS 500u

typedef struct coserr_decision {
    uint32_t size;          /* sizeof(coserr_decision) */
    uint32_t action;        /* COSERR_ACTION_* */
    uint32_t reason;        /* COSERR_REASON_* */
    uint32_t hints;         /* COSERR_HINT_* that hold: a new connection, smaller parts, ... */
    uint32_t conditional;   /* hints that hold for other operations only */
    uint32_t sign_again;    /* 1: the request needs a new signature before it is sent */
    uint64_t delay_ms;      /* to wait before the action; 0 for all but COSERR_ACTION_AGAIN */
    int64_t clock_offset_s; /* COSERR_ACTION_CORRECT_CLOCK: to be added to that clock, on top of
                             * earlier corrections */
    int32_t cost;           /* tokens to take from the client's budget, before the action; negative:
                             * to give back, up to what it began with */
    uint32_t reserved;
} coserr_decision;

/*
 * Decides what to do about an error. A pure function: the clock and the random number are the
 * caller's; state and budget are the caller's, and the state comes back updated.
 *
 *   - throttle, clock and credentials were refused unprocessed: the request need not be idempotent.
 *     transient may have been processed: it must be, unless the request never left; and so may a
 *     503 without a listed code and a request id, which gateways send.
 *   - Whatever is sent again needs a body that can be; READ_STATE does not.
 *   - Delays: full jitter below a bound that doubles with each attempt, from 200 ms to 20 s; for
 *     throttle from 1 s to 60 s with 500 ms on top. Retry-After is followed when it is longer; over
 *     five minutes, stop.
 *   - The clock is corrected from 30 s of skew on, by the body's ServerTime or the Date header,
 *     once. Credentials are fetched once, another domain is tried once.
 *   - Another domain: when the answer has no request id, which COS always sends, or when there was
 *     no answer, the caller has one and signs itself. Of an answer that the library did not read,
 *     `verdict` has to say that there was one.
 *   - Budget: another attempt costs 5 tokens, 10 after a failure without an answer, which holds
 *     resources for longer. A success gives back what the last attempt cost, or 1 when the first
 *     attempt succeeded: call this for successes too. So in a long outage a client sends one retry
 *     for every five successes, instead of multiplying its load.
 *   - Retry-After, Date and ServerTime are read from the error: give the reader a buffer that
 *     suffices, or they are missed.
 *
 * Returns the action, or -1 when a pointer is NULL or a `size` is not set.
 */
COSERR_API int coserr_decide(const coserr_error *error, const coserr_attempt *attempt,
                             coserr_retry_state *state, coserr_decision *decision);

/* ---------------------------------------------------- accessors, for callers without the struct */

COSERR_API size_t coserr_error_sizeof(void); /* what to allocate, and to store in `size` */
COSERR_API uint32_t coserr_error_verdict(const coserr_error *error);
COSERR_API uint32_t coserr_error_failed(const coserr_error *error);
COSERR_API uint32_t coserr_error_kind(const coserr_error *error);
COSERR_API uint32_t coserr_error_http_status(const coserr_error *error);
COSERR_API uint32_t coserr_error_match(const coserr_error *error);
COSERR_API uint32_t coserr_error_missing(const coserr_error *error);
COSERR_API uint32_t coserr_error_fault(const coserr_error *error);
COSERR_API size_t coserr_error_fault_offset(const coserr_error *error);
COSERR_API const coserr_entry *coserr_error_entry(const coserr_error *error); /* may be NULL */
COSERR_API coserr_code coserr_error_id(const coserr_error *error); /* 0 when not listed */

/* A value by COSERR_FIELD_*, "" when absent; and where it came from. */
COSERR_API const char *coserr_error_field(const coserr_error *error, uint32_t field, size_t *len);
COSERR_API uint32_t coserr_error_source(const coserr_error *error, uint32_t field);
COSERR_API const char *coserr_error_body(const coserr_error *error, size_t *len);

/* "error", "body", "truncated", ...: the words that JSON and logs use; "" for unknown numbers. */
COSERR_API const char *coserr_verdict_name(uint32_t verdict);
COSERR_API const char *coserr_source_name(uint32_t source);
COSERR_API const char *coserr_fault_name(uint32_t fault);

/* ----------------------------------------------------------------------------------------- JSON */

/*
 * The digest of an error as one line of JSON, without a line end: what was received, and what the
 * catalog says about it in the language. A value that is not there is left out; one without room in
 * the reader's buffer has a source and no value. Invalid UTF-8 becomes U+FFFD. As received: schema
 * (1), verdict, fault, failed, kind, http_status, each value of COSERR_FIELD_LIST by its member's
 * name, operation, and source, an object that says for each where it came from. From the catalog:
 * match, alias, entry {id, symbol, code, case, http_status, retired}, category, explanation {lang,
 * message, advice, detail, docs}, values (those that `detail` can have), retry {class, hints,
 * conditional}, diagnose_url, catalog {name, version}. Like snprintf, writes at most size - 1 bytes
 * and a NUL, and returns the length that the whole has.
 */
COSERR_API size_t coserr_error_json(const coserr_error *error, coserr_language language,
                                    char *buffer, size_t size);

/* The same as application/problem+json (RFC 9457): type (the first link of the entry, else
 * about:blank), title (the message), status, detail (that of the occurrence, else the advice),
 * instance (urn:coserr:request: and the request id); with the extensions code, category, retry,
 * advice and request_id. */
COSERR_API size_t coserr_error_problem(const coserr_error *error, coserr_language language,
                                       char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
