/* Handles in every wrong way, from several threads, and after a fork. Argument: `watched`, under a memory checker. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const char *const RECORD = "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\"}\n";

static nhi_context context;

static nhi_inventory *loaded(void)
{
    nhi_inventory *inventory = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORD), &context, NULL, NULL));
    return inventory;
}

static void freed(void)
{
    nhi_inventory *inventory = loaded(), *next;
    uint64_t len = 7;
    nhi_error *error = NULL;
    int32_t code = 0;
    OK(nhi_inventory_free(inventory, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_inventory_free(inventory, NULL));
    next = loaded();
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_inventory_free(inventory, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_inventory_len(inventory, &len, &error));
    CHECK(len == 7, "nothing is filled in");
    OK(nhi_error_code(error, &code, NULL));
    CHECK(code == NHI_CODE_INVALID_HANDLE, "%" PRId32, code);
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_error_code(error, &code, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_error_free(error, NULL));
    OK(nhi_inventory_len(next, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_inventory_free(next, NULL));
}

static void of_other_types(void)
{
    nhi_inventory *inventory = loaded();
    nhi_report *report = NULL;
    uint64_t len = 0;
    int local = 0;
    OK(nhi_orphans(inventory, context.recorded_at, NULL, 0, NULL, &report, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_len((nhi_report *)inventory, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_inventory_len((nhi_inventory *)report, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_free((nhi_report *)inventory, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_string_free((nhi_string *)report, NULL));
    /* Made up, among them real addresses. */
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_len((nhi_report *)&local, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_len((nhi_report *)(uintptr_t)1, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_len((nhi_report *)UINTPTR_MAX, &len, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_report_len((nhi_report *)((uintptr_t)report ^ 1), &len, NULL));
    OK(nhi_report_len(report, &len, NULL));
    OK(nhi_report_free(report, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void nulls(void)
{
    nhi_inventory *inventory = loaded();
    nhi_report *report = NULL;
    nhi_error *error = NULL;
    nhi_string *string = NULL;
    const char *data = NULL;
    uint64_t len = 0;
    char *message;
    OK(nhi_inventory_free(NULL, NULL));
    OK(nhi_error_free(NULL, NULL));
    OK(nhi_string_free(NULL, NULL));
    OK(nhi_strings_free(NULL, NULL));
    OK(nhi_observation_free(NULL, NULL));
    OK(nhi_report_free(NULL, NULL));
    OK(nhi_witnesses_free(NULL, NULL));
    OK(nhi_summary_free(NULL, NULL));
    OK(nhi_explanation_free(NULL, NULL));
    OK(nhi_chain_free(NULL, NULL));
    OK(nhi_reach_free(NULL, NULL));
    OK(nhi_radii_free(NULL, NULL));
    OK(nhi_estimated_radii_free(NULL, NULL));
    OK(nhi_ring_list_free(NULL, NULL));
    OK(nhi_blockers_free(NULL, NULL));
    OK(nhi_transitioned_free(NULL, NULL));
    OK(nhi_ungated_free(NULL, NULL));
    OK(nhi_lifecycle_free(NULL, NULL));
    OK(nhi_monitor_free(NULL, NULL));
    OK(nhi_delta_free(NULL, NULL));
    OK(nhi_standings_free(NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_new(NULL, &error));
    OK(nhi_error_message(error, &string, NULL));
    message = taken(string);
    CHECK(strcmp(message, "`inventory` is null") == 0, "%s", message);
    free(message);
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_len(NULL, &len, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_len(inventory, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_orphans(inventory, 0, NULL, 0, NULL, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_orphans(NULL, 0, NULL, 0, NULL, &report, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_limits(inventory, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_set_limits(inventory, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_add_jsonl(inventory, NULL, 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_word(NHI_VOCABULARY_REASON, 1, NULL, &len, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_word(NHI_VOCABULARY_REASON, 1, &data, NULL, NULL));
    OK(nhi_inventory_add_jsonl(inventory, NULL, 0, &context, NULL, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void text_that_is_none(void)
{
    nhi_inventory *inventory = loaded();
    nhi_explanation *explanation = NULL;
    int64_t micros = 0;
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_explain(inventory, "key\xc3", 4, 0, NULL, &explanation, NULL));
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_inventory_add_jsonl(inventory, "\xff", 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_inventory_add_path(inventory, "\xff", 1, &context, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_UTF8, nhi_instant_parse("\x80", 1, &micros, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_instant_parse("x", UINT64_MAX, &micros, NULL));
    /* A NUL is a character like any other that no id holds. */
    REFUSED(NHI_CODE_INVALID_ID, nhi_explain(inventory, "k\0y", 3, 0, NULL, &explanation, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static int rounds = 200;

static void *ask(void *shared)
{
    const nhi_inventory *inventory = shared;
    uintptr_t wrong = 0;
    int round;
    for (round = 0; round < rounds; round++) {
        nhi_report *report = NULL;
        nhi_string *records = NULL;
        uint64_t len = 0;
        wrong += nhi_orphans(inventory, context.recorded_at, NULL, 1, NULL, &report, NULL) != NHI_OK;
        wrong += nhi_report_len(report, &len, NULL) != NHI_OK;
        wrong += nhi_inventory_records(inventory, &records, NULL) != NHI_OK;
        wrong += nhi_string_free(records, NULL) != NHI_OK;
        wrong += nhi_report_free(report, NULL) != NHI_OK;
        wrong += nhi_report_free(report, NULL) != NHI_CODE_INVALID_HANDLE;
    }
    return (void *)wrong;
}

static void *tell_more(void *shared)
{
    uintptr_t wrong = 0;
    int round;
    for (round = 0; round < rounds; round++) {
        char record[128];
        snprintf(record, sizeof record,
                 "{\"record\":\"credential\",\"id\":\"k-%d\",\"kind\":\"api_key\",\"status\":\"active\"}", round);
        wrong += nhi_inventory_add_jsonl(shared, TEXT(record), &context, NULL, NULL) != NHI_OK;
    }
    return (void *)wrong;
}

static void threads(void)
{
    nhi_inventory *inventory = loaded();
    nhi_report *report = NULL;
    pthread_t running[4];
    uint64_t len = 0;
    int index;
    for (index = 0; index < 4; index++) {
        CHECK(pthread_create(&running[index], NULL, index ? ask : tell_more, inventory) == 0, "a thread");
    }
    for (index = 0; index < 4; index++) {
        void *wrong = NULL;
        CHECK(pthread_join(running[index], &wrong) == 0 && !wrong, "thread %d: %" PRIuPTR, index, (uintptr_t)wrong);
    }
    OK(nhi_orphans(inventory, context.recorded_at, NULL, 0, NULL, &report, NULL));
    OK(nhi_report_len(report, &len, NULL));
    CHECK(len == (uint64_t)rounds, "%" PRIu64, len);
    OK(nhi_report_free(report, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static volatile int stop;

static void *busy(void *shared)
{
    (void)shared;
    while (!stop) {
        nhi_inventory *inventory = NULL;
        nhi_inventory_new(&inventory, NULL);
        nhi_inventory_free(inventory, NULL);
    }
    return NULL;
}

/* In the child: what the parent made is unknown, and what the child makes works. */
static int child(nhi_inventory *inventory)
{
    nhi_inventory *own = NULL;
    nhi_error *error = NULL;
    uint64_t len = 0;
    int32_t code = 0;
    alarm(20);
    if (nhi_inventory_len(inventory, &len, &error) != NHI_CODE_INVALID_HANDLE) return 1;
    if (nhi_error_code(error, &code, NULL) != NHI_OK || code != NHI_CODE_INVALID_HANDLE) return 2;
    if (nhi_inventory_free(inventory, NULL) != NHI_CODE_INVALID_HANDLE) return 3;
    if (nhi_inventory_new(&own, NULL) != NHI_OK || own == inventory) return 4;
    if (nhi_inventory_add_jsonl(own, TEXT(RECORD), &context, NULL, NULL) != NHI_OK) return 5;
    if (nhi_inventory_len(own, &len, NULL) != NHI_OK || len != 1) return 6;
    if (nhi_inventory_len(inventory, &len, NULL) != NHI_CODE_INVALID_HANDLE) return 7;
    return 0;
}

/* Forks while another thread keeps the table busy, so that some fork happens while its lock is held. */
static void forks(void)
{
    nhi_inventory *inventory = loaded();
    pthread_t running;
    int index;
    CHECK(pthread_create(&running, NULL, busy, NULL) == 0, "a thread");
    for (index = 0; index < 100; index++) {
        int status = -1;
        pid_t pid = fork();
        if (pid == 0) _exit(child(inventory));
        CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0, "child %d: %x", index, (unsigned)status);
    }
    stop = 1;
    pthread_join(running, NULL);
    OK(nhi_inventory_free(inventory, NULL));
}

int main(int argc, char **argv)
{
    /* A memory checker is slow, and follows no forks out of threads. */
    int watched = argc > 1 && strcmp(argv[1], "watched") == 0;
    if (watched) rounds = 10;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = instant("2026-03-01T00:00:00Z");
    freed();
    of_other_types();
    nulls();
    text_that_is_none();
    threads();
    if (!watched) forks();
    return summary("handles");
}
