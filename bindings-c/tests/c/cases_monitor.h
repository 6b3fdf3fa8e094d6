/* What a case asks about orphans, a monitor says whose inventory grew to it batch by batch. Part of cases.c. */

static void same_standing(const nhi_standings *standings, uint64_t index, const struct json *expected)
{
    int32_t reasons[64], severity = 0, status = 0;
    uint64_t count = 0, len = 0;
    const char *id = NULL;
    OK(nhi_standings_credential(standings, index, &id, &len, NULL));
    CHECK(says(id, len, json_text(expected, "credential")), "%s: finding %" PRIu64 " is on %.*s", name, index, (int)len, id);
    OK(nhi_standings_reasons(standings, index, reasons, 64, &count, NULL));
    same_list(words(reasons, count), json_get(expected, "reasons"), "reasons, monitored");
    OK(nhi_standings_indeterminate(standings, index, reasons, 64, &count, NULL));
    same_list(words(reasons, count), json_get(expected, "indeterminate"), "indeterminate, monitored");
    OK(nhi_standings_severity(standings, index, &severity, NULL));
    CHECK(severity == number(NHI_VOCABULARY_SEVERITY, json_text(expected, "severity")), "%s: severity %" PRId32, name, severity);
    OK(nhi_standings_status(standings, index, &status, NULL));
    CHECK(status == number(NHI_VOCABULARY_FINDING_STATUS, json_text(expected, "status")), "%s: status %" PRId32, name, status);
}

/* An observation is no record to apply: what is observed is there at first. */
static const struct json *after_observations(const struct json *batches)
{
    const struct json *batch, *first = batches->child;
    for (batch = batches->child; batch; batch = batch->next) {
        if (json_get(batch, "observe")) first = batch->next;
    }
    return first;
}

static void monitored(const struct json *batches, int lenient, const struct json *question, const struct json *expected)
{
    const struct json *batch, *first = after_observations(batches), *finding = expected->child;
    nhi_inventory *inventory = NULL;
    nhi_monitor *monitor = NULL;
    nhi_standings *standings = NULL;
    nhi_error *error = NULL;
    uint64_t len = 0, index;
    OK(nhi_inventory_new(&inventory, NULL));
    for (batch = batches->child; batch != first; batch = batch->next) OK(add(inventory, batch, lenient, NULL));
    OK(nhi_monitor_new(inventory, instant(json_text(question, "at")), &monitor, &error));
    tell(error);
    for (batch = first; batch; batch = batch->next) {
        nhi_context context = context_of(lenient);
        char *lines = lines_of(batch);
        OK(nhi_monitor_apply(monitor, TEXT(lines), &context, NULL, &error));
        tell(error);
        free(lines);
    }
    OK(nhi_monitor_findings(monitor, &standings, NULL));
    OK(nhi_standings_len(standings, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " findings, monitored", name, len);
    for (index = 0; finding && index < len; finding = finding->next) same_standing(standings, index++, finding);
    OK(nhi_standings_free(standings, NULL));
    OK(nhi_monitor_free(monitor, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}
