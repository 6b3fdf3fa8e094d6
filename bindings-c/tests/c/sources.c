/* Exports of other systems: the formats, loading them together, the account of it, and loading them again the next day.
 * Argument: an empty folder. */
#include "check.h"

static nhi_context context;

static const char *const PEOPLE = "id,name,email,last day,desk\n7,Ada Lovelace,ada@example.com,2026-01-31,4\n,Nobody,,,5\n";
static const char *const USERS =
    "[{\"id\":\"00u1\",\"status\":\"ACTIVE\",\"profile\":{\"login\":\"ada\",\"email\":\"ada@example.com\"}}]";

/* Writes a file of this name. Its path, to be freed. */
static char *written(const char *folder, const char *name, const char *text)
{
    char *path = malloc(strlen(folder) + strlen(name) + 2);
    FILE *file;
    if (!path) exit(2);
    sprintf(path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file)) exit(2);
    return path;
}

static char *keys(const char *folder, const char *status)
{
    char text[256];
    sprintf(text,
        "{\"AccessKeyMetadata\":[{\"UserName\":\"deploy\",\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"Status\":\"%s\"}]}",
        status);
    return written(folder, "keys.json", text);
}

static nhi_sources *none(void)
{
    nhi_sources *sources = NULL;
    OK(nhi_sources_new(&sources, NULL));
    return sources;
}

static void with(nhi_sources *sources, const char *format, const char *path)
{
    OK(nhi_sources_add(sources, TEXT(format), TEXT(path), NULL, 0, NULL, 0, NULL));
}

/* What was loaded into an empty inventory. */
static nhi_load_report *loaded(const nhi_sources *sources, nhi_added *added)
{
    nhi_inventory *inventory = NULL;
    nhi_load_report *load = NULL;
    nhi_error *error = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_sources(inventory, sources, &context, added, &load, &error));
    tell(error);
    OK(nhi_inventory_free(inventory, NULL));
    return load;
}

static uint64_t merges(const nhi_sources *sources)
{
    uint64_t count = UINT64_MAX;
    nhi_load_report *load = loaded(sources, NULL);
    OK(nhi_load_report_len(load, NULL, &count, NULL));
    OK(nhi_load_report_free(load, NULL));
    return count;
}

static void same(char *got, const char *expected)
{
    CHECK(got && strcmp(got, expected) == 0, "`%s` where `%s` was expected", got ? got : "NULL", expected);
    free(got);
}

/* Bytes are told as they are read; who stops gets nothing of it. */
static void progress(const char *people)
{
    nhi_sources *sources = none();
    nhi_inventory *inventory = NULL;
    nhi_context watched = context;
    struct told told = {0, 0, 1};
    with(sources, "hr-people", people);
    watched.progress = count_more;
    watched.progress_data = &told;
    OK(nhi_inventory_new(&inventory, NULL));
    REFUSED(NHI_CODE_CANCELLED, nhi_inventory_add_sources(inventory, sources, &watched, NULL, NULL, NULL));
    told.more = 0;
    told.enough = UINT64_MAX;
    OK(nhi_inventory_add_sources(inventory, sources, &watched, NULL, NULL, NULL));
    CHECK(told.more >= strlen(PEOPLE), "told of %" PRIu64, told.more);
    OK(nhi_inventory_free(inventory, NULL));
    OK(nhi_sources_free(sources, NULL));
}

static void formats(void)
{
    const char *data = NULL;
    uint64_t count = 0, index, len = 0;
    int found = 0;
    OK(nhi_format_len(&count, NULL));
    for (index = 0; index < count; index++) {
        OK(nhi_format_name(index, &data, &len, NULL));
        if (!says(data, len, "snipe-it-hardware")) continue;
        found = 1;
        OK(nhi_format_system(index, &data, &len, NULL));
        CHECK(says(data, len, "snipe-it"), "%.*s", (int)len, data);
        OK(nhi_format_title(index, &data, &len, NULL));
        CHECK(len > 0, "what it holds");
        OK(nhi_format_export(index, &data, &len, NULL));
        CHECK(len > 0, "how to export it");
    }
    CHECK(found && count > 30, "%" PRIu64, count);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_format_name(count, &data, &len, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_format_name(0, NULL, &len, NULL));
}

