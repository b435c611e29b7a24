/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target over the files of folders, for builds without libFuzzer. */
#include "fuzz.h"

#include <dirent.h>

static void replay(const char *path) {
    FILE *file = fopen(path, "rb");
    static uint8_t data[1 << 20];
    REQUIRE(file != NULL);
    const size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
}

int main(int argc, char **argv) {
    unsigned count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        REQUIRE(folder != NULL);
        const struct dirent *item;
        while ((item = readdir(folder)) != NULL) {
            char path[4096];
            if (item->d_name[0] != '.') {
                snprintf(path, sizeof path, "%s/%s", argv[i], item->d_name);
                replay(path);
                count++;
            }
        }
        closedir(folder);
    }
    printf("%u inputs\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
