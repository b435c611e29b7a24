/* SPDX-License-Identifier: MIT */
/* Every rule that an input can break: X(NAME, level, "name", "what it demands", "why, and what to
 * do about it"). */
#ifndef GENERATOR_RULES_H
#define GENERATOR_RULES_H

/* clang-format off */
#define RULE_LIST(X)                                                                               \
    X(FILE, ERROR, "file", "the file can be read and has at most 64 MiB",                          \
      "The file is not there, is a folder, may not be read, or is far larger than any catalog.")   \
    X(ENCODING, ERROR, "encoding", "the file is UTF-8",                                            \
      "Texts go into programs byte for byte, and every program takes them for UTF-8. An editor "   \
      "that saved the file as GBK or Latin-1 can save it again as UTF-8.")                         \
    X(CONTROL, ERROR, "control-character", "no control characters, line or paragraph separators",  \
      "They come in by copying from web pages and word processors, cannot be seen, and upset "     \
      "terminals and other YAML readers. Delete the character that the mark points to.")           \
    X(YAML, ERROR, "yaml-syntax", "the file is YAML",                                              \
      "Mostly a text that wants quotes, since it has ': ' or ' #' in it or begins with one of "    \
      "[ ] { } & * ! | > ' \" % @ `; or an indentation with a tab.")                               \
    X(YAML_DEPTH, ERROR, "yaml-depth", "collections are nested at most 16 deep",                   \
      "A catalog needs six levels. What is deeper is a slip, or an attack on the reader.")         \
    X(YAML_ANCHOR, ERROR, "yaml-anchor",                                                           \
      "no anchors, aliases or merge keys: say it where it belongs",                                \
      "An entry is to be read, and reviewed, without looking anywhere else. Write the value out.") \
    X(YAML_TAG, ERROR, "yaml-tag", "no tags: every value is text, a list or a mapping",            \
      "What a value is follows from its place. Remove the tag; where it was meant to make text "   \
      "of a number, put the value in quotes.")                                                     \
    X(YAML_DOCUMENT, ERROR, "yaml-document", "exactly one document",                               \
      "A line of three hyphens begins another document, which most readers would pass over.")      \
    X(YAML_TRAP, ERROR, "yaml-trap",                                                               \
      "what other YAML readers take for a number, a date or a truth value stands in quotes",       \
      "Readers of YAML 1.1 make false of no and off, nothing of ~, and 12 of 0x0c. In quotes it "  \
      "is the same text for all of them.")                                                         \
    X(DUPLICATE_KEY, ERROR, "duplicate-key", "a mapping has each key once",                        \
      "Most readers keep the last one and say nothing. Delete one of the two.")                    \
    X(UNKNOWN_KEY, ERROR, "unknown-key", "a mapping has only the keys that it is meant to have",   \
      "A key with a slip in it would be passed over, and the entry would mean something else.")    \
    X(MISSING_KEY, ERROR, "missing-key", "a mapping has every key that it needs",                  \
      "catalog/README.md shows a whole entry.")                                                    \
    X(WRONG_TYPE, ERROR, "wrong-type", "text, list or mapping, as the place asks for",             \
      "A list is written [a, b] or one item a line behind hyphens; a mapping {en: a} or one key "  \
      "a line.")                                                                                   \
    X(SCHEMA, ERROR, "schema-version",                                                             \
      "the catalog is written in a schema that this generator reads",                              \
      "Another number means that keys have another meaning. Use the generator that belongs to "    \
      "the catalog.")                                                                              \
    X(VERSION, ERROR, "version", "a version is three numbers: 1.2.3",                              \
      "Semantic versioning, without a label. 'coserr-gen diff' says which of the numbers to "      \
      "raise.")                                                                                    \
    X(PREFIX, ERROR, "prefix", "a prefix is a C identifier in lower case, at most 32 long",        \
      "It begins the names of the files, functions and constants that are generated.")             \
    X(LINK, ERROR, "link", "a link is an http or https address without blanks",                    \
      "Users follow it. What is no ASCII, or has a special meaning, stands in it as %XX.")         \
    X(LANGUAGE, ERROR, "language", "languages are BCP 47 tags; 'en' comes first and is required",  \
      "The first language is what users get whose own is not there, so that it has to have every " \
      "text.")                                                                                     \
    X(UNKNOWN_LANGUAGE, ERROR, "unknown-language", "texts come in the languages listed at the top",\
      "A text in a language that is not listed under 'languages' would never be shown.")           \
    X(LANGUAGE_GAP, ERROR, "language-gap", "every text is there in every required language",       \
      "In a language with 'required: true' nothing may be missing. In the others the first "       \
      "language stands in, and 'coserr-gen check' says how much is covered.")                      \
    X(TEXT, ERROR, "text", "a text is one line of at most 1000 bytes, with no blanks around it",   \
      "Texts are put into lines of logs and into dialogs as they are. What needs more room "       \
      "belongs on a page that 'docs' names.")                                                      \
    X(CODE, ERROR, "code", "a code is 1 to 128 printable ASCII characters, with no blanks around it",\
      "Codes are compared byte for byte with what the server sends.")                              \
    X(DUPLICATE_CODE, ERROR, "duplicate-code", "a code or alias stands for one error",             \
      "What means different things under different statuses is one error with 'variants'. Letter " \
      "case counts: codes that differ in it alone are two.")                                       \
    X(STATUS, ERROR, "status", "a status is a plain number from 300 to 599",                       \
      "Three digits, without quotes, sign, leading zero or fraction.")                             \
    X(DUPLICATE_STATUS, ERROR, "duplicate-status", "an error has one variant for each status",     \
      "Code and status together say which text is shown; two variants of one status could not be " \
      "told apart. The server's message can do that: 'cases'.")                                  \
    X(RETRY_CLASS, ERROR, "retry-class", "a retry class is one of those that the runtime knows",   \
      "catalog/README.md says what each stands for.")                                              \
    X(RETRY_HINT, ERROR, "retry-hint", "a hint is one of those that the runtime knows, named once",\
      "vocabulary.yaml says what each stands for.")                                 \
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
    X(PAGE, ERROR, "page", "a documentation page is listed under 'pages', and named once",         \
      "So that a page that moves is corrected in one place.")                                      \
    X(REFINEMENT, ERROR, "refinement",                                                             \
      "a refinement names another error's code, and a message",                               \
      "It is for an error that arrives under another one's code and is told apart by the "         \
      "server's message.")                                                                         \
    X(RETIRED, ERROR, "retired", "a retirement has a date, 2026-01-31",                            \
      "In quotes, since YAML would make something else of it.")                                    \
    X(FAMILY, ERROR, "family",                                                                     \
      "a family is for a status from 300 to 599, 3xx, 4xx, 5xx or unknown, and there is one of "   \
      "each of the last four",                                                                     \
      "Families answer for codes that the catalog does not have; with these four nothing goes "    \
      "unanswered.")                                                                               \
    X(EMPTY_CATALOG, ERROR, "empty-catalog", "a catalog has at least one error",                   \
      "A catalog without errors is a file that was cut off, or the wrong one.")                    \
    X(SYMBOL, ERROR, "symbol", "a symbol is in capitals, and names one error",                     \
      "Programs are written with it. It is derived from the code, or chosen with 'symbol' before " \
      "the code gets its id; then it stays.")                                                      \
    X(LEDGER, ERROR, "ledger", "a line of the ledger is an id, a symbol and a code",               \
      "The ledger is written by 'coserr-gen assign', and by nobody else.")                         \
    X(LEDGER_ID, ERROR, "ledger-id", "ids rise from line to line, each given once",                \
      "An id is in programs that were built years ago. Two branches that gave the same ids are "   \
      "merged by taking the ledger of one and running 'coserr-gen assign' again.")                 \
    X(LEDGER_HISTORY, ERROR, "ledger-history", "every line of an older ledger is there, unchanged", \
      "Compared with the one named by --since-ledger, such as that of the last release: numbers "  \
      "that were swapped, or a last line that was removed, cannot be seen in any other way.")      \
    X(LEDGER_BINDING, ERROR, "ledger-binding",                                                     \
      "a line of the ledger binds to one error of the catalog",                                    \
      "A code that is no longer sent stays in the catalog as 'retired'; one whose spelling "       \
      "changes keeps the old one as an alias.")                                                    \
    X(NO_ID, ERROR, "no-id", "every error has its id in the ledger",                               \
      "'coserr-gen assign' gives it one; commit the ledger together with the catalog.")            \
    X(PAGE_TABLE, ERROR, "page-table", "a page for 'import' has a table with a code in each row", \
      "Tables are told by their header row: a column titled Error Code, Code, or the Chinese for " \
      "it. Status and description have columns of their own, or the section tells the status.")    \
    X(ALLOW, ERROR, "allow", "'allow' names warnings, each once",                                  \
      "It is for the entry where a warning is wrong. Errors cannot be allowed.")                   \
    X(RETRIED_501, WARNING, "retried-501", "a 501 is not retried",                                 \
      "Not Implemented is so the next time, too: the class is 'never'.")                           \
    X(STATUS_CLASS, WARNING, "status-class", "a status and its retry class go together",           \
      "throttle: 429, 503, 509. clock, credentials: 400, 401, 403. conflict: 404, 409, 412. "      \
      "transient: 400, 408, 409, 425 and 5xx. never: not 408, 429, 500, 502, 503, 504. What the "  \
      "service means by its own code counts for more; then say 'allow: [status-class]'.")          \
    X(NEAR_CODE, WARNING, "near-code", "two codes differ in more than one letter or a swap",                 \
      "One of them may be a slip for the other. If they are the same error, make one an alias; "   \
      "if both are right, say 'allow: [near-code]' at one. Codes whose digits differ are not near, "  \
      "and aliases are not compared.")                  \
    X(EQUAL_TEXT, WARNING, "equal-text", "a text differs from that of the first language",         \
      "It looks like one that was copied and not yet written. Leave it out where the language "    \
      "may have gaps.")                                                                            \
    X(REPEATED_MESSAGE, WARNING, "repeated-message", "the advice does not repeat the message",     \
      "Both are shown together. The message says what is wrong, the advice what to do.")           \
    X(STALE_TEXT, WARNING, "stale-text", "a text changes in all languages or in none",             \
      "Since the catalog named by --since this text was changed in one language and not in the "   \
      "other. If only the wording was mended, all is well.")
/* clang-format on */

#endif
