/* SPDX-License-Identifier: MIT */
/*
 * coserr: what a failed request to Tencent Cloud Object Storage (COS) means, said in the user's
 * language, and whether it may be tried again.
 *
 * Rules that hold for every function here
 *   - Strings come in as (pointer, length): no NUL is needed at the end, a NUL inside is an
 *     ordinary byte, and (NULL, 0) is the empty string. Lengths are in bytes. For literals there
 *     is COSERR_STR("...").
 *   - Strings that come out are UTF-8 and end in NUL. They are const and live as long as the
 *     process, except the values of a coserr_error, which live in the buffer given to the decoder,
 *     and its raw body, which is the caller's own and keeps no NUL.
 *   - No function allocates, sets errno, reads the environment or the locale, or keeps state: all
 *     may be called from any thread, at any time, also in a signal handler.
 *   - Unless a comment says otherwise, no pointer that is returned is NULL, and a NULL handle or
 *     error given in is answered like an unknown one.
 *   - Struct types that the caller allocates begin with `size`: set it to sizeof before the call.
 *     A newer library never writes past it.
 *   - Numbers may grow. A retry class that you do not know is to be taken for
 *     COSERR_RETRY_NEVER, an unknown hint bit is to be ignored, an unknown code is a code.
 */
#ifndef COSERR_COSERR_H
#define COSERR_COSERR_H

#include <stddef.h>
#include <stdint.h>

#include <coserr/coserr_codes.h>

#define COSERR_VERSION_MAJOR 0
#define COSERR_VERSION_MINOR 1
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

/* A string that is handed out: `len` bytes at `ptr`, and a NUL behind them. */
typedef struct coserr_str {
    const char *ptr;
    size_t len;
} coserr_str;

/* The number of a code, one of COSERR_CODE_* in <coserr/coserr_codes.h>. Given once and never
 * changed; carries no meaning; 0 is no code. */
typedef uint32_t coserr_code;
#define COSERR_CODE_NONE 0u

/* One row of the catalog: a code under one HTTP status, a client-side error, or the family answer
 * for what the catalog does not list. Opaque; compared by address. */
typedef struct coserr_entry coserr_entry;

/* A compiled catalog: its languages and its words. Opaque. */
typedef struct coserr_catalog coserr_catalog;

/* What an entry, or an error, is. */
enum {
    COSERR_KIND_NONE = 0,    /* nothing failed */
    COSERR_KIND_SERVICE = 1, /* the server answered with an error */
    COSERR_KIND_CLIENT = 2,  /* there was no usable answer */
    COSERR_KIND_FAMILY = 3   /* entries only: what a status means when the code is not listed */
};

/* May the request be sent again? Advice: whether it may also depends on the request being
 * idempotent and its body being replayable. THROTTLE, CLOCK and CREDENTIALS are refused before
 * anything is processed, so that they are safe without idempotence; TRANSIENT is not. */
enum {
    COSERR_RETRY_NEVER = 0,       /* the same request fails again */
    COSERR_RETRY_TRANSIENT = 1,   /* back off, send it again */
    COSERR_RETRY_THROTTLE = 2,    /* back off longer, send less */
    COSERR_RETRY_CLOCK = 3,       /* correct the clock, sign anew, send it again */
    COSERR_RETRY_CREDENTIALS = 4, /* fetch new credentials, sign anew, send it again */
    COSERR_RETRY_CONFLICT = 5     /* read the state again, then decide */
};

