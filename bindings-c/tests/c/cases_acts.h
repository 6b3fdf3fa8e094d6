/* The questions of the shared cases about gates and acts; a part of cases.c. */

static int32_t stage(const char *word)
{
    return number(NHI_VOCABULARY_STAGE, word);
}

/* A gate and what it said. */
static void same_gate(nhi_string *said, int32_t verdict, const struct json *expected)
{
    char *gate = taken(said);
    CHECK(strcmp(gate, json_text(expected, "gate")) == 0, "%s: gate `%s`", name, gate);
    CHECK(verdict == number(NHI_VOCABULARY_GATE_VERDICT, json_text(expected, "verdict")), "%s: verdict of %s", name, gate);
    free(gate);
}

static void same_blockers(nhi_blockers *blockers, const struct json *expected)
{
    const struct json *blocker = expected->child;
    uint64_t len = 0, index;
    OK(nhi_blockers_len(blockers, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " blockers", name, len);
    for (index = 0; blocker && index < len; blocker = blocker->next, index++) {
        nhi_string *gate = NULL;
        int32_t verdict = 0;
        OK(nhi_blockers_gate(blockers, index, &gate, NULL));
        OK(nhi_blockers_verdict(blockers, index, &verdict, NULL));
        same_gate(gate, verdict, blocker);
    }
    OK(nhi_blockers_free(blockers, NULL));
}

static void ask_blockers(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    int64_t at = instant(json_text(ask, "at"));
    nhi_blockers *blockers = NULL;
    nhi_error *error = NULL;
    OK(nhi_inventory_blockers(inventory, TEXT(json_text(ask, "asset")), stage(json_text(ask, "to")), at, &blockers, &error));
    tell(error);
    if (blockers) same_blockers(blockers, expected);
}

/* Adds records that say no `record`, as lines. */
static void hand_in(char *lines, const char *type, const struct json *records)
{
    const struct json *record;
    for (record = records ? records->child : NULL; record; record = record->next) {
        sprintf(lines + strlen(lines), "{\"record\":\"%s\",%.*s\n", type, (int)record->raw_len - 1, record->raw + 1);
    }
}

static void same_gates(const nhi_transitioned *done, const struct json *expected)
{
    const struct json *gate = expected->child;
    uint64_t len = 0, index;
    OK(nhi_transitioned_gates_len(done, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " gates", name, len);
    for (index = 0; gate && index < len; gate = gate->next, index++) {
        const struct json *by = json_get(gate, "overridden_by");
        nhi_string *said = NULL, *leave = NULL;
        int32_t verdict = 0;
        char *overridden;
        OK(nhi_transitioned_gate(done, index, &said, &verdict, &leave, NULL));
        same_gate(said, verdict, gate);
        overridden = taken(leave);
        CHECK(by ? overridden && strcmp(overridden, by->text) == 0 : !overridden, "%s: overridden by %s", name,
              overridden ? overridden : "nobody");
        free(overridden);
    }
}

/* Why an act is refused. */
static void same_refusal(nhi_error *error, int32_t status, const struct json *expected)
{
    const struct json *code = json_get(expected, "code"), *legal = json_get(expected, "legal"), *stage;
    const struct json *gates = json_get(expected, "blockers");
    nhi_blockers *blockers = NULL;
    int32_t stages[64];
    uint64_t count = 0, index = 0;
    CHECK(code && status == number(NHI_VOCABULARY_CODE, code->text), "%s: refused with %" PRId32, name, status);
    if (!code) {
        tell(error);
        return;
    }
    if (gates) {
        OK(nhi_error_blockers(error, &blockers, NULL));
        same_blockers(blockers, gates);
    }
    OK(nhi_error_legal_stages(error, stages, 64, &count, NULL));
    CHECK(count == json_count(legal), "%s: %" PRIu64 " legal stages", name, count);
    for (stage = legal ? legal->child : NULL; stage && index < count; stage = stage->next) {
        CHECK(stages[index++] == number(NHI_VOCABULARY_STAGE, stage->text), "%s: `%s` is legal", name, stage->text);
    }
    OK(nhi_error_free(error, NULL));
}

static void transition(nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    const char *by = json_text(ask, "by"), *reason = json_text(ask, "reason");
    char *before = all_records(inventory), *after, *handed_in = calloc(1, ask->raw_len * 2 + 1);
    nhi_transitioned *done = NULL;
    nhi_error *error = NULL;
    nhi_act act;
    int32_t status, from = 0;
    if (!handed_in) exit(2);
    hand_in(handed_in, "evidence", json_get(ask, "evidence"));
    hand_in(handed_in, "override", json_get(ask, "overrides"));
    memset(&act, 0, sizeof act);
    act.struct_size = sizeof act;
    act.at = instant(json_text(ask, "at"));
    /* What the batches brought was recorded late. */
    act.recorded_later = 1;
    act.recorded_at = instant("2030-01-01T00:00:00Z");
    act.by.data = by, act.by.len = strlen(by);
    act.reason.data = reason, act.reason.len = strlen(reason);
    act.handed_in.data = handed_in, act.handed_in.len = strlen(handed_in);
    status = nhi_inventory_transition(inventory, TEXT(json_text(ask, "asset")), stage(json_text(ask, "to")), &act, &done, &error);
    if (status == NHI_OK) {
        const struct json *gates = json_get(expected, "gates"), *expected_from = json_get(expected, "from");
        OK(nhi_transitioned_stages(done, &from, NULL, NULL));
        CHECK(expected_from && from == stage(expected_from->text), "%s: let through from %" PRId32, name, from);
        if (gates) same_gates(done, gates);
        OK(nhi_transitioned_free(done, NULL));
    } else {
        same_refusal(error, status, expected);
        after = all_records(inventory);
        CHECK(strcmp(before, after) == 0, "%s: refused, but not whole", name);
        free(after);
    }
    free(before);
    free(handed_in);
}

static void same_change(const nhi_ungated *found, uint64_t index, const struct json *expected)
{
    const struct json *from = json_get(expected, "from"), *to = json_get(expected, "to"), *at = json_get(expected, "at");
    const struct json *by = json_get(expected, "by"), *severity = json_get(expected, "severity");
    const struct json *in_table = json_get(expected, "in_table"), *gate = json_get(expected, "gates");
    nhi_blockers *blockers = NULL;
    nhi_string *said = NULL;
    int32_t left = 0, entered = 0, bad = 0, known = -1;
    uint64_t len = 0, place = 0;
    int64_t when = 0;
    char *text;
    OK(nhi_ungated_asset(found, index, &said, NULL));
    text = taken(said);
    CHECK(strcmp(text, json_text(expected, "asset")) == 0, "%s: asset `%s`", name, text);
    free(text);
    OK(nhi_ungated_stages(found, index, &left, &entered, NULL));
    CHECK(!from || left == stage(from->text), "%s: from %" PRId32, name, left);
    CHECK(!to || entered == stage(to->text), "%s: to %" PRId32, name, entered);
    OK(nhi_ungated_at(found, index, &when, NULL));
    CHECK(!at || when == instant(at->text), "%s: at %" PRId64, name, when);
    OK(nhi_ungated_by(found, index, &said, NULL));
    text = taken(said);
    CHECK(!by || (text && strcmp(text, by->text) == 0), "%s: by %s", name, text ? text : "nobody");
    free(text);
    OK(nhi_ungated_severity(found, index, &bad, NULL));
    CHECK(!severity || bad == number(NHI_VOCABULARY_SEVERITY, severity->text), "%s: severity %" PRId32, name, bad);
    OK(nhi_ungated_in_table(found, index, &known, NULL));
    CHECK(!in_table || known == (in_table->type == JSON_TRUE), "%s: in the table: %" PRId32, name, known);
    OK(nhi_ungated_blockers(found, index, &blockers, NULL));
    OK(nhi_blockers_len(blockers, &len, NULL));
    CHECK(!gate || len == json_count(gate), "%s: %" PRIu64 " gates", name, len);
    for (gate = gate ? gate->child : NULL; gate && place < len; gate = gate->next) {
        OK(nhi_blockers_gate(blockers, place++, &said, NULL));
        text = taken(said);
        CHECK(strcmp(text, gate->text) == 0, "%s: gate `%s`", name, text);
        free(text);
    }
    OK(nhi_blockers_free(blockers, NULL));
}

static void ungated(const nhi_inventory *inventory, const struct json *ask, const struct json *expected)
{
    const struct json *change = expected->child;
    nhi_ungated *found = NULL;
    uint64_t len = 0, index;
    OK(nhi_ungated_transitions(inventory, instant(json_text(ask, "at")), &found, NULL));
    OK(nhi_ungated_len(found, &len, NULL));
    CHECK(len == json_count(expected), "%s: %" PRIu64 " changes", name, len);
    for (index = 0; change && index < len; change = change->next) same_change(found, index++, change);
    OK(nhi_ungated_free(found, NULL));
}
