/* Runs the shared cases: small inventories, questions, and answers worked out by hand. Arguments: the files. */
#include "check.h"
#include "json.h"

static const char *name; /* of the case */

static char *lines_of(const struct json *records)
{
    const struct json *record;
    size_t size = 1, used = 0;
    char *lines;
    for (record = records->child; record; record = record->next) size += record->raw_len + 1;
    lines = malloc(size);
    if (!lines) exit(2);
    for (record = records->child; record; record = record->next) {
        size_t index;
        /* A line break within a record stands between its tokens, as a text can't hold one. */
        for (index = 0; index < record->raw_len; index++) {
            char c = record->raw[index];
            lines[used++] = c == '\n' || c == '\r' ? ' ' : c;
        }
        lines[used++] = '\n';
    }
    lines[used] = '\0';
    return lines;
}

static nhi_context context_of(int lenient)
{
    nhi_context context;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = instant("2026-03-01T00:00:00Z");
    context.lenient = lenient ? 1 : 0;
    return context;
}

static int32_t add(nhi_inventory *inventory, const struct json *batch, int lenient, nhi_error **err)
{
    nhi_context context = context_of(lenient);
    const struct json *observed = json_get(batch, "observe");
    char *lines = lines_of(observed ? observed : batch);
    int32_t status;
    if (observed) {
        const char *source = json_text(batch, "source");
        int64_t at = instant(json_text(batch, "observed_at"));
        context.source.data = source;
        context.source.len = strlen(source);
        status = nhi_inventory_observe_jsonl(inventory, TEXT(lines), at, &context, NULL, err);
    } else {
        status = nhi_inventory_add_jsonl(inventory, TEXT(lines), &context, NULL, err);
    }
    free(lines);
    return status;
}

/* Whether one of the problems is the expected one. */
static int is_among(nhi_error *error, const struct json *refused)
{
    const struct json *record = json_get(refused, "record"), *field = json_get(refused, "field");
    int32_t expected = number(NHI_VOCABULARY_CODE, json_text(refused, "code"));
    uint64_t kept = 0, index;
    int found = 0;
    OK(nhi_error_problems(error, &kept, NULL, NULL));
    for (index = 0; index < kept; index++) {
        nhi_string *said = NULL;
        int32_t code = 0;
        int64_t position = -1;
        char *in;
        OK(nhi_error_problem_code(error, index, &code, NULL));
        OK(nhi_error_problem_record(error, index, &position, NULL));
        OK(nhi_error_problem_field(error, index, &said, NULL));
        in = taken(said);
        found |= code == expected && (!record || position == atol(record->raw))
                 && (!field || (in && strcmp(in, field->text) == 0));
        free(in);
    }
    return found;
}

/* The words of some reasons, joined by commas. */
static char *words(const int32_t *reasons, uint64_t count)
{
    char *all = calloc(1, (size_t)count * 64 + 1);
    uint64_t index;
    if (!all) exit(2);
    for (index = 0; index < count; index++) {
        const char *word = NULL;
        uint64_t len = 0;
        OK(nhi_word(NHI_VOCABULARY_REASON, reasons[index], &word, &len, NULL));
        if (index) strcat(all, ",");
        strncat(all, word, (size_t)len);
    }
    return all;
}

static char *expected_list(const struct json *list)
{
    char *all = calloc(1, list->raw_len + 1);
    const struct json *text;
    if (!all) exit(2);
    for (text = list->child; text; text = text->next) {
        if (text != list->child) strcat(all, ",");
        strcat(all, text->text);
    }
    return all;
}

static void same_list(char *got, const struct json *list, const char *what)
{
    if (list) {
        char *expected = expected_list(list);
        CHECK(strcmp(got, expected) == 0, "%s: %s: `%s` where `%s` was expected", name, what, got, expected);
        free(expected);
    }
    free(got);
}

static void same_since(const nhi_report *report, uint64_t index, const struct json *expected)
{
    int64_t since = 0;
    int32_t always = -1;
    if (!expected) return;
    OK(nhi_report_since(report, index, &since, &always, NULL));
    if (expected->type == JSON_NULL) {
        CHECK(always == 1, "%s: it held at every earlier instant", name);
    } else {
        CHECK(always == 0 && since == instant(expected->text), "%s: since %" PRId64, name, since);
    }
}

