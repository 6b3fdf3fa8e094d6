/* A monitor: what each record and time open and close, whose the inventory is meanwhile, and every wrong handle. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

#include "check.h"

static const char *const RECORDS =
    "{\"record\":\"asset\",\"id\":\"wiki\",\"kind\":\"saas\",\"stage\":\"in_use\"}\n"
    "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"active\",\"ends_at\":\"2026-04-01T00:00:00Z\"}\n"
    "{\"record\":\"credential\",\"id\":\"wiki-key\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"alice\",\"issued_by\":\"wiki\"}\n";
static const char *const RETIRED =
    "{\"record\":\"change\",\"subject\":\"asset:wiki\",\"from\":\"in_use\",\"to\":\"retired\",\"at\":\"2026-03-01T00:00:00Z\"}";
static const char *const AGAIN = "{\"record\":\"asset\",\"id\":\"wiki\",\"kind\":\"saas\",\"stage\":\"retired\"}";
static const char *const KEY = "{\"record\":\"credential\",\"id\":\"k\",\"kind\":\"api_key\",\"status\":\"active\"}";

static nhi_context context;
static int64_t now, april;

static nhi_inventory *loaded(void)
{
    nhi_inventory *inventory = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORDS), &context, NULL, NULL));
    return inventory;
}

/* Takes a list over: its only finding has these reasons, and is on this credential. NULL: it is empty. */
static void only(nhi_standings *list, const char *credential, int32_t first, int32_t second)
{
    int32_t reasons[4] = {0, 0, 0, 0};
    uint64_t len = 7, count = 0;
    const char *id = NULL;
    OK(nhi_standings_len(list, &len, NULL));
    CHECK(len == (credential ? 1u : 0u), "%" PRIu64, len);
    if (credential && len == 1) {
        OK(nhi_standings_credential(list, 0, &id, &len, NULL));
        CHECK(says(id, len, credential), "%.*s", (int)len, id);
        OK(nhi_standings_reasons(list, 0, reasons, 4, &count, NULL));
        CHECK(count == (second ? 2u : 1u) && reasons[0] == first && reasons[1] == second, "%" PRId32, reasons[0]);
    }
    OK(nhi_standings_free(list, NULL));
}

static void opened(const nhi_delta *delta, const char *credential, int32_t first, int32_t second)
{
    nhi_standings *list = NULL;
    OK(nhi_delta_opened(delta, &list, NULL));
    only(list, credential, first, second);
}

static void closed(const nhi_delta *delta, const char *credential, int32_t first, int32_t second)
{
    nhi_standings *list = NULL;
    OK(nhi_delta_closed(delta, &list, NULL));
    only(list, credential, first, second);
}

static void steps(void)
{
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL;
    nhi_delta *delta = NULL;
    nhi_standings *list = NULL;
    nhi_string *said = NULL;
    nhi_report *report = NULL;
    uint64_t len = 7, other = 7, count = 7;
    int32_t number_of = 0;
    int64_t at = 0;
    char *subject;
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    OK(nhi_monitor_len(monitor, &len, NULL));
    CHECK(len == 0, "%" PRIu64, len);

    OK(nhi_monitor_apply(monitor, TEXT(RETIRED), &context, &delta, NULL));
    opened(delta, "wiki-key", NHI_REASON_ISSUER_RETIRED, 0);
    closed(delta, NULL, 0, 0);
    OK(nhi_delta_len(delta, &len, NULL, NULL));
    OK(nhi_delta_len(delta, NULL, &other, NULL));
    CHECK(len == 1 && other == 0, "%" PRIu64 ", %" PRIu64, len, other);
    OK(nhi_delta_opened(delta, &list, NULL));
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_standings_subject(list, 0, &said, NULL));
    subject = taken(said);
    CHECK(strcmp(subject, "credential:wiki-key") == 0, "%s", subject);
    free(subject);
    OK(nhi_standings_severity(list, 0, &number_of, NULL));
    CHECK(number_of == NHI_SEVERITY_HIGH, "%" PRId32, number_of);
    OK(nhi_standings_status(list, 0, &number_of, NULL));
    CHECK(number_of == NHI_FINDING_STATUS_OPEN, "%" PRId32, number_of);
    OK(nhi_standings_indeterminate(list, 0, NULL, 0, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_standings_severity(list, 1, &number_of, NULL));
    OK(nhi_standings_free(list, NULL));

    OK(nhi_monitor_advance(monitor, april, &delta, NULL));
    closed(delta, "wiki-key", NHI_REASON_ISSUER_RETIRED, 0);
    opened(delta, "wiki-key", NHI_REASON_ISSUER_RETIRED, NHI_REASON_OWNER_DEPARTED);
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_monitor_at(monitor, &at, NULL));
    CHECK(at == april, "%" PRId64, at);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_monitor_advance(monitor, now, &delta, NULL));
    CHECK(!delta, "nothing is given");

    OK(nhi_monitor_apply(monitor, TEXT(KEY), &context, NULL, NULL));
    OK(nhi_monitor_len(monitor, &len, NULL));
    OK(nhi_orphans(inventory, april, NULL, 0, NULL, &report, NULL));
    OK(nhi_report_len(report, &other, NULL));
    CHECK(len == 2 && other == 2, "%" PRIu64 ", %" PRIu64, len, other);
    OK(nhi_report_free(report, NULL));
    OK(nhi_monitor_finding(monitor, TEXT("k"), &list, NULL));
    only(list, "k", NHI_REASON_UNOWNED, 0);
    OK(nhi_monitor_finding(monitor, TEXT("nobody's"), &list, NULL));
    only(list, NULL, 0, 0);
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static nhi_text text(const char *data)
{
    nhi_text made;
    made.data = data;
    made.len = strlen(data);
    return made;
}

