/* SPDX-License-Identifier: MIT */
/* What an SDK does with a failed request. */
#include <coserr/coserr.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    static const char body[] = "<Error><Code>NoSuchKey</Code><RequestId>N1</RequestId></Error>";
    const coserr_language chinese = coserr_match_language(NULL, COSERR_STR("zh-CN"));
    coserr_response response;
    coserr_error error;
    char buffer[sizeof body + 64];

    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = 404;
    response.body.ptr = body;
    response.body.len = sizeof body - 1;
    error.size = sizeof error;

    if (coserr_decode(NULL, &response, &error, buffer, sizeof buffer) == 1) {
        printf("%s %u %s\n%s\n", error.code.ptr, (unsigned)error.http_status, error.request_id.ptr,
               coserr_entry_message(error.entry, chinese, NULL));
        printf("%s\n",
               coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(error.entry), NULL));
    }
    return coserr_error_id(&error) == COSERR_CODE_NO_SUCH_KEY ? 0 : 1;
}