static void same_finding(const nhi_report *report, uint64_t index, const struct json *expected)
{
    int32_t reasons[64], severity = 0, status = 0;
    uint64_t count = 0, len = 0;
    nhi_strings *list = NULL;
    const char *id = NULL;
    OK(nhi_report_credential(report, index, &id, &len, NULL));
    CHECK(says(id, len, json_text(expected, "credential")), "%s: finding %" PRIu64 " is on %.*s", name, index, (int)len, id);
    OK(nhi_report_reasons(report, index, reasons, 64, &count, NULL));
    same_list(words(reasons, count), json_get(expected, "reasons"), "reasons");
    OK(nhi_report_indeterminate(report, index, reasons, 64, &count, NULL));
    same_list(words(reasons, count), json_get(expected, "indeterminate"), "indeterminate");
    OK(nhi_report_severity(report, index, &severity, NULL));
    CHECK(severity == number(NHI_VOCABULARY_SEVERITY, json_text(expected, "severity")), "%s: severity %" PRId32, name, severity);
    OK(nhi_report_status(report, index, &status, NULL));
    CHECK(status == number(NHI_VOCABULARY_FINDING_STATUS, json_text(expected, "status")), "%s: status %" PRId32, name, status);
    OK(nhi_report_responsible(report, index, &list, NULL));
    same_list(joined(list), json_get(expected, "responsible"), "responsible");
    OK(nhi_report_controls(report, index, &list, NULL));
    same_list(joined(list), json_get(expected, "controls"), "controls");
    same_since(report, index, json_get(expected, "since"));
}

