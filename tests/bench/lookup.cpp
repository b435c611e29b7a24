// SPDX-License-Identifier: MIT
// From a code to its entry, beside other ways to find a string among constant ones.
//
// usage: lookup ROUNDS LIBCOSERR.so COS.image [LABEL IMAGE NAMES]...
//
// Ours is there twice, in one process so that both meet the same moment of a noisy machine: the
// static library is linked in; the shared one is opened and called through a pointer, which costs
// what a call through the procedure linkage table does; and a third time with the same catalog loaded
// from an image. Given other images, it measures those beside absl's map of the same names instead.
#include "bench.hpp"

#include <coserr/coserr.h>

#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <memory>
#include <search.h>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#ifdef HAVE_ABSL
#include <absl/container/flat_hash_map.h>
#endif
#ifdef HAVE_GLIB
#include <glib.h>
#endif
#ifdef HAVE_KHASH
#include <bwa/khash.h>
#endif

namespace {

struct name {
    const char *name;
    const char *code;
    uint16_t status;
};

#include "names.inc"

constexpr size_t NAMES = std::size(names);
constexpr size_t LOOKUPS = 8192;

struct key {
    const char *ptr; // NUL-terminated, for those who need it
    uint32_t len;
    uint16_t status;
    uint16_t number; // of the name, from 1; 0 when there is none
};

// ------------------------------------------------------------------------------------------ ours

using find_entry_fn = decltype(coserr_find_entry);

find_entry_fn *shared_find_entry;

uintptr_t by_static(const key &k) {
    uint32_t match;
    return reinterpret_cast<uintptr_t>(coserr_find_entry(nullptr, k.ptr, k.len, k.status, &match)) + match;
}

uintptr_t by_shared(const key &k) {
    uint32_t match;
    return reinterpret_cast<uintptr_t>(shared_find_entry(nullptr, k.ptr, k.len, k.status, &match)) + match;
}

const coserr_catalog *loaded;

uintptr_t by_loaded(const key &k) {
    uint32_t match;
    return reinterpret_cast<uintptr_t>(coserr_find_entry(loaded, k.ptr, k.len, k.status, &match)) +
           match;
}

// The entry has the code, as which the name is listed, and the status; a miss is a family's.
bool our_answer(const key &k, uintptr_t answer) {
    uint32_t match;
    const coserr_entry *entry = coserr_find_entry(nullptr, k.ptr, k.len, k.status, &match);
    const coserr_entry *other = shared_find_entry(nullptr, k.ptr, k.len, k.status, nullptr);
    const char *code = k.number > 0 ? names[k.number - 1].code : "";
    const bool alias = k.number > 0 && strcmp(code, k.ptr) != 0;
    const uint32_t expected = k.number == 0 ? COSERR_MATCH_FAMILY
                              : alias       ? COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS
                                            : COSERR_MATCH_EXACT;
    return match == expected && strcmp(coserr_entry_code(entry), code) == 0 &&
           strcmp(coserr_entry_code(other), code) == 0 &&
           (answer == reinterpret_cast<uintptr_t>(
                          coserr_find_entry(loaded, k.ptr, k.len, k.status, nullptr)) + match ||
            answer == reinterpret_cast<uintptr_t>(entry) + match ||
            answer == reinterpret_cast<uintptr_t>(other) + match);
}

// ----------------------------------------------------------------------------------------- peers

// All others answer with the number of the name, or with 0.

extern "C" {
struct plain_name {
    const char *name;
    unsigned number;
};
const plain_name *plain_find(const char *str, size_t len);
}

uintptr_t by_gperf(const key &k) {
    const plain_name *found = plain_find(k.ptr, k.len);
    return found != nullptr ? found->number : 0;
}

uintptr_t by_bsearch(const key &k) {
    const void *found =
        bsearch(k.ptr, names, NAMES, sizeof *names, [](const void *a, const void *b) {
            return strcmp(static_cast<const char *>(a), static_cast<const name *>(b)->name);
        });
    return found != nullptr ? static_cast<size_t>(static_cast<const name *>(found) - names) + 1 : 0;
}

uintptr_t by_linear(const key &k) {
    for (size_t i = 0; i < NAMES; i++) {
        if (strcmp(names[i].name, k.ptr) == 0) {
            return i + 1;
        }
    }
    return 0;
}

uintptr_t by_hsearch(const key &k) {
    ENTRY *found = hsearch({const_cast<char *>(k.ptr), nullptr}, FIND);
    return found != nullptr ? reinterpret_cast<uintptr_t>(found->data) : 0;
}

template <typename Map> Map filled() {
    Map map;
    for (size_t i = 0; i < NAMES; i++) {
        map[names[i].name] = static_cast<uint32_t>(i + 1);
    }
    return map;
}

uintptr_t by_unordered_map(const key &k) {
    static const auto map = filled<std::unordered_map<std::string_view, uint32_t>>();
    const auto found = map.find({k.ptr, k.len});
    return found != map.end() ? found->second : 0;
}

#ifdef HAVE_ABSL
uintptr_t by_absl(const key &k) {
    static const auto map = filled<absl::flat_hash_map<absl::string_view, uint32_t>>();
    const auto found = map.find({k.ptr, k.len});
    return found != map.end() ? found->second : 0;
}
#else
constexpr std::nullptr_t by_absl = nullptr;
#endif

#ifdef HAVE_KHASH
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // the macro's own text
KHASH_MAP_INIT_STR(names, uint32_t)
#pragma GCC diagnostic pop

khash_t(names) * khash_filled() {
    khash_t(names) *map = kh_init(names);
    for (size_t i = 0; i < NAMES; i++) {
        int added;
        const khint_t slot = kh_put(names, map, names[i].name, &added);
        kh_value(map, slot) = static_cast<uint32_t>(i + 1);
    }
    return map;
}

uintptr_t by_khash(const key &k) {
    static khash_t(names) *const map = khash_filled();
    const khint_t slot = kh_get(names, map, k.ptr);
    return slot != kh_end(map) ? kh_value(map, slot) : 0;
}
#else
constexpr std::nullptr_t by_khash = nullptr;
#endif

#ifdef HAVE_GLIB
GHashTable *glib_filled() {
    GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < NAMES; i++) {
        g_hash_table_insert(table, const_cast<char *>(names[i].name), GSIZE_TO_POINTER(i + 1));
    }
    return table;
}

