/* SPDX-License-Identifier: MIT */
/* What a catalog says about itself. */
#include "runtime/internal.h"

#define VERSION_TEXT2(major, minor, patch) #major "." #minor "." #patch
#define VERSION_TEXT(major, minor, patch) VERSION_TEXT2(major, minor, patch)

const char *coserr_version(void) {
    return VERSION_TEXT(COSERR_VERSION_MAJOR, COSERR_VERSION_MINOR, COSERR_VERSION_PATCH);
}

const char *coserr_catalog_version(const coserr_catalog *catalog) {
    catalog = coserr__catalog(catalog);
    return coserr__string(catalog, catalog->version, NULL);
}

const char *coserr_catalog_name(const coserr_catalog *catalog) {
    catalog = coserr__catalog(catalog);
    return coserr__string(catalog, catalog->name, NULL);
}

const char *coserr_catalog_diagnose_url(const coserr_catalog *catalog) {
    catalog = coserr__catalog(catalog);
    return coserr__string(catalog, catalog->diagnose, NULL);
}

const char *coserr_catalog_language(const coserr_catalog *catalog, size_t index) {
    catalog = coserr__catalog(catalog);
    if (index >= catalog->languages_count) {
        return NULL;
    }
    const uint32_t *tags = coserr__at(catalog, catalog->languages_at);
    return coserr__string(catalog, tags[index], NULL);
}

const char *coserr_language_tag(const coserr_catalog *catalog, coserr_language language) {
    catalog = coserr__catalog(catalog);
    return coserr_catalog_language(catalog, coserr__catalog_language(catalog, language));
}
