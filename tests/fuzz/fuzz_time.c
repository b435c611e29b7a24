/* SPDX-License-Identifier: MIT */
/* Retry-After and dates: what is read is within what can be written. */
#include "fuzz.h"

#include "runtime/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = block(data, size);
    int64_t seconds = -1;
    if (coserr__parse_seconds((coserr_str){text, size}, &seconds)) {
        REQUIRE(seconds >= 0 && seconds <= INT64_C(10000000000009));
    }
    seconds = -1;
    if (coserr__parse_date((coserr_str){text, size}, &seconds)) {
        REQUIRE(seconds >= 0 && seconds <= INT64_C(253402300800));
        REQUIRE(size >= 20);
    }
    free(text);
    return 0;
}