/* Acts and observations say what they did, and what that opened and closed. */
static void changes(void)
{
    static const char *const PLAN =
        "{\"record\":\"asset\",\"id\":\"plan\",\"kind\":\"saas\",\"stage\":\"requested\"}\n"
        "{\"record\":\"asset\",\"id\":\"host\",\"kind\":\"server\",\"stage\":\"in_use\"}\n"
        "{\"record\":\"credential\",\"id\":\"plan-key\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"alice\",\"issued_by\":\"plan\"}\n";
    static const char *const CLOSED =
        "{\"record\":\"evidence\",\"id\":\"ev-1\",\"subject\":\"asset:plan\",\"kind\":\"record_closed\","
        "\"at\":\"2026-03-01T00:00:00Z\",\"by\":\"alice\"}";
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL;
    nhi_transitioned *done = NULL;
    nhi_observation *observation = NULL;
    nhi_delta *delta = NULL;
    nhi_context scan = context;
    nhi_added added;
    nhi_act act;
    int32_t from = 0, to = 0;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    memset(&act, 0, sizeof act);
    act.struct_size = sizeof act;
    act.at = now;
    act.by = text("alice");
    act.reason = text("not needed after all");
    scan.source = text("scan");
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    OK(nhi_monitor_observe_jsonl(monitor, TEXT(PLAN), now, &scan, &observation, &delta, NULL));
    opened(delta, NULL, 0, 0);
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_observation_added(observation, &added, NULL));
    CHECK(added.event == 2 && added.records_new == 3, "%" PRIu64 ", %" PRIu64, added.event, added.records_new);
    OK(nhi_observation_free(observation, NULL));

    REFUSED(NHI_CODE_GATE_FAILED, nhi_monitor_transition(monitor, TEXT("plan"), NHI_STAGE_RETIRED, &act, &done, &delta, NULL));
    CHECK(!done && !delta, "nothing is given");
    OK(nhi_monitor_apply(monitor, TEXT(CLOSED), &context, NULL, NULL));
    OK(nhi_monitor_transition(monitor, TEXT("plan"), NHI_STAGE_RETIRED, &act, &done, &delta, NULL));
    opened(delta, "plan-key", NHI_REASON_ISSUER_RETIRED, 0);
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_transitioned_stages(done, &from, &to, NULL));
    CHECK(from == NHI_STAGE_REQUESTED && to == NHI_STAGE_RETIRED, "%" PRId32 ", %" PRId32, from, to);
    OK(nhi_transitioned_free(done, NULL));

    OK(nhi_monitor_rehome(monitor, TEXT("wiki"), 0, TEXT("host"), &act, NULL, &delta, NULL));
    opened(delta, NULL, 0, 0);
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_monitor_reassign(monitor, TEXT("wiki"), NULL, 0, TEXT("alice"), &act, NULL, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_monitor_reassign(monitor, TEXT("wiki"), NULL, 0, TEXT("alice"), &act, &done, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_monitor_rehome(monitor, TEXT("wiki"), 0, NULL, 0, &act, &done, &delta, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_monitor_observe_jsonl(monitor, TEXT(PLAN), now, &context, &observation, &delta, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_transition((nhi_monitor *)inventory, TEXT("wiki"), NHI_STAGE_RETIRED, &act, NULL, NULL, NULL));
    CHECK(!done && !delta && !observation, "nothing is given");
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void what_only_stands_together(void)
{
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL;
    nhi_delta *delta = NULL;
    char both[512];
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_monitor_apply(monitor, TEXT(AGAIN), &context, &delta, NULL));
    CHECK(!delta, "nothing is given");
    snprintf(both, sizeof both, "%s\n%s\n", AGAIN, RETIRED);
    OK(nhi_monitor_apply(monitor, TEXT(both), &context, &delta, NULL));
    opened(delta, "wiki-key", NHI_REASON_ISSUER_RETIRED, 0);
    OK(nhi_delta_free(delta, NULL));
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

/* While it is monitored, an inventory changes through its monitor alone. */
static void whose_it_is(void)
{
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL, *second = NULL;
    nhi_error *error = NULL;
    nhi_string *said = NULL;
    nhi_limits limits;
    char *message;
    uint64_t len = 0;
    memset(&limits, 0, sizeof limits);
    limits.struct_size = sizeof limits;
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_add_jsonl(inventory, TEXT(KEY), &context, NULL, &error));
    OK(nhi_error_message(error, &said, NULL));
    message = taken(said);
    CHECK(strstr(message, "monitored"), "%s", message);
    free(message);
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_monitor_new(inventory, now, &second, NULL));
    OK(nhi_inventory_limits(inventory, &limits, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_set_limits(inventory, &limits, NULL));
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(KEY), &context, NULL, NULL));
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    /* The monitor keeps what it watches. */
    OK(nhi_inventory_free(inventory, NULL));
    OK(nhi_monitor_apply(monitor, TEXT(RETIRED), &context, NULL, NULL));
    OK(nhi_monitor_len(monitor, &len, NULL));
    CHECK(len == 2, "%" PRIu64, len);
    OK(nhi_monitor_free(monitor, NULL));
}

