/* What the test programs share: checks that count, and the shortest way to a text. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nhi_lifecycle.h"

static unsigned checks, failures;

#define CHECK(condition, ...)                                              \
    do {                                                                   \
        checks++;                                                          \
        if (!(condition)) {                                                \
            failures++;                                                    \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            fprintf(stderr, __VA_ARGS__);                                  \
            fprintf(stderr, "\n");                                         \
        }                                                                  \
    } while (0)

#define OK(call) CHECK((call) == NHI_OK, "should succeed")
#define REFUSED(code, call)                                                          \
    do {                                                                             \
        int32_t got_ = (call);                                                       \
        CHECK(got_ == (code), "status %" PRId32 " where %s was expected", got_, #code); \
    } while (0)

/* A text with its length, as two arguments. */
#define TEXT(text) (text), (uint64_t)strlen(text)

/* Takes a text over: a copy that ends in a NUL, to be freed; NULL of NULL. */
static inline char *taken(nhi_string *string)
{
    const char *data = NULL;
    uint64_t len = 0;
    char *copy;
    if (!string) return NULL;
    OK(nhi_string_data(string, &data, &len, NULL));
    copy = malloc((size_t)len + 1);
    if (!copy) exit(2);
    memcpy(copy, data, (size_t)len);
    copy[len] = '\0';
    OK(nhi_string_free(string, NULL));
    return copy;
}

/* Whether a view of a text says this. */
static inline int says(const char *data, uint64_t len, const char *expected)
{
    return data && len == strlen(expected) && memcmp(data, expected, (size_t)len) == 0;
}

/* Takes a list of texts over, joined by commas. */
static inline char *joined(nhi_strings *strings)
{
    uint64_t count = 0, index, used = 0;
    char *all = calloc(1, 1);
    OK(nhi_strings_len(strings, &count, NULL));
    for (index = 0; index < count; index++) {
        const char *data = NULL;
        uint64_t len = 0;
        OK(nhi_strings_at(strings, index, &data, &len, NULL));
        all = realloc(all, (size_t)(used + len + 2));
        if (!all) exit(2);
        if (used) all[used++] = ',';
        memcpy(all + used, data, (size_t)len);
        used += len;
        all[used] = '\0';
    }
    OK(nhi_strings_free(strings, NULL));
    return all;
}

static inline int64_t instant(const char *text)
{
    int64_t micros = 0;
    OK(nhi_instant_parse(TEXT(text), &micros, NULL));
    return micros;
}

static inline int32_t number(int32_t vocabulary, const char *word)
{
    int32_t found = 0;
    if (nhi_number(vocabulary, TEXT(word), &found, NULL) != NHI_OK) CHECK(0, "`%s` is no word of %" PRId32, word, vocabulary);
    return found;
}

/* Tells of an error that should not be, and frees it. */
static inline void tell(nhi_error *error)
{
    nhi_string *message = NULL;
    char *text;
    if (!error) return;
    OK(nhi_error_message(error, &message, NULL));
    text = taken(message);
    fprintf(stderr, "    %s\n", text);
    free(text);
    OK(nhi_error_free(error, NULL));
}

static inline int summary(const char *program)
{
    printf("%s: %u checks, %u failed\n", program, checks, failures);
    return failures ? 1 : 0;
}

/* What a caller was told, and when it had enough. */
struct told {
    uint64_t more, calls, enough;
};

static inline int32_t count_more(void *data, uint64_t more)
{
    struct told *told = data;
    told->more += more;
    told->calls++;
    return told->more >= told->enough;
}

#endif
