/* SPDX-License-Identifier: MIT */
/* Every rule that an input can break: X(NAME, level, "name", "summary", "why, and how to fix it").
 */
#ifndef GENERATOR_RULES_H
#define GENERATOR_RULES_H

/* clang-format off */
#define RULE_LIST(X)                                                                               \
    X(FILE, ERROR, "file",                                                                         \
      "the file can be read and has at most 64 MiB",                                               \
      "The file does not exist, is a folder, may not be read, or is far larger than any "          \
      "catalog.")                                                                                  \
    X(ENCODING, ERROR, "encoding",                                                                 \
      "the file is UTF-8",                                                                         \
      "Programs copy the texts byte for byte and expect UTF-8. If an editor saved the file "       \
      "as GBK or Latin-1, save it again as UTF-8.")                                                \
    X(CONTROL, ERROR, "control-character",                                                         \
      "no control characters, no line or paragraph separators, no lone carriage returns, nothing " \
      "invisible",                                                                                 \
      "They get in by copying from web pages and word processors, are invisible, and upset "       \
      "terminals and other YAML readers. Characters without a width (U+200B to U+200F, U+2060 to " \
      "U+2069) and overrides of direction (U+202A to U+202E) make a text another one than it "     \
      "looks like. Escapes such as \"\\e\" are no exception. Delete the character at the mark.")                                                                \
    X(MERGE_CONFLICT, ERROR, "merge-conflict",                                                     \
      "no line marks a merge conflict",                                                            \
      "Lines that begin with <<<<<<<, ======= and >>>>>>> enclose what two branches changed. Keep " \
      "what is right and delete these lines. In the ledger, keep the lines of one branch and run " \
      "'coserr-gen assign' again.")                                                                \
    X(YAML, ERROR, "yaml-syntax",                                                                  \
      "the file is YAML",                                                                          \
      "Usually a text that needs quotes, because it contains ': ' or ' #' or begins with "         \
      "one of [ ] { } & * ! | > ' \" % @ `; or an indentation with a tab.")                        \
    X(YAML_DEPTH, ERROR, "yaml-depth",                                                             \
      "collections are nested at most 16 deep",                                                    \
      "A catalog needs six levels. Anything deeper is a typo, or an attack on the reader.")        \
    X(YAML_ANCHOR, ERROR, "yaml-anchor",                                                           \
      "no anchors, aliases or merge keys",                                                         \
      "An entry can be read and reviewed without looking anywhere else. Write the value "          \
      "out.")                                                                                      \
    X(YAML_TAG, ERROR, "yaml-tag",                                                                 \
      "no tags: every value is text, a list or a mapping",                                         \
      "The type of a value follows from its key. Remove the tag; to make text of a number, "       \
      "put it in quotes.")                                                                         \
    X(YAML_DOCUMENT, ERROR, "yaml-document",                                                       \
      "exactly one document",                                                                      \
      "A line of three hyphens begins another document, which most readers would ignore.")         \
    X(YAML_TRAP, ERROR, "yaml-trap",                                                               \
      "text that other YAML readers treat as a number, a date or a truth value is in quotes",      \
      "YAML 1.1 reads no and off as false, ~ as null, and 0x0c as 12. In quotes it is the "        \
      "same text for all readers.")                                                                \
    X(DUPLICATE_KEY, ERROR, "duplicate-key",                                                       \
      "a mapping has each key once",                                                               \
      "Most readers silently keep the last one. Delete one of the two.")                           \
    X(UNKNOWN_KEY, ERROR, "unknown-key",                                                           \
      "a mapping has only known keys",                                                             \
      "A key with a typo would be ignored, and the entry would mean something else.")              \
    X(MISSING_KEY, ERROR, "missing-key",                                                           \
      "a mapping has every required key",                                                          \
      "catalog/README.md shows a complete entry.")                                                 \
    X(WRONG_TYPE, ERROR, "wrong-type",                                                             \
      "each value has the expected type: text, a list or a mapping",                               \
      "A list is written [a, b] or with one hyphen a line; a mapping {en: a} or with one "         \
      "key a line.")                                                                               \
    X(SCHEMA, ERROR, "schema-version",                                                             \
      "the catalog uses a schema that this generator supports",                                    \
      "In another schema, keys have another meaning. Use the generator that belongs to the "       \
      "catalog.")                                                                                  \
    X(VERSION, ERROR, "version",                                                                   \
      "a version is three numbers: 1.2.3",                                                         \
      "Semantic versioning, without a label. 'coserr-gen diff' says which of the numbers to "      \
      "increase.")                                                                                 \
    X(PREFIX, ERROR, "prefix",                                                                     \
      "a prefix is a lowercase C identifier of at most 32 characters",                             \
      "The names of the generated files, functions and constants begin with it.")                  \
    X(LINK, ERROR, "link",                                                                         \
      "a link is an http or https address without spaces",                                         \
      "Users follow it. Write characters that are not ASCII, or have a special meaning, as "       \
      "%XX.")                                                                                      \
    X(LANGUAGE, ERROR, "language",                                                                 \
      "languages are BCP 47 tags; 'en' is the first and is required",                              \
      "The first language is the fallback, so it must have every text.")                           \
    X(UNKNOWN_LANGUAGE, ERROR, "unknown-language",                                                 \
      "texts are in the languages listed at the top",                                              \
      "A text in a language that is not listed under 'languages' would never be shown.")           \
    X(LANGUAGE_GAP, ERROR, "language-gap",                                                         \
      "every text exists in every required language",                                              \
      "In a language with 'required: true' no text may be missing. In the others, the first "      \
      "language is shown instead, and 'coserr-gen check' prints the coverage.")                    \
    X(TEXT, ERROR, "text",                                                                         \
      "a text is one line of at most 1000 bytes, without leading or trailing spaces",              \
      "Texts are copied into log lines and dialogs as they are. Longer explanations belong "       \
      "on a page listed in 'docs'. Outside quotes, ' #' begins a comment, and no text may be "     \
      "followed by one, as it may be the text's other half.")                                      \
    X(CODE, ERROR, "code",                                                                         \
      "a code is 1 to 128 printable ASCII characters, without leading or trailing spaces",         \
      "Codes are compared byte for byte with what the server sends.")                              \
    X(DUPLICATE_CODE, ERROR, "duplicate-code",                                                     \
      "a code or alias names one error",                                                           \
      "If a code has different meanings under different statuses, use one error with "             \
      "'variants'. Codes are case-sensitive.")                                                     \
    X(STATUS, ERROR, "status",                                                                     \
      "a status is a plain number from 300 to 599",                                                \
      "Three digits, without quotes, sign, leading zero or fraction.")                             \
    X(DUPLICATE_STATUS, ERROR, "duplicate-status",                                                 \
      "an error has one variant for each status",                                                  \
      "Code and status select the text; two variants of one status could not be told apart. "      \
      "Use 'cases' if the server's message tells them apart.")                                     \
    X(RETRY_CLASS, ERROR, "retry-class",                                                           \
      "a retry class is one of those that the runtime knows",                                      \
      "catalog/README.md explains each.")                                                          \
    X(RETRY_HINT, ERROR, "retry-hint",                                                             \
      "a hint is one of those that the runtime knows, named once",                                 \
      "The words under 'retry: hints:' explain each.")                                             \
    X(CATEGORY, ERROR, "category", "a category is one that the runtime knows",                     \
      "vocabulary.yaml lists the categories; the list is closed, so that programs can rely on it.") \
    X(FLAG, ERROR, "flag", "a flag is one that the runtime knows",                                 \
      "unsent: no request reached the server. sign-only: if the clock is right, a new signature "  \
      "is all it takes.")                                                                          \
    X(OPERATION, ERROR, "operation",                                                               \
      "an operation has a name in CamelCase, once, and is referred to by that name",               \
      "Names of operations are permanent, since programs and logs use them. A hint that holds for " \
      "some operations lists each of them once.")                                                  \
    X(CASE, ERROR, "case", "a case has a name, once in its error, and at least one pattern",       \
      "A case is what the server's message tells apart under one code. Its name is permanent; its " \
      "status is one of the error's, or left out.")                                                \
    X(PATTERN, ERROR, "pattern",                                                                   \
      "a pattern has one '*' at most, 128 bytes on either side of it, and ties with no other",     \
      "Exact patterns come before those with '*', then the longest one is used. Two patterns of "  \
      "the same length that one message can match would make the answer depend on their order: "   \
      "make one of them longer.")                                                                  \
    X(DETAIL, ERROR, "detail", "a detail has known values, the same in every language",            \
      "A detail is shown only when all of its values are known. With other values in one language " \
      "it would be shown to some users and not to others. vocabulary.yaml lists the values.")      \
    X(VOCABULARY, ERROR, "vocabulary",                                                             \
      "words of the vocabulary are numbered from 0 without a gap, each once",                      \
      "Numbers are part of the ABI: they are appended and never changed.")                         \
    X(PAGE, ERROR, "page",                                                                         \
      "a documentation page is listed under 'pages', and named once",                              \
      "So a page that moves is corrected in one place.")                                           \
    X(REFINEMENT, ERROR, "refinement",                                                             \
      "a refinement names another error's code, and a message",                                     \
      "It is for an error that arrives under another code and is told apart by the server's "      \
      "message.")                                                                                  \
    X(RETIRED, ERROR, "retired",                                                                   \
      "a retirement has a date such as 2026-01-31",                                                \
      "Put it in quotes, since YAML has a type of its own for dates.")                             \
    X(FAMILY, ERROR, "family",                                                                     \
      "a family is for a status from 300 to 599, 3xx, 4xx, 5xx or unknown, with exactly one "      \
      "for each of the last four",                                                                 \
      "Families answer for codes that the catalog does not have; with these four there is "        \
      "always an answer.")                                                                         \
    X(EMPTY_CATALOG, ERROR, "empty-catalog",                                                       \
      "a catalog has at least one error",                                                          \
      "A catalog without errors is a truncated file, or the wrong one.")                           \
    X(SYMBOL, ERROR, "symbol",                                                                     \
      "a symbol is in capitals, and names one error",                                              \
      "Programs use it. It is derived from the code, or set with 'symbol' before the code "        \
      "gets its id; after that it cannot change.")                                                 \
    X(LEDGER, ERROR, "ledger",                                                                     \
      "a ledger has lines; each is an id, a symbol and a code",                                        \
      "Only 'coserr-gen assign' writes the ledger. One without lines would give all codes new "     \
      "ids.")                                               \
    X(LEDGER_ID, ERROR, "ledger-id",                                                               \
      "ids increase from line to line, and are never reused",                                      \
      "Programs built years ago contain them. If two branches assigned the same ids, take "        \
      "the ledger of one branch and run 'coserr-gen assign' again.")                               \
    X(LEDGER_HISTORY, ERROR, "ledger-history",                                                     \
      "every line of an older ledger is present and unchanged",                                    \
      "Compares with the file given by --since-ledger, such as that of the last release. "         \
      "Nothing else reveals swapped ids or a removed last line.")                                  \
    X(LEDGER_BINDING, ERROR, "ledger-binding",                                                     \
      "a line of the ledger binds to one error of the catalog",                                    \
      "A code that is no longer sent stays in the catalog as 'retired'; one whose spelling "       \
      "changes keeps the old spelling as an alias.")                                               \
    X(NO_ID, ERROR, "no-id",                                                                       \
      "every error has an id in the ledger",                                                       \
      "Run 'coserr-gen assign', and commit the ledger together with the catalog.")                 \
    X(PAGE_TABLE, ERROR, "page-table",                                                             \
      "a page for 'import' has a table of codes, some of them in the catalog",                     \
      "Tables of codes are recognised by a title in their header row: Error Code, Code, or "       \
      "the Chinese, Japanese or Korean words for it. Status and description have columns of "      \
      "their own, or the section names the status.")                                               \
    X(ALLOW, ERROR, "allow",                                                                       \
      "'allow' names warnings, each once",                                                         \
      "Use it in an entry for which a warning is wrong. Errors cannot be allowed.")                \
    X(RETRIED_501, WARNING, "retried-501",                                                         \
      "a 501 is not retried",                                                                      \
      "What is not implemented now is not implemented at the next attempt either: use the "        \
      "class 'never'.")                                                                            \
    X(STATUS_CLASS, WARNING, "status-class",                                                       \
      "a status and its retry class match",                                                        \
      "throttle: 429, 503, 509. clock, credentials: 400, 401, 403. conflict: 404, 409, 412. "      \
      "transient: 400, 408, 409, 425 and 5xx. never: not 408, 429, 500, 502, 503, 504. If "        \
      "the service gives its own code another meaning, use 'allow: [status-class]'.")              \
    X(NEAR_CODE, WARNING, "near-code",                                                             \
      "two codes differ in more than one letter or a swap of two",                                 \
      "One of them may be a typo. If they are the same error, make one an alias; if both "         \
      "are right, use 'allow: [near-code]' in one of them. Codes that differ in a digit are "      \
      "not compared, and neither are aliases.")                                                    \
    X(EQUAL_TEXT, WARNING, "equal-text",                                                           \
      "a text differs from that of the first language",                                            \
      "It looks like a copy that has not been translated. Leave it out if the language is "        \
      "not required.")                                                                             \
    X(REPEATED_MESSAGE, WARNING, "repeated-message",                                               \
      "the advice does not repeat the message",                                                    \
      "Both are shown together. The message says what is wrong, the advice what to do.")           \
    X(STALE_TEXT, WARNING, "stale-text",                                                           \
      "a text changes in all languages or in none",                                                \
      "Since the catalog given by --since, this text changed in one language but not in the "      \
      "other. If only the wording changed, ignore the warning.")
/* clang-format on */

#endif