static void orphans(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    const struct json *since = json_get(ask, "since"), *finding = expected->child;
    nhi_report *report = NULL;
    nhi_error *error = NULL;
    uint64_t len = 0, index;
    OK(nhi_orphans(inventory, instant(json_text(ask, "at")), NULL, since && since->type == JSON_TRUE, NULL, &report, &error));
    tell(error);
    OK(nhi_report_len(report, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " findings", name, len);
    for (index = 0; finding && index < len; finding = finding->next) same_finding(report, index++, finding);
    OK(nhi_report_free(report, NULL));
}

static void explain(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    const char *credential = json_text(ask, "credential");
    const struct json *mention = json_get(expected, "mentions");
    nhi_explanation *explanation = NULL;
    nhi_error *error = NULL;
    nhi_string *said = NULL;
    int32_t verdict = 0;
    char *sentence;
    OK(nhi_explain(inventory, TEXT(credential), instant(json_text(ask, "at")), NULL, &explanation, &error));
    tell(error);
    OK(nhi_explanation_verdict(explanation, &verdict, NULL));
    CHECK(verdict == number(NHI_VOCABULARY_VERDICT, json_text(expected, "verdict")), "%s: verdict %" PRId32, name, verdict);
    OK(nhi_explanation_sentence(explanation, &said, NULL));
    sentence = taken(said);
    for (mention = mention ? mention->child : NULL; mention; mention = mention->next) {
        CHECK(strstr(sentence, mention->text), "%s: `%s` is not in: %s", name, mention->text, sentence);
    }
    free(sentence);
    OK(nhi_explanation_free(explanation, NULL));
}

static void reach(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    const char *credential = json_text(ask, "credential");
    const struct json *asset = expected->child;
    nhi_reach *reached = NULL;
    nhi_error *error = NULL;
    nhi_radii *radii = NULL;
    uint64_t len = 0, assets = 0, index;
    int32_t is_live = 0;
    OK(nhi_blast_radius(inventory, TEXT(credential), instant(json_text(ask, "at")), &reached, &error));
    tell(error);
    OK(nhi_reach_len(reached, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " assets", name, len);
    for (index = 0; asset && index < len; asset = asset->next, index++) {
        nhi_strings *path = NULL;
        int32_t privilege = 0;
        const char *id = NULL;
        uint64_t id_len = 0;
        OK(nhi_reach_asset(reached, index, &id, &id_len, NULL));
        CHECK(says(id, id_len, json_text(asset, "asset")), "%s: asset %" PRIu64 " is %.*s", name, index, (int)id_len, id);
        OK(nhi_reach_privilege(reached, index, &privilege, NULL));
        CHECK(privilege == number(NHI_VOCABULARY_PRIVILEGE, json_text(asset, "privilege")), "%s: privilege", name);
        OK(nhi_reach_path(reached, index, &path, NULL));
        same_list(joined(path), json_get(asset, "path"), "path");
    }
    OK(nhi_reach_free(reached, NULL));
    OK(nhi_blast_radii(inventory, instant(json_text(ask, "at")), NHI_PRIVILEGE_READ, NULL, &radii, NULL));
    OK(nhi_radii_of(radii, TEXT(credential), &is_live, &assets, NULL));
    CHECK(assets == len, "%s: a radius of %" PRIu64, name, assets);
    OK(nhi_radii_free(radii, NULL));
}

static void state(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    int32_t field = number(NHI_VOCABULARY_FIELD, json_text(ask, "field"));
    const char *subject = json_text(ask, "subject"), *word = NULL;
    nhi_error *error = NULL;
    uint64_t len = 0;
    OK(nhi_inventory_value(inventory, TEXT(subject), field, instant(json_text(ask, "at")), &word, &len, &error));
    tell(error);
    if (expected->type == JSON_NULL) {
        CHECK(!word, "%s: %s is `%.*s`", name, subject, (int)len, word);
    } else {
        /* A truth value is a word too. */
        int same = expected->text ? says(word, len, expected->text)
                                  : len == expected->raw_len && memcmp(word, expected->raw, (size_t)len) == 0;
        CHECK(same, "%s: %s is `%.*s`", name, subject, (int)len, word ? word : "");
    }
}

/* Every record, as JSON Lines behind a header. */
static char *all_records(const nhi_inventory *inventory)
{
    nhi_string *said = NULL;
    OK(nhi_inventory_records(inventory, &said, NULL));
    return taken(said);
}

/* How many records there are, and that they load to an equal inventory. */
static void records(const nhi_inventory *inventory, const struct json *expected)
{
    nhi_inventory *again = NULL;
    nhi_context context;
    nhi_error *error = NULL;
    int32_t equal = 0;
    uint64_t len = 0, lines = 0;
    char *text = all_records(inventory), *c;
    for (c = text; *c; c++) lines += *c == '\n';
    OK(nhi_inventory_len(inventory, &len, NULL));
    CHECK(lines == len + 1, "%s: %" PRIu64 " lines of %" PRIu64 " records", name, lines, len);
    if (expected) CHECK(len == strtoull(expected->raw, NULL, 10), "%s: %" PRIu64 " records", name, len);
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.lenient = 1;
    OK(nhi_inventory_new(&again, NULL));
    OK(nhi_inventory_add_jsonl(again, TEXT(text), &context, NULL, &error));
    tell(error);
    OK(nhi_inventory_equal(inventory, again, &equal, NULL));
    CHECK(equal == 1, "%s: its records do not load to an equal inventory", name);
    OK(nhi_inventory_free(again, NULL));
    free(text);
}

/* The last batch of a case, which has to be refused whole. */
static void refuse(nhi_inventory *inventory, const struct json *batch, int lenient, const struct json *refused)
{
    nhi_error *error = NULL;
    char *before = all_records(inventory), *after;
    int32_t status = add(inventory, batch, lenient, &error);
    int found;
    CHECK(status == NHI_CODE_INVALID_INPUT, "%s: status %" PRId32 ", should be refused", name, status);
    if (error) {
        found = is_among(error, refused);
        CHECK(found, "%s: refused, but not for `%s`", name, json_text(refused, "code"));
        if (found) {
            OK(nhi_error_free(error, NULL));
        } else {
            tell(error);
        }
    }
    after = all_records(inventory);
    CHECK(strcmp(before, after) == 0, "%s: refused, but not whole", name);
    free(before);
    free(after);
}

#include "cases_acts.h"
#include "cases_monitor.h"

static void run(const struct json *test)
{
    const struct json *loose = json_get(test, "lenient"), *refused = json_get(test, "refused");
    const struct json *batches = json_get(test, "batches"), *batch = batches, *ask = json_get(test, "asks");
    int lenient = loose && loose->type == JSON_TRUE, acted = 0;
    nhi_inventory *inventory = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    for (batch = batch ? batch->child : NULL; batch; batch = batch->next) {
        nhi_error *error = NULL;
        if (refused && !batch->next) {
            refuse(inventory, batch, lenient, refused);
        } else {
            CHECK(add(inventory, batch, lenient, &error) == NHI_OK, "%s: should be taken", name);
            tell(error);
        }
    }
    for (ask = ask ? ask->child : NULL; ask; ask = ask->next) {
        const struct json *expected = json_get(ask, "expect"), *question = ask->child;
        acted |= strcmp(question->key, "transition") == 0;
        if (strcmp(question->key, "orphans") == 0) {
            orphans(inventory, question, expected);
            if (!refused && !acted) monitored(batches, lenient, question, expected);
        }
        else if (strcmp(question->key, "explain") == 0) explain(inventory, question, expected);
        else if (strcmp(question->key, "reach") == 0) reach(inventory, question, expected);
        else if (strcmp(question->key, "state") == 0) state(inventory, question, expected);
        else if (strcmp(question->key, "records") == 0) records(inventory, expected);
        else if (strcmp(question->key, "blockers") == 0) ask_blockers(inventory, question, expected);
        else if (strcmp(question->key, "transition") == 0) transition(inventory, question, expected);
        else if (strcmp(question->key, "ungated_transitions") == 0) ungated(inventory, question, expected);
        else CHECK(0, "%s: what is `%s`?", name, question->key);
    }
    records(inventory, NULL);
    OK(nhi_inventory_free(inventory, NULL));
}

int main(int argc, char **argv)
{
    unsigned cases = 0;
    int index;
    for (index = 1; index < argc; index++) {
        const struct json *test = json_get(json_read(argv[index]), "cases");
        for (test = test->child; test; test = test->next, cases++) {
            unsigned before = failures;
            name = json_text(test, "name");
            run(test);
            if (failures > before) fprintf(stderr, "  failed: %s (%s)\n", name, argv[index]);
        }
        json_free();
    }
    CHECK(cases > 0, "no cases");
    printf("%u cases\n", cases);
    return summary("cases");
}