/* Conditions and remedies that go with a retry class; bits. */
enum {
    COSERR_HINT_ONCE = 1 << 0,            /* at most one more attempt */
    COSERR_HINT_NEW_CONNECTION = 1 << 1,  /* on a fresh connection */
    COSERR_HINT_REPLAYABLE_BODY = 1 << 2, /* only if the body can be sent from its start */
    COSERR_HINT_IDEMPOTENT_ONLY = 1 << 3, /* only if sending it twice equals sending it once */
    COSERR_HINT_VERIFY_FIRST = 1 << 4,    /* an earlier attempt may have succeeded: look first */
    COSERR_HINT_ALREADY_DONE = 1 << 5,    /* what was asked for already holds */
    COSERR_HINT_RESTORE_FIRST = 1 << 6,   /* the archived object must be restored first */
    COSERR_HINT_SMALLER_PART = 1 << 7,    /* send smaller parts */
    COSERR_HINT_FEWER_PARALLEL = 1 << 8,  /* send fewer requests at a time */
    COSERR_HINT_OPERATOR = 1 << 9,        /* a person has to act, in the console or the account */
    COSERR_HINT_WAIT = 1 << 10            /* it heals with time, minutes rather than seconds */
};

/* How an entry was reached; bits. One of the first four is set, ALIAS beside it where the name
 * given is another spelling of the entry's code. */
enum {
    COSERR_MATCH_EXACT = 1 << 0,        /* code and status; or code alone, and it has one row */
    COSERR_MATCH_OTHER_STATUS = 1 << 1, /* code, under a status it is not listed with */
    COSERR_MATCH_REFINED = 1 << 2,      /* code and the server's message together */
    COSERR_MATCH_FAMILY = 1 << 3,       /* the code is not listed, the status decided */
    COSERR_MATCH_ALIAS = 1 << 4
};

/* ------------------------------------------------------------------------------- versions */

/* "MAJOR.MINOR.PATCH" of the library that runs, which may be newer than this header. */
COSERR_API const char *coserr_version(void);

/* The catalog of COS that is compiled into the library. */
COSERR_API const coserr_catalog *coserr_get_catalog(void);

/* The catalog's own version, "MAJOR.MINOR.PATCH", and its short name, "cos". */
COSERR_API const char *coserr_catalog_version(const coserr_catalog *catalog);
COSERR_API const char *coserr_catalog_name(const coserr_catalog *catalog);

/* The tag of language `index`, counted from 0; 0 is the fallback. NULL past the last. */
COSERR_API const char *coserr_catalog_language(const coserr_catalog *catalog, size_t index);

/* The page on which a request id is looked up, to be shown with the request id beside it: it takes
 * no documented parameter, so none is appended. */
COSERR_API const char *coserr_catalog_diagnose_url(const coserr_catalog *catalog);

/* --------------------------------------------------------------------------------- lookup */

/*
 * The entry for a code as the server spelt it, under an HTTP status; 0 for an unknown status.
 * Blanks (space, tab, CR, LF) around the code do not count; case does. When the status fits none
 * of the code's rows, the row of the lowest status answers; when the code is not listed, the
 * family of the status does: every input has an answer. `match`, unless NULL, takes the
 * COSERR_MATCH_* bits.
 */
COSERR_API const coserr_entry *coserr_find_entry(const char *code, size_t code_len,
                                                 uint32_t http_status, uint32_t *match);

/*
 * Some errors share a code and differ in the server's message alone: COS reports an expired
 * signature as AccessDenied with the message "Request has expired". Given the entry found by code
 * and that message, returns the more particular entry and sets `match` to COSERR_MATCH_REFINED;
 * otherwise returns `entry` and leaves `match` alone.
 */
COSERR_API const coserr_entry *coserr_refine_entry(const coserr_entry *entry, const char *message,
                                                   size_t message_len, uint32_t *match);

/* The entry of a number under a status (0, or one it is not listed with: its lowest). NULL when
 * this library does not know the number. */
COSERR_API const coserr_entry *coserr_get_entry(coserr_code id, uint32_t http_status);

/* What a status alone means: of 404, of 4XX, or of no known status at all. */
COSERR_API const coserr_entry *coserr_get_family(uint32_t http_status);

/* The entry of a client-side error by its name, such as "ConnectionTimeout". NULL when there is
 * none. What a server sends is never looked up here. */
COSERR_API const coserr_entry *coserr_find_client(const char *name, size_t name_len);

