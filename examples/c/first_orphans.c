/* A first success in C; the README shows it. Run it where the README lies. */

#include <stdio.h>
#include <string.h>

#include <nhi_lifecycle.h>

int main(void)
{
    const char *now = "2026-03-01T00:00:00Z", *folder = "examples/data/company";
    nhi_context context = {.struct_size = sizeof context};
    nhi_inventory *inventory = NULL;
    nhi_report *report = NULL;
    nhi_error *error = NULL; /* where a call fails, it says why: nhi_error_message */

    int ok = nhi_instant_parse(now, strlen(now), &context.recorded_at, &error) == NHI_OK
        && nhi_inventory_new(&inventory, &error) == NHI_OK
        && nhi_inventory_add_path(inventory, folder, strlen(folder), &context, NULL, &error) == NHI_OK
        && nhi_orphans(inventory, context.recorded_at, NULL, 0, NULL, &report, &error) == NHI_OK;

    for (uint64_t finding = 0; ok && finding < 3; finding++) {
        int32_t severity;
        const char *word, *sentence;
        uint64_t word_len, sentence_len;
        nhi_string *text = NULL;
        ok = nhi_report_severity(report, finding, &severity, &error) == NHI_OK
            && nhi_word(NHI_VOCABULARY_SEVERITY, severity, &word, &word_len, &error) == NHI_OK
            && nhi_report_explanation(report, finding, &text, &error) == NHI_OK
            && nhi_string_data(text, &sentence, &sentence_len, &error) == NHI_OK;
        if (ok) printf("%.*s: %.*s\n", (int)word_len, word, (int)sentence_len, sentence);
        nhi_string_free(text, NULL);
    }

    nhi_error_free(error, NULL);
    nhi_report_free(report, NULL);
    nhi_inventory_free(inventory, NULL);
    return ok ? 0 : 1;
}
