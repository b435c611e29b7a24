/* SPDX-License-Identifier: MIT */
/* Images with tables that are valid and that our catalogs do not have: hashes of every form, cases
 * of client errors, gaps in texts and in host names. */
#include "base/bytes.h"
#include "sections.h"

/* ----------------------------------------------------------------------------------------- hash */

/* How a table for the names of the built-in catalog is made, and how many find room in it. */
struct form {
    uint32_t samples;
    uint32_t shards;
    bool plus;
    size_t found;
};

static const struct form forms[] = {
    {0, 1, false, 10}, /* one name of each length */
    {1, 1, false, 80}, {2, 1, false, 140}, {3, 1, true, 150}, {4, 2, false, 150},
    {5, 1, true, 150}, {6, 1, false, 150}, {7, 3, true, 150}, {7, 2, false, 150},
};

enum { SAMPLES = 7, SHARDS = 3, STRIDE = 512, VALUES = 2048 };

static const struct coserr__sample samples[SAMPLES] = {{0, 0},    {256, -1}, {128, 0}, {0, 1},
                                                       {256, -2}, {64, 0},   {192, 0}};

struct tables {
    const struct form *form;
    struct coserr__shard shards[SHARDS];
    uint16_t plus[SHARDS * SAMPLES + 1];
    uint16_t values[SHARDS * STRIDE];
    uint32_t stride;
    uint32_t slots_count;
    struct coserr__slot *slots;
};

/* Any numbers will do: where two names get the same slot, the first has it. */
static void fill_tables(struct tables *tables, const coserr_catalog *head) {
    const struct form *form = tables->form;
    const uint32_t range = form->samples * VALUES + head->name_max - head->name_min + 1;
    uint32_t number = 1;
    memset(tables->plus, 0, sizeof tables->plus);
    for (uint32_t i = 0; i < form->shards * form->samples; i++) {
        tables->plus[i] = form->plus ? (uint16_t)(i * 83 % 257) : 0;
    }
    tables->stride = form->plus ? 512 : 256;
    for (uint32_t i = 0; i < form->shards * tables->stride; i++) {
        number = number * 1664525 + 1013904223;
        tables->values[i] = (uint16_t)(number >> 16) % VALUES;
    }
    for (uint32_t i = 0; i < form->shards; i++) {
        tables->shards[i] = (struct coserr__shard){i * range - head->name_min, i * range};
    }
    tables->slots_count = form->shards * range;
    tables->slots = calloc(tables->slots_count, sizeof *tables->slots);
    ck_assert_ptr_nonnull(tables->slots);
}

/* As runtime/image.h describes it. */
static struct coserr__slot *slot_of(const struct tables *tables, uint32_t seed,
                                    const unsigned char *name, uint32_t len) {
    const struct form *form = tables->form;
    const uint32_t shard =
        form->shards > 1
            ? (uint32_t)((uint64_t)coserr__spread(name, len, seed) * form->shards >> 32)
            : 0;
    uint32_t slot = tables->shards[shard].base + len;
    for (uint32_t i = 0; i < form->samples; i++) {
        const int place = (int)(len * samples[i].scale / 256) + samples[i].offset;
        const uint32_t plus = tables->plus[shard * form->samples + i];
        slot += tables->values[shard * tables->stride + name[place] + plus];
    }
    ck_assert_uint_lt(slot, tables->slots_count);
    return &tables->slots[slot];
}

static struct image_file with_tables(struct image_file old, const struct tables *tables) {
    const struct form *form = tables->form;
    const uint32_t pluses = form->shards * form->samples;
    const struct section sections[] = {
        {SECTION_slots, tables->slots, tables->slots_count},
        {SECTION_samples, samples, form->samples},
        {SECTION_shards, tables->shards, form->shards},
        {SECTION_plus, tables->plus, form->plus ? pluses + pluses % 2 : 0},
        {SECTION_values, tables->values, form->shards * tables->stride},
    };
    struct image_file image = with_sections(old, sections, COUNT(sections));
    head_of(image)->stride = tables->stride;
    repair_image(image);
    return image;
}

/* The name is found if it has a slot, and one with another letter is not. */
static void check_name(const coserr_catalog *catalog, const coserr_entry *entry, const char *name,
                       size_t len, bool has_slot) {
    char other[COSERR__MAX_NAME];
    uint32_t match = 0;
    const coserr_entry *found = coserr_find_entry(catalog, name, len, 0, &match);
    ck_assert_int_eq((match & COSERR_MATCH_EXACT) != 0, has_slot);
    ck_assert_uint_eq(coserr_entry_id(found), has_slot ? coserr_entry_id(entry) : 0);
    memcpy(other, name, len);
    other[len / 2] = '?';
    (void)coserr_find_entry(catalog, other, len, 0, &match);
    ck_assert_uint_eq(match, COSERR_MATCH_FAMILY);
}

