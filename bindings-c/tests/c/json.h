/* A reader of JSON, just large enough for the shared cases. A mistake in the text ends the program. */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

struct json {
    enum json_type type;
    const char *key;  /* within an object */
    const char *text; /* of a text, ended by a NUL */
    const char *raw;  /* as it was written */
    size_t raw_len;
    struct json *child; /* of a list or an object */
    struct json *next;
};

/* Reads a file; what it gives lives until json_free. */
struct json *json_read(const char *path);
void json_free(void);

/* The value of a key, or NULL. */
const struct json *json_get(const struct json *object, const char *key);
/* The text of a key; ends the program where there is none. */
const char *json_text(const struct json *object, const char *key);
size_t json_count(const struct json *list);

#endif
