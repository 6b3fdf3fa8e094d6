/* Records in and out: problems and their places, limits, options, observations, folders and journals. Argument: an empty
 * folder. */
#include <pthread.h>

#include "check.h"

static nhi_context context;

static const char *const TWO =
    "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
    "{\"record\":\"asset\",\"id\":\"web-2\",\"kind\":\"server\",\"stage\":\"in_use\",\"runs_on\":\"web-1\"}\n";

static nhi_inventory *empty(void)
{
    nhi_inventory *inventory = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    return inventory;
}

static uint64_t count(const nhi_inventory *inventory)
{
    uint64_t len = UINT64_MAX;
    OK(nhi_inventory_len(inventory, &len, NULL));
    return len;
}

static void same(nhi_string *string, const char *expected)
{
    char *got = taken(string);
    CHECK(got && strcmp(got, expected) == 0, "`%s` where `%s` was expected", got ? got : "NULL", expected);
    free(got);
}

static void problems(void)
{
    nhi_inventory *inventory = empty();
    nhi_error *error = NULL;
    nhi_string *string = NULL;
    uint64_t kept = 0, total = 0, line = 0;
    int64_t record = 0;
    int32_t code = 0;
    char *message;
    const char *text = "{\"record\":\"inventory\",\"schema\":1}\n\n"
                       "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
                       "{\"record\":\"asset\",\"id\":\"web-2\",\"kind\":\"server\",\"stage\":\"in_use\",\"colour\":\"red\"}\n";
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_inventory_add_jsonl(inventory, TEXT(text), &context, NULL, &error));
    CHECK(count(inventory) == 0, "nothing of it is taken");
    OK(nhi_error_code(error, &code, NULL));
    CHECK(code == NHI_CODE_INVALID_INPUT, "%" PRId32, code);
    OK(nhi_error_problems(error, &kept, &total, NULL));
    CHECK(kept == 1 && total == 1, "%" PRIu64 " of %" PRIu64, kept, total);
    OK(nhi_error_problem_code(error, 0, &code, NULL));
    CHECK(code == NHI_CODE_UNKNOWN_FIELD, "%" PRId32, code);
    OK(nhi_error_problem_line(error, 0, &line, NULL));
    CHECK(line == 4, "%" PRIu64, line);
    OK(nhi_error_problem_record(error, 0, &record, NULL));
    CHECK(record == 1, "%" PRId64, record);
    OK(nhi_error_problem_field(error, 0, &string, NULL));
    same(string, "colour");
    OK(nhi_error_problem_file(error, 0, &string, NULL));
    free(taken(string));
    OK(nhi_error_problem_message(error, 0, &string, NULL));
    message = taken(string);
    CHECK(message && !strstr(message, "red"), "a value is not repeated: %s", message);
    free(message);
    OK(nhi_error_message(error, &string, NULL));
    message = taken(string);
    CHECK(message && strstr(message, "colour"), "%s", message);
    free(message);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_error_problem_code(error, 1, &code, NULL));
    OK(nhi_error_free(error, NULL));
    /* A call that succeeds says so at the place for the error too. */
    OK(nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, NULL, &error));
    CHECK(!error, "no error is NULL");
    /* The journal's clock never runs backwards. */
    context.recorded_at -= 1;
    REFUSED(NHI_CODE_CLOCK_BACKWARDS, nhi_inventory_add_jsonl(inventory, TEXT(""), &context, NULL, NULL));
    context.recorded_at += 1;
    OK(nhi_inventory_free(inventory, NULL));
}