START_TEST(every_form_of_hash) {
    static struct tables tables;
    struct image_file old = built_in();
    const coserr_catalog *head = load_image(old);
    const struct coserr__slot *slots =
        (const struct coserr__slot *)(const void *)(old.bytes + head->slots_at);
    const unsigned char *pool = old.bytes + head->pool_at;
    const coserr_entry *entries =
        (const coserr_entry *)(const void *)(old.bytes + head->entries_at);
    size_t found = 0;
    tables.form = &forms[_i];
    fill_tables(&tables, head);
    for (uint32_t i = 0; i < head->slots_count; i++) {
        struct coserr__slot *slot =
            slots[i].len > 0 ? slot_of(&tables, head->seed, pool + slots[i].name, slots[i].len)
                             : NULL;
        if (slot != NULL && slot->len == 0) {
            *slot = slots[i];
            found++;
        }
    }
    ck_assert_uint_ge(found, tables.form->found);
    struct image_file image = with_tables(old, &tables);
    const coserr_catalog *catalog = load_image(image);
    for (uint32_t i = 0; i < head->slots_count; i++) {
        if (slots[i].len > 0) {
            const unsigned char *name = pool + slots[i].name;
            const bool has_slot =
                slot_of(&tables, head->seed, name, slots[i].len)->name == slots[i].name;
            check_name(catalog, &entries[slots[i].entry], (const char *)name, slots[i].len,
                       has_slot);
        }
    }
    free(tables.slots);
    free(image.bytes);
    free(old.bytes);
}
END_TEST

/* -------------------------------------------------------------------------------- client errors */

/* A case of a client error has no name of its own. */
START_TEST(cases_of_client_errors) {
    struct image_file image = named_image("patterns");
    coserr_entry *row = (coserr_entry *)(void *)(image.bytes + head_of(image)->entries_at);
    while (row[0].kind != COSERR_KIND_CLIENT || row[1].kind != COSERR_KIND_CLIENT) {
        row++;
    }
    const coserr_catalog *catalog = load_image(image);
    const char *first = coserr_entry_code(&row[0]);
    const char *second = coserr_entry_code(&row[1]);
    ck_assert_ptr_eq(coserr_find_client(catalog, TEXT(second)), &row[1]);
    row[1].id = row[0].id;
    row[1].case_name = row[1].code;
    repair_image(image);
    catalog = load_image(image);
    ck_assert_ptr_eq(coserr_find_client(catalog, TEXT(first)), &row[0]);
    ck_assert_ptr_null(coserr_find_client(catalog, TEXT(second)));
    free(image.bytes);
}
END_TEST

/* ----------------------------------------------------------------------------------------- gaps */

/* A detail that is missing in the first language too is passed over. */
START_TEST(details_without_a_text) {
    static const char body[] = "<Error><Code>WithKey</Code></Error>";
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 400,
                                      .body = {body, sizeof body - 1},
                                      .bucket = str("b"),
                                      .region = str("r"),
                                      .key = str("k")};
    for (int gap = 0; gap < 2; gap++) {
        struct image_file image = named_image("patterns");
        uint32_t *texts = (uint32_t *)(void *)(image.bytes + head_of(image)->texts_at);
        coserr_error error = {.size = sizeof error};
        char buffer[64];
        const coserr_entry *entry =
            coserr_find_entry(load_image(image), COSERR_STR("WithKey"), 0, NULL);
        if (gap == 1) {
            texts[entry->texts + COSERR__FIRST_DETAIL] = 0;
        }
        repair_image(image);
        ck_assert_int_eq(coserr_decode(load_image(image), &response, &error, buffer, sizeof buffer),
                         1);
        (void)coserr_error_detail(&error, 0, buffer, sizeof buffer);
        ck_assert_str_eq(buffer, gap == 1 ? "k alone." : "k in b, r.");
        free(image.bytes);
    }
}
END_TEST

static bool is_list(struct image_file image, const char *url) {
    const coserr_operation *operation =
        coserr_operation_of_request(load_image(image), COSERR_STR("GET"), TEXT(url), NULL, 0);
    return strcmp(coserr_operation_name(operation), "ListThings") == 0;
}

/* A host name with nothing between bucket and region, or after the bucket, is never one that the
 * bucket was left out of. */
START_TEST(host_names_without_a_text) {
    struct image_file image = named_image("patterns");
    struct coserr__host *hosts =
        (struct coserr__host *)(void *)(image.bytes + head_of(image)->hosts_at);
    ck_assert(is_list(image, "https://s.r1.store.test/b?things"));
    ck_assert(!is_list(image, "https://s..store.test/b?things"));
    ck_assert(is_list(image, "https://fast.store.test/b?things"));
    for (uint32_t i = 0; i < head_of(image)->hosts_count; i++) {
        *(hosts[i].has_region != 0 ? &hosts[i].middle : &hosts[i].tail) = 0;
    }
    repair_image(image);
    ck_assert(!is_list(image, "https://s.r1.store.test/b?things"));
    ck_assert(!is_list(image, "https://fast.store.test/b?things"));
    free(image.bytes);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("tables");
    TCase *tcase = add_case(suite, "tables");
    tcase_add_loop_test(tcase, every_form_of_hash, 0, (int)COUNT(forms));
    tcase_add_test(tcase, cases_of_client_errors);
    tcase_add_test(tcase, details_without_a_text);
    tcase_add_test(tcase, host_names_without_a_text);
    return run_suite(suite);
}
