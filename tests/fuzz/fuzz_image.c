/* SPDX-License-Identifier: MIT */
/* Any bytes as an image: refused, or every function can be called over it. The checksum is
 * repaired, or nothing would reach the checks of the structure. */
#include "fuzz.h"

#include "runtime/image.h"
#include "unit/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned char *bytes = (unsigned char *)block(data, size);
    const coserr_catalog *const before = (const coserr_catalog *)(const void *)&before;
    const coserr_catalog *catalog = before;
    if (size >= sizeof(struct coserr_catalog) && size % 8 == 0) {
        struct coserr_catalog *head = (struct coserr_catalog *)(void *)bytes;
        head->magic = COSERR__IMAGE_MAGIC;
        head->format = COSERR__IMAGE_FORMAT;
        head->size = (uint32_t)size;
        head->checksum = coserr__checksum(bytes, offsetof(struct coserr_catalog, identity), size);
    }
    const uint32_t reason = coserr_load_catalog(bytes, size, &catalog);
    REQUIRE(coserr_load_reason(reason)[0] != '\0');
    if (reason == COSERR_LOAD_OK) {
        REQUIRE(catalog == (const coserr_catalog *)(const void *)bytes);
        walk_catalog(catalog);
    } else {
        REQUIRE(catalog == before);
    }
    free(bytes);
    return 0;
}