/* Iterates over the entries of a kind (COSERR_KIND_SERVICE, _CLIENT, _FAMILY), in the order of
 * their numbers: the first after NULL, NULL after the last. */
COSERR_API const coserr_entry *coserr_next_entry(uint32_t kind, const coserr_entry *previous);

/* Declares the functions of another catalog, compiled by coserr_add_catalog() with this prefix:
 * prefix_get_catalog(), _find_entry(), _get_entry(), _get_family(), _find_client(), _next_entry(),
 * which do what those of COS do. All other functions take its entries as they take ours. */
#define COSERR_DECLARE_CATALOG(prefix)                                                             \
    COSERR_EXTERN_C const coserr_catalog *prefix##_get_catalog(void);                              \
    COSERR_EXTERN_C const coserr_entry *prefix##_find_entry(                                       \
        const char *code, size_t code_len, uint32_t http_status, uint32_t *match);                 \
    COSERR_EXTERN_C const coserr_entry *prefix##_get_entry(coserr_code id, uint32_t http_status);  \
    COSERR_EXTERN_C const coserr_entry *prefix##_get_family(uint32_t http_status);                 \
    COSERR_EXTERN_C const coserr_entry *prefix##_find_client(const char *name, size_t name_len);   \
    COSERR_EXTERN_C const coserr_entry *prefix##_next_entry(uint32_t kind,                         \
                                                            const coserr_entry *previous)

/* ------------------------------------------------------------------------------ one entry */

COSERR_API coserr_code coserr_entry_id(const coserr_entry *entry);       /* 0 for a family */
COSERR_API uint32_t coserr_entry_kind(const coserr_entry *entry);        /* COSERR_KIND_* */
COSERR_API uint32_t coserr_entry_retry_class(const coserr_entry *entry); /* COSERR_RETRY_* */
COSERR_API uint32_t coserr_entry_hints(const coserr_entry *entry);       /* COSERR_HINT_* bits */

/* 300 to 599; 0 for client errors and for a family that is not of one status. */
COSERR_API uint32_t coserr_entry_status(const coserr_entry *entry);

/* The code as the service documents it, misspellings included; "" for a family. */
COSERR_API const char *coserr_entry_code(const coserr_entry *entry);

/* "NO_SUCH_KEY" where the constant is COSERR_CODE_NO_SUCH_KEY; "" for a family. */
COSERR_API const char *coserr_entry_symbol(const coserr_entry *entry);

/* The date, "2026-01-31", since when the service no longer sends the code; "" while it does. */
COSERR_API const char *coserr_entry_retired(const coserr_entry *entry);

/* "never", "transient", ...: the word for a class in logs, JSON and the YAML; "never" for a number
 * that is not known. */
COSERR_API const char *coserr_retry_class_name(uint32_t retry_class);

/* "once", "new-connection", ...: the word for one hint bit; "" for a bit that is not known. */
COSERR_API const char *coserr_hint_name(uint32_t hint);

/* ----------------------------------------------------------------------------------- text */

/*
 * Texts in a language. The language is a BCP 47 tag ("zh-CN", "zh-Hant-TW") or a POSIX locale
 * name ("zh_CN.UTF-8"); (NULL, 0) asks for the fallback, English. Where the catalog lacks the
 * language, or just this text in it, the fallback's text is returned. `used`, unless NULL, takes
 * the tag of the language that was really used.
 */

/* One sentence: what is wrong. */
COSERR_API const char *coserr_entry_message(const coserr_entry *entry, const char *language,
                                            size_t language_len, const char **used);

/* What to do about it. */
COSERR_API const char *coserr_entry_advice(const coserr_entry *entry, const char *language,
                                           size_t language_len, const char **used);

/* Link `index`, counted from 0, into the documentation of the service; NULL past the last. */
COSERR_API const char *coserr_entry_doc(const coserr_entry *entry, size_t index,
                                        const char *language, size_t language_len);

