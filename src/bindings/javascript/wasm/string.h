/* SPDX-License-Identifier: MIT */
/* What the reader needs of libc, which WebAssembly by itself does not have. */
#ifndef COSERR_WASM_STRING_H
#define COSERR_WASM_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *bytes, int byte, size_t len);
size_t strlen(const char *text);
char *strchr(const char *text, int byte);

#endif