static void limits(void)
{
    nhi_inventory *inventory = empty();
    nhi_error *error = NULL;
    nhi_limits limits;
    int32_t code = 0;
    memset(&limits, 0, sizeof limits);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_limits(inventory, &limits, NULL));
    limits.struct_size = sizeof limits;
    OK(nhi_inventory_limits(inventory, &limits, NULL));
    CHECK(limits.records > 1 && limits.nesting > 0, "%" PRIu64, limits.records);
    limits.records = 1;
    OK(nhi_inventory_set_limits(inventory, &limits, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, NULL, &error));
    OK(nhi_error_problem_code(error, 0, &code, NULL));
    CHECK(code == NHI_CODE_LIMIT_EXCEEDED, "%" PRId32, code);
    OK(nhi_error_free(error, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void memory(void)
{
    nhi_inventory *inventory = empty();
    nhi_footprint memory;
    uint64_t parts;
    memset(&memory, 0, sizeof memory);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_memory(inventory, &memory, NULL));
    memory.struct_size = sizeof memory;
    OK(nhi_inventory_memory(inventory, &memory, NULL));
    CHECK(memory.record_count == 0 && memory.per_record == 0, "%" PRIu64, memory.per_record);
    OK(nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, NULL, NULL));
    OK(nhi_inventory_memory(inventory, &memory, NULL));
    CHECK(memory.struct_size == sizeof memory && memory.record_count == count(inventory), "%" PRIu64, memory.record_count);
    CHECK(memory.id_texts >= strlen("web-1web-2") && memory.relations > 0 && memory.graph == 0, "%" PRIu64, memory.relations);
    parts = memory.id_texts + memory.ids + memory.records + memory.relations + memory.changes + memory.papers
          + memory.sources + memory.graph;
    CHECK(memory.total == parts && memory.per_record == (parts + 1) / 2, "%" PRIu64 " of %" PRIu64, memory.total, parts);
    OK(nhi_inventory_free(inventory, NULL));
}

static void options(void)
{
    /* A program from a later time, whose context is longer. */
    struct { nhi_context known; uint64_t unknown; } later;
    nhi_inventory *inventory = empty();
    nhi_context wrong = context;
    nhi_added added;
    memset(&added, 0, sizeof added);
    memset(&later, 0, sizeof later);
    later.known = context;
    later.known.struct_size = sizeof later;
    OK(nhi_inventory_add_jsonl(inventory, TEXT(""), &later.known, NULL, NULL));
    later.unknown = 1;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_jsonl(inventory, TEXT(""), &later.known, NULL, NULL));
    wrong.struct_size = 0;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_jsonl(inventory, TEXT(""), &wrong, NULL, NULL));
    wrong.struct_size = UINT64_MAX;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_jsonl(inventory, TEXT(""), &wrong, NULL, NULL));
    wrong = context;
    wrong.recorded_at = INT64_MIN;
    REFUSED(NHI_CODE_INVALID_INSTANT, nhi_inventory_add_jsonl(inventory, TEXT(""), &wrong, NULL, NULL));
    wrong = context;
    wrong.actor.data = "\xff";
    wrong.actor.len = 1;
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_inventory_add_jsonl(inventory, TEXT(""), &wrong, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_add_jsonl(inventory, TEXT(""), NULL, NULL, NULL));
    /* A place that can't be filled in is refused before anything is added. */
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, &added, NULL));
    CHECK(count(inventory) == 0, "%" PRIu64, count(inventory));
    OK(nhi_inventory_free(inventory, NULL));
}

enum { MANY = 20000, LINE = 128 };

struct lines {
    const char *text;
    uint64_t len;
};

/* What stops the thread that reads stops the one that applies. */
static void *on_two_threads(void *data)
{
    const struct lines *lines = data;
    struct told told = {0, 0, MANY - 2000};
    nhi_inventory *inventory = empty();
    nhi_context watched = context;
    watched.progress = count_more;
    watched.progress_data = &told;
    watched.threads = UINT64_MAX;
    REFUSED(NHI_CODE_CANCELLED, nhi_inventory_add_jsonl(inventory, lines->text, lines->len, &watched, NULL, NULL));
    CHECK(count(inventory) == 0 && told.more < MANY, "%" PRIu64, told.more);
    told.enough = UINT64_MAX;
    told.more = 0;
    OK(nhi_inventory_add_jsonl(inventory, lines->text, lines->len, &watched, NULL, NULL));
    CHECK(count(inventory) == MANY && told.more == MANY, "%" PRIu64, told.more);
    OK(nhi_inventory_free(inventory, NULL));
    return NULL;
}

