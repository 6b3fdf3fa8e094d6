#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    union { void *pointer; long long number; double real; } aligned[1];
};

static struct block *blocks;
static const char *file;
static const char *begin;
static const char *at;

static void fail(const char *what)
{
    long line = 1;
    const char *c;
    for (c = begin; c && c < at; c++) line += *c == '\n';
    fprintf(stderr, "%s:%ld: %s\n", file, line, what);
    exit(2);
}

static void *make(size_t size)
{
    struct block *block = malloc(offsetof(struct block, aligned) + size);
    if (!block) fail("no memory");
    block->next = blocks;
    blocks = block;
    memset(block->aligned, 0, size);
    return block->aligned;
}

void json_free(void)
{
    while (blocks) {
        struct block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

static void space(void)
{
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') at++;
}

static void expect(char c)
{
    space();
    if (*at != c) fail("not JSON");
    at++;
}

static unsigned long hex(void)
{
    unsigned long code = 0;
    int i;
    for (i = 0; i < 4; i++, at++) {
        const char *digits = "0123456789abcdef";
        char c = *at >= 'A' && *at <= 'F' ? (char)(*at - 'A' + 'a') : *at;
        const char *found = c ? strchr(digits, c) : NULL;
        if (!found) fail("not four hexadecimal digits");
        code = code << 4 | (unsigned long)(found - digits);
    }
    return code;
}

static char *put_utf8(char *to, unsigned long code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xc0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = (char)(0xe0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    } else {
        *to++ = (char)(0xf0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3f));
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    }
    return to;
}

static char *escape(char *to)
{
    const char *names = "\"\\/bfnrt";
    const char *values = "\"\\/\b\f\n\r\t";
    const char *found;
    unsigned long code;
    if (*at == 'u') {
        at++;
        code = hex();
        if (code >= 0xd800 && code < 0xdc00 && at[0] == '\\' && at[1] == 'u') {
            at += 2;
            code = 0x10000 + ((code - 0xd800) << 10) + (hex() - 0xdc00);
        }
        return put_utf8(to, code);
    }
    found = *at ? strchr(names, *at) : NULL;
    if (!found) fail("not an escape");
    at++;
    *to = values[found - names];
    return to + 1;
}

static const char *text(void)
{
    const char *end;
    char *made, *to;
    expect('"');
    for (end = at; *end && *end != '"'; end++) {
        if (*end == '\\' && end[1]) end++;
    }
    /* What an escape stands for is never longer than the escape. */
    made = to = make((size_t)(end - at) + 1);
    while (*at != '"') {
        if (!*at) fail("a text without an end");
        if (*at == '\\') {
            at++;
            to = escape(to);
        } else {
            *to++ = *at++;
        }
    }
    at++;
    return made;
}

static struct json *value(void);

static void members(struct json *parent, char close)
{
    struct json **last = &parent->child;
    at++;
    space();
    if (*at == close) {
        at++;
        return;
    }
    for (;;) {
        const char *key = NULL;
        if (parent->type == JSON_OBJECT) {
            key = text();
            expect(':');
        }
        *last = value();
        (*last)->key = key;
        last = &(*last)->next;
        space();
        if (*at == close) break;
        expect(',');
    }
    at++;
}

static struct json *value(void)
{
    struct json *made = make(sizeof *made);
    space();
    made->raw = at;
    if (*at == '{') {
        made->type = JSON_OBJECT;
        members(made, '}');
    } else if (*at == '[') {
        made->type = JSON_LIST;
        members(made, ']');
    } else if (*at == '"') {
        made->type = JSON_TEXT;
        made->text = text();
    } else if (strncmp(at, "true", 4) == 0) {
        made->type = JSON_TRUE;
        at += 4;
    } else if (strncmp(at, "false", 5) == 0) {
        made->type = JSON_FALSE;
        at += 5;
    } else if (strncmp(at, "null", 4) == 0) {
        made->type = JSON_NULL;
        at += 4;
    } else {
        made->type = JSON_NUMBER;
        at += strspn(at, "-+.eE0123456789");
        if (at == made->raw) fail("not JSON");
    }
    made->raw_len = (size_t)(at - made->raw);
    return made;
}

struct json *json_read(const char *path)
{
    FILE *stream = fopen(path, "rb");
    struct json *made;
    char *read;
    long size;
    file = path;
    begin = at = NULL;
    if (!stream || fseek(stream, 0, SEEK_END) || (size = ftell(stream)) < 0) {
        fail("can't be read");
        return NULL;
    }
    rewind(stream);
    read = make((size_t)size + 1);
    if (fread(read, 1, (size_t)size, stream) != (size_t)size) fail("can't be read");
    fclose(stream);
    begin = at = read;
    made = value();
    space();
    if (*at) fail("something behind the end");
    return made;
}

const struct json *json_get(const struct json *object, const char *key)
{
    const struct json *found = object ? object->child : NULL;
    while (found && !(found->key && strcmp(found->key, key) == 0)) found = found->next;
    return found;
}

const char *json_text(const struct json *object, const char *key)
{
    const struct json *found = json_get(object, key);
    if (!found || !found->text) {
        fprintf(stderr, "%s: no text `%s`\n", file, key);
        exit(2);
    }
    return found->text;
}

size_t json_count(const struct json *list)
{
    size_t count = 0;
    const struct json *child;
    for (child = list ? list->child : NULL; child; child = child->next) count++;
    return count;
}