uintptr_t by_glib(const key &k) {
    static GHashTable *const table = glib_filled();
    return GPOINTER_TO_SIZE(g_hash_table_lookup(table, k.ptr));
}
#else
constexpr std::nullptr_t by_glib = nullptr;
#endif

// The way aws-sdk-cpp maps an error's name to its number: one hash of the name, compared with those
// of all names, which are computed when the program starts. The names are not compared.
__attribute__((noinline)) int hash_string(const char *text) {
    unsigned hash = 0;
    for (; *text != '\0'; text++) {
        hash = 31 * hash + static_cast<unsigned char>(*text);
    }
    return static_cast<int>(hash);
}

#include "chain.inc"

uintptr_t by_chain(const key &k) {
    return chain_find(k.ptr);
}

// The least that a lookup may be: a hash of the length and two bytes, one load, one comparison of
// 32 bytes with no branch in it; the keys have zeros behind them. No real one: of names that share
// a slot it knows one, and of long names only the beginning.
struct floor_model {
    alignas(64) uint16_t slots[1024] = {};
    alignas(64) char padded[NAMES + 1][32] = {};

    static size_t slot(const char *ptr, size_t len) {
        const auto *s = reinterpret_cast<const unsigned char *>(ptr);
        return (len * floor_factors[0] + s[FLOOR_FIRST] * floor_factors[1] +
                s[len - FLOOR_LAST] * floor_factors[2]) %
               1024;
    }

    floor_model() {
        static_assert(NAMES < 65536);
        for (size_t i = 0; i < NAMES; i++) {
            const size_t len = strlen(names[i].name);
            slots[slot(names[i].name, len)] = static_cast<uint16_t>(i + 1);
            memcpy(padded[i + 1], names[i].name, std::min<size_t>(len, 32));
        }
    }

    uintptr_t find(const char *ptr, size_t len) const {
        uint64_t a[4];
        uint64_t b[4];
        const size_t row = slots[slot(ptr, len)];
        memcpy(a, ptr, sizeof a);
        memcpy(b, padded[row], sizeof b);
        return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == 0 ? row : 0;
    }
};

const floor_model model;

__attribute__((noinline)) uintptr_t floor_find(const char *ptr, size_t len) {
    return model.find(ptr, len);
}

uintptr_t by_floor(const key &k) {
    return floor_find(k.ptr, k.len);
}

bool peer_answer(const key &k, uintptr_t answer) {
    return answer == k.number;
}