static void progress(void)
{
    char *text = malloc((size_t)MANY * LINE);
    uint64_t used = 0;
    int id;
    pthread_t reader;
    struct lines lines;
    struct told told = {0, 0, UINT64_MAX};
    nhi_inventory *inventory = empty();
    nhi_context watched = context;
    if (!text) exit(2);
    for (id = 0; id < MANY; id++)
        used += (uint64_t)snprintf(text + used, LINE, "{\"record\":\"asset\",\"id\":\"a%d\",\"kind\":\"server\",\"stage\":\"in_use\"}\n", id);
    watched.progress = count_more;
    watched.progress_data = &told;
    told.enough = 2000;
    REFUSED(NHI_CODE_CANCELLED, nhi_inventory_add_jsonl(inventory, text, used, &watched, NULL, NULL));
    CHECK(count(inventory) == 0 && told.more >= 2000 && told.more < MANY, "%" PRIu64, told.more);
    told.more = told.calls = 0;
    told.enough = UINT64_MAX;
    OK(nhi_inventory_add_jsonl(inventory, text, used, &watched, NULL, NULL));
    CHECK(count(inventory) == MANY && told.calls >= 4 && told.more == MANY, "%" PRIu64 " in %" PRIu64, told.more, told.calls);
    OK(nhi_inventory_free(inventory, NULL));
    lines.text = text;
    lines.len = used;
    /* A thread of its own: what the library notes of a thread goes with it. */
    CHECK(pthread_create(&reader, NULL, on_two_threads, &lines) == 0 && pthread_join(reader, NULL) == 0, "%s", "no thread");
    free(text);
}

static void strict_and_lenient(void)
{
    const char *dangling = "{\"record\":\"credential\",\"id\":\"k\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"nobody\"}\n";
    nhi_inventory *inventory = empty();
    nhi_context lenient = context;
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_inventory_add_jsonl(inventory, TEXT(dangling), &context, NULL, NULL));
    lenient.lenient = 1;
    OK(nhi_inventory_add_jsonl(inventory, TEXT(dangling), &lenient, NULL, NULL));
    CHECK(count(inventory) == 1, "%" PRIu64, count(inventory));
    OK(nhi_inventory_free(inventory, NULL));
}

static void observations(void)
{
    const char *first = "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
                        "{\"record\":\"asset\",\"id\":\"web-2\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
                        "{\"record\":\"relation\",\"kind\":\"runs_on\",\"from\":\"asset:web-2\",\"to\":\"asset:web-1\"}\n";
    const char *second = "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"retired\"}\n";
    nhi_inventory *inventory = empty();
    nhi_observation *observation = NULL;
    nhi_strings *gone = NULL;
    nhi_context watched;
    struct told told = {0, 0, 1};
    nhi_added added;
    const char *word = NULL;
    uint64_t len = 0;
    char *text;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_observe_jsonl(inventory, TEXT(first), 0, &context, NULL, NULL));
    context.source.data = "cmdb";
    context.source.len = 4;
    watched = context;
    watched.progress = count_more;
    watched.progress_data = &told;
    REFUSED(NHI_CODE_CANCELLED, nhi_inventory_observe_jsonl(inventory, TEXT(first), 0, &watched, NULL, NULL));
    CHECK(count(inventory) == 0 && told.more > 0, "told of %" PRIu64, told.more);
    told.more = 0;
    told.enough = UINT64_MAX;
    OK(nhi_inventory_observe_jsonl(inventory, TEXT(first), 0, &watched, NULL, NULL));
    CHECK(told.more == 3, "told of %" PRIu64, told.more);
    OK(nhi_inventory_observe_jsonl(inventory, TEXT(second), 1000000, &context, &observation, NULL));
    OK(nhi_observation_added(observation, &added, NULL));
    CHECK(added.event == 2 && added.records_new == 1, "the change is new: %" PRIu64, added.records_new);
    OK(nhi_observation_no_longer_shown(observation, &gone, NULL));
    text = joined(gone);
    CHECK(strcmp(text, "asset:web-2") == 0, "%s", text);
    free(text);
    OK(nhi_observation_relations_no_longer_shown(observation, &gone, NULL));
    text = joined(gone);
    CHECK(strstr(text, "\"record\":\"relation\"") && strstr(text, "\"runs_on\""), "%s", text);
    free(text);
    OK(nhi_observation_free(observation, NULL));
    OK(nhi_inventory_value(inventory, TEXT("asset:web-1"), NHI_FIELD_STAGE, 999999, &word, &len, NULL));
    CHECK(says(word, len, "in_use"), "%.*s", (int)len, word);
    OK(nhi_inventory_value(inventory, TEXT("asset:web-1"), NHI_FIELD_STAGE, 1000000, &word, &len, NULL));
    CHECK(says(word, len, "retired"), "%.*s", (int)len, word);
    memset(&context.source, 0, sizeof context.source);
    OK(nhi_inventory_free(inventory, NULL));
}

