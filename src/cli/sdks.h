/* SPDX-License-Identifier: MIT */
/* What SDKs print in forms of their own. */
#ifndef COSERR_CLI_SDKS_H
#define COSERR_CLI_SDKS_H

#include <coserr/coserr.h>
#include <stdbool.h>

/* The name of a client error, or an errno, for the text of an error; NULL for none. */
const char *sdk_client_cause(coserr_str text);

/* "CosClientError...", or words of a browser or a mini program that say enough by themselves. */
bool sdk_begins_client_error(coserr_str text);

/* Go: "GET URL: 404 NoSuchKey(Message: ...". `at` is where "Message" begins in the text. */
bool sdk_go_code(const char *start, const char *at, coserr_str *status, coserr_str *code);

/* Java: "...Exception: The message. (Status Code: 404; ...". `at` is where "Status" begins. "" when
 * it does not look like this. */
coserr_str sdk_java_message(const char *start, const char *at);

/* boto and the AWS command: "occurred (NoSuchKey) when calling the GetObject operation: ...".
 * `line` begins at "occurred". */
bool sdk_boto_error(coserr_str line, coserr_str *code, coserr_str *message);

#endif