bool floor_answer(const key &k, uintptr_t answer) {
    return answer == k.number || answer == 0 || k.len > 32;
}

// ------------------------------------------------------------------------------------------ keys

// Copies of the keys in one buffer, at addresses that are aligned to nothing, zeros behind each.
class key_store {
  public:
    void add(const std::string &text, size_t status, size_t number) {
        starts.push_back(buffer.size() + chance() % 16);
        buffer.resize(starts.back());
        buffer += text;
        buffer.resize(std::max(buffer.size() + 1, starts.back() + 32));
        keys.push_back({nullptr, static_cast<uint32_t>(text.size()), static_cast<uint16_t>(status),
                        static_cast<uint16_t>(number)});
    }

    std::vector<key> take() {
        for (size_t i = 0; i < keys.size(); i++) {
            keys[i].ptr = buffer.data() + starts[i];
        }
        return keys;
    }

  private:
    std::mt19937_64 chance{2};
    std::string buffer;
    std::vector<size_t> starts;
    std::vector<key> keys;
};

std::vector<key> orders[2];

template <auto find> uint64_t sum(const std::vector<key> &keys) {
    uint64_t total = 0;
    for (const key &k : keys) {
        total += find(k);
    }
    return total;
}

// Looks at every answer, once; what is measured afterwards is held to their sum.
template <auto find>
bench::peer make_peer(const std::string &set, const char *peer,
                      bool (*right)(const key &, uintptr_t)) {
    if constexpr (std::is_null_pointer_v<decltype(find)>) {
        return {peer, nullptr, 0};
    } else {
        for (const key &k : orders[0]) {
            if (!right(k, find(k))) {
                bench::fail(set + ": " + peer + " is wrong about " + k.ptr);
            }
        }
        return {peer, [](size_t order) { return sum<find>(orders[order]); }, sum<find>(orders[0])};
    }
}

void measure_peers(const std::string &set, const std::vector<key> &keys, int rounds) {
    for (std::vector<key> &order : orders) {
        order.clear();
        for (size_t i = 0; i < LOOKUPS; i++) {
            order.push_back(keys[i % keys.size()]);
        }
    }
    const std::vector<bench::peer> peers = {
        make_peer<by_shared>(set, "coserr (shared)", our_answer),
        make_peer<by_static>(set, "coserr (static)", our_answer),
        make_peer<by_loaded>(set, "coserr (loaded)", our_answer),
        make_peer<by_floor>(set, "floor model", floor_answer),
        make_peer<by_gperf>(set, "plain gperf", peer_answer),
        make_peer<by_bsearch>(set, "bsearch", peer_answer),
        make_peer<by_linear>(set, "linear search", peer_answer),
        make_peer<by_khash>(set, "khash", peer_answer),
        make_peer<by_glib>(set, "GHashTable", peer_answer),
        make_peer<by_hsearch>(set, "hsearch", peer_answer),
        make_peer<by_unordered_map>(set, "std::unordered_map", peer_answer),
        make_peer<by_absl>(set, "absl::flat_hash_map", peer_answer),
        make_peer<by_chain>(set, "if-chain over hash", peer_answer),
    };
    bench::measure(set, peers, LOOKUPS, rounds, [](std::mt19937_64 &chance) {
        for (std::vector<key> &order : orders) {
            std::shuffle(order.begin(), order.end(), chance);
        }
    });
}

// --------------------------------------------------------------------------- large catalogs

// An image in memory, aligned as it has to be, and how long loading it took.
const coserr_catalog *load(const char *file, double *ns, size_t *size) {
    static std::vector<std::unique_ptr<std::vector<uint64_t>>> images;
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    images.push_back(std::make_unique<std::vector<uint64_t>>(bytes.size() / 8 + 1));
    memcpy(images.back()->data(), bytes.data(), bytes.size());
    const coserr_catalog *catalog = nullptr;
    const double start = bench::now_ns();
    const uint32_t reason = coserr_load_catalog(images.back()->data(), bytes.size(), &catalog);
    *ns = bench::now_ns() - start;
    *size = bytes.size();
    if (reason != COSERR_LOAD_OK) {
        bench::fail(std::string(file) + ": " + coserr_load_reason(reason));
    }
    return catalog;
}

// Every name of a catalog is looked up in some round. The keys of a round are stored one after the
// other in the order of their use: what is slow to reach is the catalog, not the keys.
struct table {
    std::string label;
    const coserr_catalog *catalog;
    std::vector<std::string> names;
    key_store stores[2] = {};
    std::vector<key> orders[2] = {};