/* A path in the folder, in one of two places. */
static const char *in(const char *folder, const char *file)
{
    static char paths[2][4096];
    static int which;
    which = !which;
    snprintf(paths[which], sizeof paths[which], "%s/%s", folder, file);
    return paths[which];
}

static void same_from(const nhi_inventory *inventory, const char *path)
{
    nhi_inventory *again = empty();
    nhi_error *error = NULL;
    int32_t equal = 0;
    OK(nhi_inventory_add_path(again, TEXT(path), &context, NULL, &error));
    tell(error);
    OK(nhi_inventory_equal(inventory, again, &equal, NULL));
    CHECK(equal == 1, "%s gives another inventory", path);
    OK(nhi_inventory_free(again, NULL));
}

static void folders(const char *folder)
{
    nhi_inventory *inventory = empty();
    const char *missing = in(folder, "missing.jsonl");
    nhi_error *error = NULL;
    REFUSED(NHI_CODE_IO, nhi_inventory_add_path(inventory, TEXT(missing), &context, NULL, &error));
    OK(nhi_error_free(error, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, NULL, NULL));
    OK(nhi_inventory_write_folder(inventory, TEXT(in(folder, "jsonl")), &error));
    tell(error);
    same_from(inventory, in(folder, "jsonl"));
    OK(nhi_inventory_write_csv_folder(inventory, TEXT(in(folder, "csv")), &error));
    tell(error);
    same_from(inventory, in(folder, "csv"));
    OK(nhi_inventory_free(inventory, NULL));
}

static void journals(const char *folder)
{
    const char *path = in(folder, "journal");
    const char *later = "{\"record\":\"asset\",\"id\":\"web-3\",\"kind\":\"server\",\"stage\":\"in_use\"}\n";
    nhi_inventory *inventory = NULL, *other = NULL, *then = NULL;
    nhi_error *error = NULL;
    uint64_t sequence = 0;
    OK(nhi_inventory_open(TEXT(path), &inventory, &error));
    tell(error);
    OK(nhi_inventory_add_jsonl(inventory, TEXT(TWO), &context, NULL, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(later), &context, NULL, NULL));
    REFUSED(NHI_CODE_IO, nhi_inventory_open(TEXT(path), &other, NULL));
    CHECK(!other, "a place for a handle holds NULL where the call fails");
    OK(nhi_inventory_as_known_at(inventory, 1, &then, NULL));
    CHECK(count(then) == 2, "%" PRIu64, count(then));
    OK(nhi_inventory_free(then, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_as_known_at(inventory, 3, &then, NULL));
    OK(nhi_inventory_free(inventory, NULL));
    OK(nhi_inventory_open(TEXT(path), &inventory, &error));
    tell(error);
    OK(nhi_inventory_sequence(inventory, &sequence, NULL));
    CHECK(sequence == 2 && count(inventory) == 3, "%" PRIu64 " events, %" PRIu64 " records", sequence, count(inventory));
    OK(nhi_inventory_free(inventory, NULL));
    inventory = empty();
    REFUSED(NHI_CODE_JOURNAL_NOT_KEPT, nhi_inventory_as_known_at(inventory, 0, &then, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = instant("2026-03-01T00:00:00Z");
    problems();
    limits();
    memory();
    options();
    progress();
    strict_and_lenient();
    observations();
    folders(argv[1]);
    journals(argv[1]);
    return summary("records");
}
