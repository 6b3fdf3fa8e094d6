/* Finds the credentials that outlived what they were made for.
 *
 *     cc orphans.c -lnhi_lifecycle && ./a.out
 *
 * Give it the path of an inventory, a .jsonl file or a folder of tables, to ask about that instead of the one below. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "nhi_lifecycle.h"

static const char RECORDS[] =
    "{\"record\":\"asset\",\"id\":\"helpdesk\",\"kind\":\"saas\",\"stage\":\"retired\"}\n"
    "{\"record\":\"change\",\"subject\":\"asset:helpdesk\",\"from\":\"in_use\",\"to\":\"retired\","
    "\"at\":\"2026-02-01T00:00:00Z\",\"by\":\"dana\"}\n"
    "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"active\"}\n"
    "{\"record\":\"credential\",\"id\":\"hd-key\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"alice\","
    "\"issued_by\":\"helpdesk\"}\n"
    "{\"record\":\"credential\",\"id\":\"laptop-pw\",\"kind\":\"password\",\"status\":\"active\",\"identity\":\"alice\"}\n";

static void print(const nhi_string *text)
{
    const char *data;
    uint64_t len;
    if (nhi_string_data(text, &data, &len, NULL) == NHI_OK) printf("%.*s", (int)len, data);
}

/* Prints one finding: how bad it is, and a sentence that says why. */
static void print_finding(const nhi_report *report, uint64_t index)
{
    nhi_string *sentence = NULL;
    const char *word;
    uint64_t len;
    int32_t severity;
    if (nhi_report_severity(report, index, &severity, NULL) == NHI_OK
        && nhi_word(NHI_VOCABULARY_SEVERITY, severity, &word, &len, NULL) == NHI_OK
        && nhi_report_explanation(report, index, &sentence, NULL) == NHI_OK) {
        printf("%.*s: ", (int)len, word);
        print(sentence);
        printf("\n");
    }
    nhi_string_free(sentence, NULL);
}

int main(int argc, char **argv)
{
    nhi_inventory *inventory = NULL;
    nhi_report *report = NULL;
    nhi_error *error = NULL;
    nhi_context context = {0};
    uint64_t count, index, live = 0;
    nhi_summary *summary = NULL;
    int64_t now;
    int32_t status;

    if (nhi_abi_version() < NHI_ABI_VERSION) {
        fprintf(stderr, "the library is older than this program\n");
        return 1;
    }
    /* Every question says which instant it is about; the library never looks at a clock. */
    nhi_instant_parse("2026-03-01T00:00:00Z", 20, &now, NULL);

    context.struct_size = sizeof context;
    context.recorded_at = now;
    status = nhi_inventory_new(&inventory, &error);
    if (status == NHI_OK) {
        status = argc > 1 ? nhi_inventory_add_path(inventory, argv[1], strlen(argv[1]), &context, NULL, &error)
                          : nhi_inventory_add_jsonl(inventory, RECORDS, sizeof RECORDS - 1, &context, NULL, &error);
    }
    if (status == NHI_OK) status = nhi_orphans(inventory, now, NULL, 0, NULL, &report, &error);
    if (status == NHI_OK) status = nhi_report_len(report, &count, &error);
    if (status == NHI_OK) status = nhi_report_summary(report, &summary, &error);
    if (status == NHI_OK) status = nhi_summary_live_credentials(summary, &live, &error);
    if (status == NHI_OK) {
        printf("%" PRIu64 " of %" PRIu64 " live credentials %s orphaned\n", count, live, count == 1 ? "is" : "are");
        for (index = 0; index < count; index++) print_finding(report, index);
    } else {
        nhi_string *message = NULL;
        if (nhi_error_message(error, &message, NULL) == NHI_OK) print(message);
        printf("\n");
        nhi_string_free(message, NULL);
    }

    nhi_error_free(error, NULL);
    nhi_summary_free(summary, NULL);
    nhi_report_free(report, NULL);
    nhi_inventory_free(inventory, NULL);
    return status == NHI_OK ? 0 : 1;
}
