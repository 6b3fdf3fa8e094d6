/* Tables in and out as streams of Apache Arrow's C interface: this program is a producer and a consumer of them. */
#include <errno.h>

#include "check.h"

/* As Arrow's C data and C stream interfaces lay them down. */
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* A table of texts: the names of its columns, and its cells row by row. */
struct table {
    int64_t columns, rows;
    const char *const *names;
    const char *const *cells;
    int given, fails;
};

static int released;

static void release_schema(struct ArrowSchema *schema)
{
    int64_t child;
    for (child = 0; child < schema->n_children; child++) {
        if (schema->children[child]->release) schema->children[child]->release(schema->children[child]);
        free(schema->children[child]);
    }
    free(schema->children);
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    int64_t index;
    for (index = 0; index < array->n_children; index++) {
        if (array->children[index]->release) array->children[index]->release(array->children[index]);
        free(array->children[index]);
    }
    for (index = 0; index < array->n_buffers; index++) free((void *)array->buffers[index]);
    free(array->children);
    free(array->buffers);
    array->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct table *table = stream->private_data;
    int64_t column;
    memset(out, 0, sizeof *out);
    out->format = "+s";
    out->name = "";
    out->n_children = table->columns;
    out->children = calloc((size_t)table->columns, sizeof *out->children);
    out->release = release_schema;
    for (column = 0; column < table->columns; column++) {
        struct ArrowSchema *child = calloc(1, sizeof *child);
        child->format = "u";
        child->name = table->names[column];
        child->flags = 2;
        child->release = release_schema;
        out->children[column] = child;
    }
    return 0;
}

static struct ArrowArray *texts(const struct table *table, int64_t column)
{
    struct ArrowArray *array = calloc(1, sizeof *array);
    int32_t *offsets = calloc((size_t)table->rows + 1, sizeof *offsets);
    char *data = calloc(1, 1024);
    int64_t row;
    for (row = 0; row < table->rows; row++) {
        const char *cell = table->cells[row * table->columns + column];
        memcpy(data + offsets[row], cell, strlen(cell));
        offsets[row + 1] = offsets[row] + (int32_t)strlen(cell);
    }
    array->length = table->rows;
    array->n_buffers = 3;
    array->buffers = calloc(3, sizeof *array->buffers);
    array->buffers[1] = offsets;
    array->buffers[2] = data;
    array->release = release_array;
    return array;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct table *table = stream->private_data;
    int64_t column;
    memset(out, 0, sizeof *out);
    if (table->fails) return EIO;
    if (table->given++) return 0;
    out->length = table->rows;
    out->n_buffers = 1;
    out->buffers = calloc(1, sizeof *out->buffers);
    out->n_children = table->columns;
    out->children = calloc((size_t)table->columns, sizeof *out->children);
    out->release = release_array;
    for (column = 0; column < table->columns; column++) out->children[column] = texts(table, column);
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "the disk with the secrets is gone";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    released++;
    stream->release = NULL;
}

static struct ArrowArrayStream begin(struct table *table)
{
    struct ArrowArrayStream stream;
    stream.get_schema = get_schema;
    stream.get_next = get_next;
    stream.get_last_error = get_last_error;
    stream.release = release_stream;
    stream.private_data = table;
    return stream;
}

static const char *const NOUN[] = {"id", "kind", "status", "owner"};
static const char *const PEOPLE[] = {"alice", "employee", "deprovisioned", ""};
static const char *const KEYS[] = {"ak-1", "api_key", "active", "alice", "ak-2", "api_key", "active", "alice;identity:alice"};
static const char *const WRONG[] = {"ak-1", "api_key", "active", "alice", "ak-2", "api_key", "aktive", "alice"};

static struct table table_of(const char *const *cells, int64_t columns, int64_t rows)
{
    struct table table;
    memset(&table, 0, sizeof table);
    table.columns = columns;
    table.rows = rows;
    table.names = NOUN;
    table.cells = cells;
    return table;
}