static void accounts(const char *people, const char *users)
{
    nhi_sources *sources = none();
    nhi_load_report *load;
    nhi_added added;
    nhi_string *one = NULL, *other = NULL, *rule = NULL;
    nhi_strings *list = NULL;
    const char *data = NULL;
    char *text;
    uint64_t len = 0, count = 0, more = 0;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    OK(nhi_sources_add(sources, TEXT("hr-people"), TEXT(people), TEXT("hr"), NULL, 0, NULL));
    with(sources, "okta-users", users);
    load = loaded(sources, &added);
    CHECK(added.records_new == 1, "%" PRIu64, added.records_new);
    OK(nhi_load_report_len(load, &count, &more, NULL));
    CHECK(count == 2 && more == 1, "%" PRIu64 " sources, %" PRIu64 " merges", count, more);
    OK(nhi_load_report_source(load, 0, &data, &len, NULL));
    CHECK(says(data, len, "hr"), "%.*s", (int)len, data);
    OK(nhi_load_report_source(load, 1, &data, &len, NULL));
    CHECK(says(data, len, "okta-users"), "%.*s", (int)len, data);
    OK(nhi_load_report_entries(load, 0, &count, &more, NULL));
    CHECK(count == 2 && more == 1, "%" PRIu64 " entries, %" PRIu64 " skipped", count, more);
    OK(nhi_load_report_records(load, 0, NHI_RECORD_TYPE_IDENTITY, &count, &more, NULL));
    CHECK(count == 1 && more == 0, "%" PRIu64 " shown, %" PRIu64 " named", count, more);
    OK(nhi_load_report_unread_fields(load, 0, &list, NULL));
    same(joined(list), "desk");
    OK(nhi_load_report_assumptions(load, 0, &list, NULL));
    text = joined(list);
    CHECK(strstr(text, "a last day is worked"), "%s", text);
    free(text);
    OK(nhi_load_report_skipped(load, 0, 0, &one, &count, &other, NULL));
    same(taken(one), people);
    same(taken(other), "has neither a number nor a mail address of the person");
    CHECK(count == 3, "line %" PRIu64, count);
    OK(nhi_load_report_merge(load, 0, &one, &other, &rule, NULL));
    same(taken(rule), "mail");
    OK(nhi_load_report_text(load, &rule, NULL));
    text = taken(rule);
    CHECK(strncmp(text, "hr (hr-people): 2 entries, 1 identities\n", 40) == 0, "%s", text);
    free(text);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_load_report_source(load, 2, &data, &len, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_load_report_records(load, 0, 99, &count, &more, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_load_report_skipped(load, 0, 1, &rule, &count, &rule, NULL));
    OK(nhi_load_report_free(load, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_load_report_free(load, NULL));

    /* What was merged is kept apart from then on. */
    text = taken(one);
    char *with_text = taken(other);
    OK(nhi_sources_keep_apart(sources, TEXT(text), TEXT(with_text), NULL));
    CHECK(merges(sources) == 0, "the merge is undone");
    free(text);
    free(with_text);
    OK(nhi_sources_free(sources, NULL));
}

static void policies(const char *people, const char *users)
{
    nhi_text serial = {"serial_number", 13}, wrong = {"the_same", 8};
    nhi_sources *sources = none();
    with(sources, "hr-people", people);
    with(sources, "okta-users", users);
    OK(nhi_sources_trust(sources, TEXT("name"), TEXT("okta-users"), NULL));
    OK(nhi_sources_trust(sources, TEXT("name"), TEXT("hr-people"), NULL));
    CHECK(merges(sources) == 1, "every rule is asked");
    OK(nhi_sources_rules(sources, &serial, 1, NULL));
    CHECK(merges(sources) == 0, "one rule is asked");
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_sources_rules(sources, &wrong, 1, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_sources_rules(sources, NULL, 1, NULL));
    REFUSED(NHI_CODE_INVALID_REFERENCE, nhi_sources_keep_apart(sources, TEXT("web-1"), TEXT("asset:web-2"), NULL));
    OK(nhi_sources_free(sources, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_sources_add(sources, TEXT("links"), TEXT("l"), NULL, 0, NULL, 0, NULL));
}

static void tomorrow(const char *folder)
{
    int64_t today = instant("2026-03-01T00:00:00Z"), next = instant("2026-03-02T00:00:00Z");
    nhi_inventory *inventory = NULL;
    nhi_sources *sources = none();
    nhi_observation *observation = NULL;
    nhi_string *jsonl = NULL;
    nhi_added added;
    char *path = keys(folder, "Active"), *text;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    OK(nhi_inventory_new(&inventory, NULL));
    with(sources, "aws-access-keys", path);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_observe_sources(inventory, sources, today, &context, NULL, NULL, NULL));
    context.source.data = "exports";
    context.source.len = 7;
    OK(nhi_inventory_observe_sources(inventory, sources, today, &context, NULL, NULL, NULL));
    OK(nhi_inventory_observe_sources(inventory, sources, today, &context, &observation, NULL, NULL));
    OK(nhi_observation_added(observation, &added, NULL));
    CHECK(added.records_new == 0 && added.records_replaced == 0, "the same again adds nothing");
    OK(nhi_observation_free(observation, NULL));
    free(path);
    path = keys(folder, "Inactive");
    OK(nhi_inventory_observe_sources(inventory, sources, next, &context, &observation, NULL, NULL));
    OK(nhi_observation_added(observation, &added, NULL));
    CHECK(added.records_new == 1 && added.records_replaced == 1, "a change, and the key as it is now");
    OK(nhi_observation_free(observation, NULL));
    OK(nhi_inventory_records(inventory, &jsonl, NULL));
    text = taken(jsonl);
    CHECK(strstr(text, "\"not_before\":\"2026-03-01T00:00:00Z\""), "%s", text);
    free(text);
    free(path);
    OK(nhi_sources_free(sources, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void refusals(void)
{
    nhi_inventory *inventory = NULL;
    nhi_load_report *load = NULL;
    nhi_error *error = NULL;
    nhi_string *message = NULL;
    nhi_sources *sources = none();
    char *text;
    uint64_t records = 0;
    OK(nhi_inventory_new(&inventory, NULL));
    with(sources, "spreadsheet", "nowhere.xls");
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_inventory_add_sources(inventory, sources, &context, NULL, &load, &error));
    CHECK(!load, "a place for a handle holds NULL where the call fails");
    OK(nhi_error_message(error, &message, NULL));
    text = taken(message);
    CHECK(strstr(text, "no such format; one of: aws-credential-report"), "%s", text);
    free(text);
    OK(nhi_error_free(error, NULL));
    OK(nhi_inventory_len(inventory, &records, NULL));
    CHECK(records == 0, "%" PRIu64, records);
    OK(nhi_sources_free(sources, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

int main(int argc, char **argv)
{
    char *people, *users;
    if (argc != 2) return 2;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = instant("2026-03-01T00:00:00Z");
    people = written(argv[1], "people.csv", PEOPLE);
    users = written(argv[1], "users.json", USERS);
    formats();
    progress(people);
    accounts(people, users);
    policies(people, users);
    tomorrow(argv[1]);
    refusals();
    free(people);
    free(users);
    return summary("sources");
}