/* A retry class, one hint bit, an action or a reason of coserr_decide(), as a sentence; "" for
 * what is not known, but for a class that of COSERR_RETRY_NEVER. */
COSERR_API const char *coserr_retry_text(uint32_t retry_class, const char *language,
                                         size_t language_len);
COSERR_API const char *coserr_hint_text(uint32_t hint, const char *language, size_t language_len);
COSERR_API const char *coserr_action_text(uint32_t action, const char *language,
                                          size_t language_len);
COSERR_API const char *coserr_reason_text(uint32_t reason, const char *language,
                                          size_t language_len);

/* The word under which a tool shows a value ("message", "request-id", ...: the keys of `labels:`
 * in the catalog), with its colon; "" for a name that is not known. */
COSERR_API const char *coserr_label_text(const char *name, size_t name_len, const char *language,
                                         size_t language_len);

/* ------------------------------------------------------------------------------- language */

/*
 * Choosing a language out of a catalog's (NULL: the library's own), by RFC 4647 lookup: the tag,
 * then the tag without its last part, and so on; then a language of which the tag is the beginning
 * ("zh" finds zh-CN), or which is Chinese in the same script (zh-SG finds zh-CN); then, when no
 * other range of the list did better, any with the same primary language (zh-Hant readers get
 * zh-CN rather than English). Letter case does not count. All return a tag of the catalog, the
 * fallback's when nothing fits.
 */

/* From one BCP 47 tag or POSIX locale name. */
COSERR_API const char *coserr_match_language(const coserr_catalog *catalog, const char *tag,
                                             size_t tag_len);

/* From the value of an Accept-Language header: ranges with q-values (RFC 9110, 12.5.4). A range
 * that is ill-formed or has q=0 does not count, nor any after the 64th. */