static nhi_context context;

static int32_t add(nhi_inventory *inventory, const char *const *keys, int fails, nhi_added *added, nhi_error **error)
{
    struct table people = table_of(PEOPLE, 3, 1), credentials = table_of(keys, 4, 2);
    struct ArrowArrayStream streams[2];
    nhi_arrow_table tables[2];
    int32_t status;
    credentials.fails = fails;
    streams[0] = begin(&people);
    streams[1] = begin(&credentials);
    tables[0].record_type = NHI_RECORD_TYPE_IDENTITY;
    tables[0].stream = &streams[0];
    tables[1].record_type = NHI_RECORD_TYPE_CREDENTIAL;
    tables[1].stream = &streams[1];
    released = 0;
    status = nhi_inventory_add_arrow(inventory, tables, 2, &context, added, error);
    CHECK(released == 2 && !streams[0].release && !streams[1].release, "%d streams were released", released);
    return status;
}

static nhi_inventory *loaded(void)
{
    nhi_inventory *inventory = NULL;
    nhi_error *error = NULL;
    nhi_added added;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(add(inventory, KEYS, 0, &added, &error));
    tell(error);
    CHECK(added.records_new == 3, "%" PRIu64, added.records_new);
    return inventory;
}

static void problems(void)
{
    nhi_inventory *inventory = NULL;
    nhi_error *error = NULL;
    nhi_string *message = NULL;
    char *text;
    uint64_t len = 1;
    OK(nhi_inventory_new(&inventory, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT, add(inventory, WRONG, 0, NULL, &error));
    OK(nhi_error_message(error, &message, NULL));
    text = taken(message);
    CHECK(strstr(text, "credentials:2: field `status`: not a credential status"), "%s", text);
    free(text);
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT, add(inventory, KEYS, 1, NULL, &error));
    OK(nhi_error_message(error, &message, NULL));
    text = taken(message);
    CHECK(strstr(text, "credentials:1: the table ends here") && !strstr(text, "secrets"), "%s", text);
    free(text);
    OK(nhi_error_free(error, NULL));
    OK(nhi_inventory_len(inventory, &len, NULL));
    CHECK(len == 0, "%" PRIu64 " records of batches that were refused", len);
    REFUSED(NHI_CODE_INVALID_HANDLE, add((nhi_inventory *)(uintptr_t)1, KEYS, 0, NULL, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void arguments(void)
{
    nhi_inventory *inventory = NULL;
    struct table people = table_of(PEOPLE, 3, 1);
    struct ArrowArrayStream stream = begin(&people);
    nhi_arrow_table table;
    OK(nhi_inventory_new(&inventory, NULL));
    table.record_type = 99;
    table.stream = &stream;
    released = 0;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_arrow(inventory, &table, 1, &context, NULL, NULL));
    CHECK(released == 1, "%d", released);
    table.record_type = NHI_RECORD_TYPE_IDENTITY;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_arrow(inventory, &table, 1, &context, NULL, NULL));
    table.stream = NULL;
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_add_arrow(inventory, &table, 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_add_arrow(inventory, NULL, 1, &context, NULL, NULL));
    OK(nhi_inventory_add_arrow(inventory, NULL, 0, &context, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_report_export_arrow(NULL, 0, 0, &stream, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static int text_is(const struct ArrowArray *texts, int64_t row, const char *expected)
{
    const int32_t *offsets = texts->buffers[1];
    int32_t begin = offsets[texts->offset + row], end = offsets[texts->offset + row + 1];
    return says((const char *)texts->buffers[2] + begin, (uint64_t)(end - begin), expected);
}

static void export(nhi_inventory *inventory)
{
    static const char *const NAMES[] = {"at",      "kind",          "subject", "credential",  "status",   "severity",
                                        "reasons", "indeterminate", "since",   "responsible", "controls", "explanation"};
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray batch;
    nhi_report *report = NULL;
    int64_t column;
    OK(nhi_orphans(inventory, instant("2026-03-01T00:00:00Z"), NULL, 0, NULL, &report, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_report_export_arrow(report, 0, 1, NULL, NULL));
    OK(nhi_report_export_arrow(report, 0, 1, &stream, NULL));
    /* What was handed out stays. */
    OK(nhi_report_free(report, NULL));
    CHECK(stream.get_schema(&stream, &schema) == 0, "no schema");
    CHECK(strcmp(schema.format, "+s") == 0 && schema.n_children == 12, "%" PRId64 " columns", schema.n_children);
    for (column = 0; column < schema.n_children && column < 12; column++)
        CHECK(strcmp(schema.children[column]->name, NAMES[column]) == 0, "%s", schema.children[column]->name);
    CHECK(strcmp(schema.children[0]->format, "tsu:UTC") == 0, "%s", schema.children[0]->format);
    CHECK(strcmp(schema.children[3]->format, "u") == 0, "%s", schema.children[3]->format);
    schema.release(&schema);
    CHECK(stream.get_next(&stream, &batch) == 0 && batch.release, "no batch");
    CHECK(batch.length == 2, "%" PRId64 " rows", batch.length);
    CHECK(text_is(batch.children[3], 0, "ak-1") && text_is(batch.children[2], 1, "credential:ak-2"), "other findings");
    batch.release(&batch);
    CHECK(stream.get_next(&stream, &batch) == 0 && !batch.release, "more than one batch");
    stream.release(&stream);
    CHECK(!stream.release, "still there");
}

/* The columns and their types, and how many rows there are; the stream is released. */
static void same_table(struct ArrowArrayStream *stream, const char *number, const char *format, int64_t rows)
{
    const char *const names[] = {"at", "least", "credential", number}, *const formats[] = {"tsu:UTC", "c", "u", format};
    struct ArrowSchema schema;
    struct ArrowArray batch;
    int64_t column;
    CHECK(stream->get_schema(stream, &schema) == 0 && schema.n_children == 4, "%" PRId64 " columns", schema.n_children);
    for (column = 0; column < 4; column++) {
        const struct ArrowSchema *child = schema.children[column];
        CHECK(strcmp(child->name, names[column]) == 0 && strcmp(child->format, formats[column]) == 0, "%s: %s", child->name, child->format);
    }
    schema.release(&schema);
    CHECK(stream->get_next(stream, &batch) == 0 && batch.release, "no batch");
    CHECK(batch.length == rows && text_is(batch.children[2], 0, "ak-1"), "%" PRId64 " rows", batch.length);
    batch.release(&batch);
    stream->release(stream);
}

static void export_radii(nhi_inventory *inventory)
{
    int64_t now = instant("2026-03-01T00:00:00Z");
    struct ArrowArrayStream stream;
    nhi_radii *radii = NULL;
    nhi_estimated_radii *about = NULL;
    uint64_t len = 0;
    OK(nhi_blast_radii(inventory, now, NHI_PRIVILEGE_READ, NULL, &radii, NULL));
    OK(nhi_radii_len(radii, &len, NULL));
    OK(nhi_radii_export_arrow(radii, &stream, NULL));
    OK(nhi_radii_free(radii, NULL));
    same_table(&stream, "assets", "I", (int64_t)len);
    OK(nhi_estimated_blast_radii(inventory, now, NHI_PRIVILEGE_READ, NULL, &about, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_estimated_radii_export_arrow(about, NULL, NULL));
    OK(nhi_estimated_radii_export_arrow(about, &stream, NULL));
    OK(nhi_estimated_radii_free(about, NULL));
    same_table(&stream, "about", "f", (int64_t)len);
}

int main(void)
{
    nhi_inventory *inventory;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = instant("2026-03-01T00:00:00Z");
    inventory = loaded();
    export(inventory);
    export_radii(inventory);
    OK(nhi_inventory_free(inventory, NULL));
    problems();
    arguments();
    return summary("arrow");
}