static void wrong_handles(void)
{
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL, *next = NULL;
    nhi_delta *delta = NULL;
    nhi_standings *list = NULL;
    uint64_t len = 7;
    int64_t at = 7;
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    OK(nhi_monitor_advance(monitor, now, &delta, NULL));
    OK(nhi_delta_opened(delta, &list, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_len((nhi_monitor *)inventory, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_len((nhi_monitor *)delta, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_inventory_len((nhi_inventory *)monitor, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_delta_len((nhi_delta *)list, &len, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_standings_len((nhi_standings *)delta, &len, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_monitor_new(inventory, now, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_monitor_new(NULL, now, &next, NULL));
    REFUSED(NHI_CODE_INVALID_INSTANT, nhi_monitor_new(inventory, INT64_MAX, &next, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_monitor_apply(NULL, TEXT(KEY), &context, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_monitor_apply(monitor, NULL, 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_monitor_apply(monitor, "\xff", 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_delta_opened(delta, NULL, NULL));
    CHECK(len == 7, "nothing is filled in");
    OK(nhi_delta_free(delta, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_delta_free(delta, NULL));
    OK(nhi_standings_len(list, &len, NULL));
    OK(nhi_standings_free(list, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_standings_free(list, NULL));
    OK(nhi_monitor_free(monitor, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_free(monitor, NULL));
    /* A monitor that was freed never finds the next one. */
    OK(nhi_monitor_new(inventory, now, &next, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_at(monitor, &at, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_apply(monitor, TEXT(KEY), &context, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_advance(monitor, april, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_monitor_findings(monitor, &list, NULL));
    CHECK(at == 7 && !list, "nothing is filled in");
    OK(nhi_monitor_free(next, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

enum { ROUNDS = 50 };

static void *apply(void *shared)
{
    uintptr_t wrong = 0;
    int round;
    for (round = 0; round < ROUNDS; round++) {
        char record[128];
        nhi_delta *delta = NULL;
        uint64_t len = 0;
        snprintf(record, sizeof record, "{\"record\":\"credential\",\"id\":\"k-%" PRIuPTR "-%d\",\"kind\":\"api_key\",\"status\":\"active\"}",
                 (uintptr_t)pthread_self(), round);
        wrong += nhi_monitor_apply(shared, TEXT(record), &context, &delta, NULL) != NHI_OK;
        wrong += nhi_delta_len(delta, &len, NULL, NULL) != NHI_OK || len != 1;
        wrong += nhi_delta_free(delta, NULL) != NHI_OK;
        wrong += nhi_monitor_len(shared, &len, NULL) != NHI_OK;
    }
    return (void *)wrong;
}

static void threads(void)
{
    nhi_inventory *inventory = loaded();
    nhi_monitor *monitor = NULL;
    pthread_t running[3];
    uint64_t len = 0;
    int index;
    OK(nhi_monitor_new(inventory, now, &monitor, NULL));
    for (index = 0; index < 3; index++) CHECK(pthread_create(&running[index], NULL, apply, monitor) == 0, "a thread");
    for (index = 0; index < 3; index++) {
        void *wrong = NULL;
        CHECK(pthread_join(running[index], &wrong) == 0 && !wrong, "thread %d: %" PRIuPTR, index, (uintptr_t)wrong);
    }
    OK(nhi_monitor_len(monitor, &len, NULL));
    CHECK(len == 3 * ROUNDS, "%" PRIu64, len);
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

int main(void)
{
    now = instant("2026-03-01T00:00:00Z");
    april = instant("2026-04-01T00:00:00Z");
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = now;
    steps();
    changes();
    what_only_stands_together();
    whose_it_is();
    wrong_handles();
    threads();
    return summary("monitor");
}