COSERR_API const char *coserr_accept_language(const coserr_catalog *catalog, const char *value,
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
COSERR_API const char *coserr_locale_language(const coserr_catalog *catalog,
                                              const coserr_locale_env *env);

/* ------------------------------------------------------------------------------- response */

/* What the request was, where it changes how the answer reads. */
enum {
    COSERR_OPERATION_OTHER = 0,
    COSERR_OPERATION_COPY = 1,             /* PUT Object - Copy */
    COSERR_OPERATION_UPLOAD_PART_COPY = 2, /* Upload Part - Copy */
    COSERR_OPERATION_COMPLETE = 3,         /* Complete Multipart Upload */
    COSERR_OPERATION_DELETE_MULTIPLE = 4   /* DELETE Multiple Objects */
};

typedef struct coserr_header {
    coserr_str name; /* letter case does not count */
    coserr_str value;
} coserr_header;

/* An HTTP answer, as the caller's HTTP library delivered it. Nothing in it is changed or kept. */
typedef struct coserr_response {
    uint32_t size;        /* sizeof(coserr_response) */
    uint32_t http_status; /* 100 to 599; 0 when it is not known */
    uint32_t operation;   /* COSERR_OPERATION_* */
    uint32_t header_count;
    const coserr_header *headers; /* x-cos-*, Content-Type, Date, Retry-After; no others count */
    coserr_str body;              /* any bytes, any length */
} coserr_response;

/* What the body is, the request aside. */
enum {
    COSERR_VERDICT_NONE = 0,         /* there was no answer to judge */
    COSERR_VERDICT_ERROR = 1,        /* a well-formed document with the root element Error */
    COSERR_VERDICT_NOT_AN_ERROR = 2, /* another document, or no XML at all */
    COSERR_VERDICT_MALFORMED = 3,    /* begins like XML, but breaks off or breaks its rules */
    COSERR_VERDICT_EMPTY = 4         /* nothing, or blanks alone */
};

/* Why a body is malformed. */
enum {
    COSERR_FAULT_NONE = 0,
    COSERR_FAULT_TRUNCATED = 1, /* the body ends too early */
    COSERR_FAULT_SYNTAX = 2,    /* against the grammar of XML 1.0 or of Namespaces in XML */
    COSERR_FAULT_ENCODING = 3,  /* declared as neither UTF-8 nor ASCII, or not what it declares */
    COSERR_FAULT_DOCTYPE = 4,   /* a document type declaration: refused unread */
    COSERR_FAULT_LIMIT = 5      /* nested over 64 deep; over 64 attributes of an element, or
                                 * namespaces in scope; a padded reference in a namespace's name */
};

/* Where a value came from. */
enum {
    COSERR_SOURCE_NONE = 0, /* there is no value */
    COSERR_SOURCE_BODY = 1,
    COSERR_SOURCE_HEADER = 2,
    COSERR_SOURCE_STATUS = 3,  /* the status line */
    COSERR_SOURCE_ARGUMENT = 4 /* the caller's word, without an answer */
};

/* The values of an error, for coserr_error_field() and coserr_error_source(). */
enum {
    COSERR_FIELD_CODE = 0,
    COSERR_FIELD_MESSAGE = 1,     /* the server's; often in English, not meant to be parsed */
    COSERR_FIELD_RESOURCE = 2,    /* the bucket or object address asked for */
    COSERR_FIELD_REQUEST_ID = 3,  /* what the provider's support asks for */
    COSERR_FIELD_TRACE_ID = 4,    /* not unique, whatever the documentation says: no key */
    COSERR_FIELD_SERVER_TIME = 5, /* ISO 8601, in clock errors */
    COSERR_FIELD_DATE = 6,        /* the header: when the answer was made */
    COSERR_FIELD_RETRY_AFTER = 7, /* the header: seconds, or a date */
    COSERR_FIELD_HTTP_STATUS = 8  /* coserr_error_source() only */
};
#define COSERR_FIELD_SLOTS 16

/*
 * A request's outcome. Fill in `size`, hand it to coserr_decode() or coserr_explain(), read the
 * rest, here or through the accessors below. A value that the answer had not is "" with source
 * COSERR_SOURCE_NONE. After success (`failed` is 0) `kind` is COSERR_KIND_NONE, `entry` is NULL,
 * and of the values only those from headers are there.
 */
typedef struct coserr_error {
    uint32_t size;             /* sizeof(coserr_error) */
    uint32_t verdict;          /* COSERR_VERDICT_*: the body */
    uint32_t failed;           /* 1 or 0: the request */
    uint32_t kind;             /* COSERR_KIND_* */
    uint32_t http_status;      /* 0 when not known */
    uint32_t match;            /* COSERR_MATCH_* bits; 0 after success */
    uint32_t missing;          /* bit 1 << COSERR_FIELD_*: a value the buffer had no room for */
    uint32_t fault;            /* COSERR_FAULT_*, where the verdict is malformed */
    size_t fault_offset;       /* bytes from the start of the body to where it was noticed */
    const coserr_entry *entry; /* what it means; NULL after success alone */
    coserr_str code;           /* as received, surrounding blanks included */
    coserr_str message;
    coserr_str resource;
    coserr_str request_id;
    coserr_str trace_id;
    coserr_str server_time;
    coserr_str date;
    coserr_str retry_after;
    coserr_str body;                    /* the caller's raw bytes; no NUL behind them */
    uint8_t source[COSERR_FIELD_SLOTS]; /* COSERR_SOURCE_* of each COSERR_FIELD_* */
} coserr_error;

/*
 * Reads an answer: body, headers and status, in this order of precedence for each value. Decoded
 * values are put into `buffer`, which must outlive their use; coserr_decode_bound() gives a size
 * that always suffices, and a smaller one, or none, costs only the values that do not fit: they
 * are absent and marked in `missing`, and the entry is found all the same.
 *
 * A request failed when its status is 300 or more, 304 aside; or when the status is 2XX, the
 * operation is one that can fail after it has answered 200 (copy, upload part copy, complete) and
 * the body is an error or is malformed; or when there is no status and the body is an error or
 * malformed.
 *
 * Of a malformed body, the values that were whole before the fault are given; part of a value
 * never is. An error body is read by XML 1.0 with these limits: no DOCTYPE, UTF-8 or ASCII, 64
 * levels; a direct child of the root counts when it is in the root's namespace; its value is its
 * own text without that of elements inside it; the first of duplicates counts. Time is linear in
 * the body's length.
 *
 * Where there was no answer at all, there is nothing to decode: use coserr_from_client().
 *
 * Returns 1 when the request failed, 0 when it did not, -1 when `response` or `error` is NULL or
 * its `size` is not set or too small; nothing is written then.
 */
COSERR_API int coserr_decode(const coserr_response *response, coserr_error *error, char *buffer,
                             size_t buffer_size);

/* Bytes of buffer that suffice for any answer of this size; 0 for NULL. */
COSERR_API size_t coserr_decode_bound(const coserr_response *response);

/* Fills an error from what the caller knows without an answer: code, status (0: unknown) and the
 * server's message (NULL, 0: unknown). The strings are referred to, not copied, and must end in
 * NUL if they are to be read as such. Returns 1, or -1 as coserr_decode() does. */
COSERR_API int coserr_explain(const char *code, size_t code_len, uint32_t http_status,
                              const char *message, size_t message_len, coserr_error *error);

/* Any direct child of the root by name, such as StringToSign in a signature error, decoded into
 * `buffer`, at most as long as the body. Returns 1 with `value` set, 0 when there is none (or no
 * room for it). */
COSERR_API int coserr_error_child(const coserr_error *error, const char *name, size_t name_len,
                                  char *buffer, size_t buffer_size, coserr_str *value);

/* One failed key in the answer to DELETE Multiple Objects. Values that are absent are "". */
typedef struct coserr_deleted {
    uint32_t size;             /* sizeof(coserr_deleted) */
    uint32_t match;            /* COSERR_MATCH_* bits */
    const coserr_entry *entry; /* what it means; never NULL */
    coserr_str key;
    coserr_str version_id;
    coserr_str code;
    coserr_str message;
} coserr_deleted;

/* Called with each failed key; the item and its strings are gone when it returns. 0 stops. */
typedef int coserr_deleted_fn(void *context, const coserr_deleted *item);

/*
 * Visits the failed keys of a DeleteResult, in order. Values are decoded into `buffer`, for each
 * key anew; body_len + 4 bytes always suffice, a value without room is absent, also for finding the
 * entry. Returns 1 when all were visited, 0 when `visit` stopped it, -1 when the body is no
 * well-formed DeleteResult: then what was visited before the fault was whole.
 */
COSERR_API int coserr_each_deleted(const char *body, size_t body_len, char *buffer,
                                   size_t buffer_size, coserr_deleted_fn *visit, void *context);

/* -------------------------------------------------------------------------- client-side errors */

/* Fills an error from a failure that left no usable answer: `code` is one of COSERR_CODE_CLIENT_*.
 * Its name becomes the error's code. Returns 1, or -1 when it is no such code, or as
 * coserr_decode() does. */
COSERR_API int coserr_from_client(coserr_code code, coserr_error *error);

/* The client error for an errno, as connecting, sending, receiving or a local file leave it;
 * COSERR_CODE_NONE for one that says nothing. For libcurl's codes there is <coserr/curl.h>. */
COSERR_API coserr_code coserr_client_from_errno(int number);

/* --------------------------------------------------------------------------------------- retry */

/* What to do next. */
enum {
    COSERR_ACTION_STOP = 0,              /* report the error */
    COSERR_ACTION_AGAIN = 1,             /* send the request again after the delay */
    COSERR_ACTION_CORRECT_CLOCK = 2,     /* add the offset to the clock, sign anew, send */
    COSERR_ACTION_FETCH_CREDENTIALS = 3, /* fetch credentials, sign anew, send */
    COSERR_ACTION_READ_STATE = 4,        /* look what is there; it may be what was wanted, and if
                                          * not, the request is a new one */
    COSERR_ACTION_OTHER_ENDPOINT = 5     /* sign for the backup domain, send there */
};

/* Why. */
enum {
    COSERR_REASON_NOT_FAILED = 0,
    COSERR_REASON_NEVER = 1,        /* the same request would fail again */
    COSERR_REASON_ALREADY_DONE = 2, /* to be taken for success */
    COSERR_REASON_ATTEMPTS_SPENT = 3,
    COSERR_REASON_TIME_SPENT = 4,
    COSERR_REASON_NOT_IDEMPOTENT = 5, /* and it may have been processed */
    COSERR_REASON_NOT_REPLAYABLE = 6,
    COSERR_REASON_PRESIGNED = 7,      /* only who signed the URL can sign it anew */
    COSERR_REASON_TRIED_BEFORE = 8,   /* what may be done once was done */
    COSERR_REASON_CLOCK_IS_RIGHT = 9, /* under 30 s of skew: another fault */
    COSERR_REASON_CLOCK_UNKNOWN = 10, /* the server's, or received_at is 0 */
    COSERR_REASON_WAIT_TOO_LONG = 11, /* Retry-After is over five minutes */
    COSERR_REASON_TRANSIENT = 12,
    COSERR_REASON_THROTTLE = 13,
    COSERR_REASON_SERVER_ASKED = 14, /* the delay is that of Retry-After */
    COSERR_REASON_CLOCK_SKEW = 15,
    COSERR_REASON_SIGNATURE_TOO_OLD = 16, /* the clock is right: only sign anew */
    COSERR_REASON_CREDENTIALS = 17,
    COSERR_REASON_CONFLICT = 18,           /* the state is not what the request supposes */
    COSERR_REASON_MAY_HAVE_SUCCEEDED = 19, /* an earlier attempt of yours */
    COSERR_REASON_NOT_FROM_COS = 20        /* no request id, or no answer */
};

/* The attempt that met the error. */
typedef struct coserr_attempt {
    uint32_t size;          /* sizeof(coserr_attempt) */
    uint32_t number;        /* 1 for the first */
    uint32_t most_attempts; /* 0: five */
    uint32_t random;        /* any number of the caller's, evenly distributed over 32 bits */
    uint32_t idempotent;    /* 1: sending the request twice equals sending it once */
    uint32_t replayable;    /* 1: the body can be sent from its start, or there is none */
    uint32_t presigned;     /* 1: the URL was signed by somebody else */
    uint32_t backup_domain; /* 1: there is another domain to try. Only for the default domains:
                             * never for a custom or an accelerated one */
    int64_t received_at;    /* when the answer came, by the clock that you sign with, earlier
                             * corrections included; seconds since 1970; 0: unknown */
    uint64_t spent_ms;      /* since the first attempt began, waiting included */
    uint64_t budget_ms;     /* how long all attempts may take; 0: any time */
} coserr_attempt;

/* What was done about one request so far; zero but for `size` before its first attempt. */
typedef struct coserr_retry_state {
    uint32_t size; /* sizeof(coserr_retry_state) */
    uint32_t done; /* COSERR_DONE_* bits */
} coserr_retry_state;

enum {
    COSERR_DONE_ONCE = 1 << 0, /* the one more attempt of COSERR_HINT_ONCE */
    COSERR_DONE_CLOCK = 1 << 1,
    COSERR_DONE_CREDENTIALS = 1 << 2,
    COSERR_DONE_ENDPOINT = 1 << 3
};

typedef struct coserr_decision {
    uint32_t size;      /* sizeof(coserr_decision) */
    uint32_t action;    /* COSERR_ACTION_* */
    uint32_t reason;    /* COSERR_REASON_* */
    uint32_t hints;     /* COSERR_HINT_* of the error: a new connection, smaller parts, ... */
    uint32_t sign_anew; /* 1: the request needs a new signature before it is sent */
    uint32_t reserved;
    uint64_t delay_ms;      /* to wait before the action */
    int64_t clock_offset_s; /* COSERR_ACTION_CORRECT_CLOCK: to be added to that clock, on top of
                             * earlier corrections */
} coserr_decision;

/*
 * Decides what to do about an error. A pure function: the clock and the random number are the
 * caller's, the state is the caller's and comes back updated.
 *
 *   - throttle, clock and credentials were refused unprocessed: the request need not be
 *     idempotent. transient may have been processed: it must be, unless the request never left.
 *   - Whatever is sent again needs a body that can be; READ_STATE does not.
 *   - Delays: full jitter below a bound that doubles with each attempt, from 200 ms to 20 s, and
 *     for throttle from 1 s to 60 s with 500 ms on top. Retry-After counts when it is longer; over
 *     five minutes, stop.
 *   - The clock is corrected from 30 s of skew on, by the body's ServerTime or the Date header,
 *     once. Credentials are fetched once, another domain is tried once.
 *   - Another domain: when the answer has no request id, which COS always sends, or when there was
 *     no answer, the caller has one and signs itself.
 *
 *   - Retry-After, Date and ServerTime are read from the error: give the decoder a buffer that
 *     suffices, or they are missed.
 *
 * Returns the action, or -1 when a pointer is NULL or a `size` is not set or too small.
 */
COSERR_API int coserr_decide(const coserr_error *error, const coserr_attempt *attempt,
                             coserr_retry_state *state, coserr_decision *decision);

/* -------------------------------------------------- accessors, for callers without the struct */

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

/* A value by COSERR_FIELD_*, "" when absent; its length in `*len` unless NULL. */
COSERR_API const char *coserr_error_field(const coserr_error *error, uint32_t field, size_t *len);
COSERR_API uint32_t coserr_error_source(const coserr_error *error, uint32_t field);
COSERR_API const char *coserr_error_body(const coserr_error *error, size_t *len);

/* "error", "body", "truncated", ...: the words that JSON and logs use; "" for unknown numbers. */
COSERR_API const char *coserr_verdict_name(uint32_t verdict);
COSERR_API const char *coserr_source_name(uint32_t source);
COSERR_API const char *coserr_fault_name(uint32_t fault);

/*
 * The digest of an error as one line of JSON, without a line end: what was received, what the
 * catalog says about it in the language, class and hints of its retry. A value that is not there
 * is left out; one without room in the decoder's buffer has a source and no value. Invalid UTF-8
 * becomes U+FFFD. As received: schema (1), verdict, fault, failed, kind, http_status, code,
 * message, resource, request_id, trace_id, server_time, date, retry_after, and source, an object
 * that says for each where it came from. From the catalog: match, alias, entry {id, symbol, code,
 * http_status, retired}, explanation {lang, message, advice, docs}, retry {class, hints},
 * diagnose_url. Like snprintf, writes at most size - 1 bytes and a NUL, and returns the length that
 * the whole has.
 */
COSERR_API size_t coserr_error_json(const coserr_error *error, const char *language,
                                    size_t language_len, char *buffer, size_t size);

/*
 * The digest in the shapes that users of the official SDKs know, with what was received alone; in
 * other respects like coserr_error_json().
 *   - Python:
 * {"status_code":"404","error_code":...,"error_msg":...,"request_id":...,"trace_id":...,
 *     "resource_location":...}
 *   - JavaScript, the `err` of a callback: {"statusCode":404,"headers":{...},"error":{"Code":...,
 *     "Message":...,"RequestId":...}}. Headers are those of `response`, which may be NULL, names in
 *     lower case, the first of several. After success: null.
 */
COSERR_API size_t coserr_error_json_python(const coserr_error *error, char *buffer, size_t size);
COSERR_API size_t coserr_error_json_javascript(const coserr_error *error,
                                               const coserr_response *response, char *buffer,
                                               size_t size);

#ifdef __cplusplus
}
#endif

#endif