    void shuffle(std::mt19937_64 &chance) {
        for (int i = 0; i < 2; i++) {
            stores[i] = {};
            for (size_t j = 0; j < LOOKUPS; j++) {
                stores[i].add(names[chance() % names.size()], 0, 0);
            }
            orders[i] = stores[i].take();
        }
    }

    uint64_t run(size_t order) const {
        uint64_t found = 0;
        for (const key &k : orders[order]) {
            uint32_t match;
            coserr_find_entry(catalog, k.ptr, k.len, 0, &match);
            found += match != COSERR_MATCH_FAMILY;
        }
        return found;
    }

#ifdef HAVE_ABSL
    absl::flat_hash_map<absl::string_view, uint32_t> map = {};

    uint64_t run_absl(size_t order) const {
        uint64_t found = 0;
        for (const key &k : orders[order]) {
            const auto at = map.find({k.ptr, k.len});
            found += at != map.end() && at->second != 0;
        }
        return found;
    }
#endif
};

void *open_function(const char *library, const char *function) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void *found = handle != nullptr ? dlsym(handle, function) : nullptr;
    if (found == nullptr) {
        bench::fail(dlerror());
    }
    return found;
}

void measure_tables(char **args, int rounds) {
    std::vector<std::unique_ptr<table>> tables;
    for (; *args != nullptr; args += 3) {
        double ns = 0;
        size_t size = 0;
        std::vector<double> times;
        const coserr_catalog *catalog = nullptr;
        for (int i = 0; i < rounds; i++) {
            catalog = load(args[1], &ns, &size);
            times.push_back(ns);
        }
        tables.push_back(std::make_unique<table>(table{args[0], catalog, {}}));
        table &last = *tables.back();
        std::ifstream file(args[2]);
        for (std::string line; std::getline(file, line);) {
            last.names.push_back(line);
        }
        printf("load\t%s", args[0]);
        for (const double time : times) {
            printf("\t%.3f", time / static_cast<double>(last.names.size()));
        }
        putchar('\n');
        for (const std::string &name : last.names) {
            const coserr_entry *entry =
                coserr_find_entry(catalog, name.data(), name.size(), 0, nullptr);
            if (strcmp(coserr_entry_code(entry), name.c_str()) != 0) {
                bench::fail(last.label + ": no entry for " + name);
            }
#ifdef HAVE_ABSL
            last.map[name] = 1;
#endif
        }
    }
    for (const auto &table : tables) {
        const std::vector<bench::peer> peers = {
            {"coserr (loaded)", [&](size_t order) { return table->run(order); }, LOOKUPS},
#ifdef HAVE_ABSL
            {"absl::flat_hash_map", [&](size_t order) { return table->run_absl(order); }, LOOKUPS},
#endif
        };
        bench::measure("tables " + table->label, peers, LOOKUPS, rounds,
                       [&](std::mt19937_64 &chance) { table->shuffle(chance); });
    }
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 4 || argc % 3 != 1) {
        bench::fail("usage: lookup ROUNDS LIBCOSERR.so COS.image [LABEL IMAGE NAMES]...");
    }
    const int rounds = atoi(argv[1]);
    shared_find_entry =
        reinterpret_cast<find_entry_fn *>(open_function(argv[2], "coserr_find_entry"));
    bench::pin();
    if (argc > 4) {
        measure_tables(argv + 4, rounds);
        return 0;
    }
    double ns = 0;
    size_t size = 0;
    loaded = load(argv[3], &ns, &size);

    hcreate(2 * NAMES);
    for (size_t i = 0; i < NAMES; i++) {
        hsearch({const_cast<char *>(names[i].name), reinterpret_cast<void *>(i + 1)}, ENTER);
    }
    key_store hits;
    for (size_t i = 0; i < 2 * NAMES; i++) {
        hits.add(names[i % NAMES].name, names[i % NAMES].status, i % NAMES + 1);
    }
    measure_peers("hits", hits.take(), rounds);
    key_store unknown;
    for (const char *code : unknown_codes) {
        unknown.add(code, 404, 0);
    }
    measure_peers("unknown", unknown.take(), rounds);
    key_store near;
    for (const char *code : near_misses) {
        near.add(code, 404, 0);
    }
    measure_peers("near misses", near.take(), rounds);
    return 0;
}
