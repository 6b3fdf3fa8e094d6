/* Acts, their gates and the lifecycle: everything that can be asked and done, of one retirement. */
#include "check.h"

static const char *const RECORDS =
    "{\"record\":\"identity\",\"id\":\"dana\",\"kind\":\"employee\",\"status\":\"active\"}\n"
    "{\"record\":\"identity\",\"id\":\"erin\",\"kind\":\"employee\",\"status\":\"active\"}\n"
    "{\"record\":\"asset\",\"id\":\"wiki\",\"kind\":\"saas\",\"stage\":\"requested\"}\n"
    "{\"record\":\"asset\",\"id\":\"crm\",\"kind\":\"saas\",\"stage\":\"in_use\",\"name\":\"CRM\",\"environment\":\"staging\"}\n"
    "{\"record\":\"asset\",\"id\":\"old\",\"kind\":\"saas\",\"stage\":\"retired\"}\n"
    "{\"record\":\"change\",\"subject\":\"asset:old\",\"from\":\"in_use\",\"to\":\"retired\",\"at\":\"2026-02-01T00:00:00Z\","
    "\"by\":\"erin\"}\n";

static const char *const CLOSED =
    "{\"record\":\"evidence\",\"id\":\"ev-1\",\"subject\":\"asset:wiki\",\"kind\":\"record_closed\","
    "\"at\":\"2026-03-01T00:00:00Z\",\"by\":\"dana\"}\n";

static int64_t now;

static void same(nhi_string *string, const char *expected)
{
    char *got = taken(string);
    CHECK(got && strcmp(got, expected) == 0, "`%s` where `%s` was expected", got ? got : "NULL", expected);
    free(got);
}

static nhi_text text(const char *data)
{
    nhi_text made;
    made.data = data;
    made.len = strlen(data);
    return made;
}

static nhi_inventory *loaded(void)
{
    nhi_inventory *inventory = NULL;
    nhi_error *error = NULL;
    nhi_context context;
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = now;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORDS), &context, NULL, &error));
    tell(error);
    return inventory;
}

static nhi_act by_dana(void)
{
    nhi_act act;
    memset(&act, 0, sizeof act);
    act.struct_size = sizeof act;
    act.at = now;
    act.by = text("dana");
    act.reason = text("not needed after all");
    return act;
}

static void check_blockers(nhi_blockers *blockers)
{
    nhi_string *string = NULL, *name = NULL;
    int32_t value = 0, since_known = -1, until_known = -1;
    int64_t since = 0, until = 0;
    uint64_t len = 0;
    OK(nhi_blockers_len(blockers, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_blockers_gate(blockers, 0, &string, NULL));
    same(string, "record_closed");
    OK(nhi_blockers_verdict(blockers, 0, &value, NULL));
    CHECK(value == NHI_GATE_VERDICT_FAIL, "%" PRId32, value);
    OK(nhi_blockers_message(blockers, 0, &string, NULL));
    same(string, "there is no record_closed evidence; close its record and give the evidence");
    OK(nhi_blockers_missing_len(blockers, 0, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_blockers_missing(blockers, 0, 0, &value, &string, &name, NULL));
    CHECK(value == NHI_MISSING_EVIDENCE, "%" PRId32, value);
    same(string, "asset:wiki");
    same(name, "record_closed");
    OK(nhi_blockers_missing_time(blockers, 0, 0, &since, &since_known, &until, &until_known, NULL));
    CHECK(since_known == 0 && until_known == 1 && until == now, "%" PRId32 ", %" PRId32, since_known, until_known);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_blockers_missing(blockers, 0, 1, &value, &string, &name, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_blockers_verdict(blockers, 1, &value, NULL));
    OK(nhi_blockers_free(blockers, NULL));
}

static void transitions(void)
{
    nhi_inventory *inventory = loaded();
    nhi_blockers *blockers = NULL;
    nhi_transitioned *done = NULL;
    nhi_error *error = NULL;
    nhi_string *gate = NULL, *leave = NULL;
    nhi_act act = by_dana();
    nhi_added added;
    int32_t from = 0, to = 0, verdict = 0, stages[32];
    uint64_t len = 0;
    OK(nhi_inventory_blockers(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, now, &blockers, NULL));
    check_blockers(blockers);
    REFUSED(NHI_CODE_GATE_FAILED,
            nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, &act, &done, &error));
    CHECK(!done, "nothing was done");
    OK(nhi_error_blockers(error, &blockers, NULL));
    check_blockers(blockers);
    OK(nhi_error_legal_stages(error, stages, 32, &len, NULL));
    CHECK(len == 0, "that is no error of this kind");
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_ILLEGAL_TRANSITION,
            nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_DISPOSED, &act, NULL, &error));
    OK(nhi_error_legal_stages(error, stages, 32, &len, NULL));
    CHECK(len > 0 && stages[0] == NHI_STAGE_ORDERED, "%" PRId32, stages[0]);
    OK(nhi_error_free(error, NULL));

    act.handed_in = text("{\"record\":\"asset\",\"id\":\"a\",\"kind\":\"saas\",\"stage\":\"in_use\"}");
    REFUSED(NHI_CODE_INVALID_ARGUMENT,
            nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, &act, NULL, NULL));
    act.handed_in = text("{\"record\":\"evidence\"}");
    REFUSED(NHI_CODE_INVALID_INPUT,
            nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, &act, NULL, NULL));
    act.handed_in = text(CLOSED);
    OK(nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, &act, &done, &error));
    tell(error);
    OK(nhi_transitioned_stages(done, &from, &to, NULL));
    CHECK(from == NHI_STAGE_REQUESTED && to == NHI_STAGE_RETIRED, "%" PRId32 " to %" PRId32, from, to);
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    OK(nhi_transitioned_added(done, &added, NULL));
    CHECK(added.event == 2 && added.records_new == 2, "event %" PRIu64 ", %" PRIu64, added.event, added.records_new);
    OK(nhi_transitioned_gates_len(done, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_transitioned_gate(done, 0, &gate, &verdict, &leave, NULL));
    same(gate, "record_closed");
    CHECK(verdict == NHI_GATE_VERDICT_PASS && !leave, "%" PRId32, verdict);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_transitioned_gate(done, 1, &gate, &verdict, &leave, NULL));
    OK(nhi_transitioned_free(done, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_transition(inventory, TEXT("wiki"), 99, &act, NULL, NULL));
    REFUSED(NHI_CODE_NULL_POINTER, nhi_inventory_transition(inventory, TEXT("wiki"), NHI_STAGE_RETIRED, NULL, NULL, NULL));
    REFUSED(NHI_CODE_NOT_FOUND, nhi_inventory_blockers(inventory, TEXT("no"), NHI_STAGE_RETIRED, now, &blockers, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void operations(void)
{
    nhi_inventory *inventory = loaded();
    nhi_blockers *blockers = NULL;
    nhi_error *error = NULL;
    nhi_act act = by_dana();
    const char *word = NULL;
    uint64_t len = 1;
    OK(nhi_inventory_reassign_blockers(inventory, TEXT("crm"), NULL, 0, TEXT("dana"), now, &blockers, &error));
    tell(error);
    OK(nhi_blockers_len(blockers, &len, NULL));
    CHECK(len == 0, "%" PRIu64, len);
    OK(nhi_blockers_free(blockers, NULL));
    OK(nhi_inventory_reassign(inventory, TEXT("crm"), NULL, 0, TEXT("dana"), &act, NULL, &error));
    tell(error);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_reassign(inventory, TEXT("crm"), NULL, 0, NULL, 0, &act, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_REFERENCE,
            nhi_inventory_reassign(inventory, TEXT("crm"), NULL, 0, TEXT("asset:crm"), &act, NULL, NULL));
    OK(nhi_inventory_rehome_blockers(inventory, TEXT("crm"), NHI_ENVIRONMENT_PRODUCTION, NULL, 0, now, &blockers, &error));
    tell(error);
    OK(nhi_blockers_free(blockers, NULL));
    OK(nhi_inventory_rehome(inventory, TEXT("crm"), NHI_ENVIRONMENT_PRODUCTION, NULL, 0, &act, NULL, &error));
    tell(error);
    OK(nhi_inventory_value(inventory, TEXT("asset:crm"), NHI_FIELD_ENVIRONMENT, now, &word, &len, NULL));
    CHECK(says(word, len, "production"), "%.*s", (int)len, word);
    OK(nhi_inventory_free(inventory, NULL));
}

static void reported(void)
{
    nhi_inventory *inventory = loaded();
    nhi_ungated *found = NULL;
    nhi_string *string = NULL;
    int32_t from = 0, to = 0, value = 0, stages[1];
    int64_t at = 0;
    uint64_t len = 0;
    OK(nhi_ungated_transitions(inventory, now, &found, NULL));
    OK(nhi_ungated_len(found, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_ungated_asset(found, 0, &string, NULL));
    same(string, "asset:old");
    OK(nhi_ungated_stages(found, 0, &from, &to, NULL));
    CHECK(from == NHI_STAGE_IN_USE && to == NHI_STAGE_RETIRED, "%" PRId32 " to %" PRId32, from, to);
    OK(nhi_ungated_at(found, 0, &at, NULL));
    CHECK(at == instant("2026-02-01T00:00:00Z"), "%" PRId64, at);
    OK(nhi_ungated_by(found, 0, &string, NULL));
    same(string, "erin");
    OK(nhi_ungated_severity(found, 0, &value, NULL));
    CHECK(value == NHI_SEVERITY_HIGH, "%" PRId32, value);
    OK(nhi_ungated_in_table(found, 0, &value, NULL));
    CHECK(value == 0, "%" PRId32, value);
    OK(nhi_ungated_legal_stages(found, 0, stages, 1, &len, NULL));
    CHECK(len > 1 && stages[0] == NHI_STAGE_MAINTENANCE, "%" PRIu64 ", %" PRId32, len, stages[0]);
    OK(nhi_ungated_free(found, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

static void lifecycles(void)
{
    nhi_inventory *inventory = loaded();
    nhi_lifecycle *lifecycle = NULL;
    nhi_blockers *blockers = NULL;
    nhi_error *error = NULL;
    nhi_string *string = NULL;
    nhi_strings *gates = NULL;
    int32_t asset_class = 0, from = 0, to = 0, code = 0;
    uint64_t before = 0, after = 0, index;
    char *text;
    OK(nhi_inventory_lifecycle(inventory, &lifecycle, NULL));
    OK(nhi_lifecycle_len(lifecycle, &before, NULL));
    for (index = 0; index < before; index++) {
        OK(nhi_lifecycle_row(lifecycle, index, &asset_class, &from, &to, NULL));
        if (asset_class == NHI_ASSET_CLASS_HARDWARE && from == NHI_STAGE_RETIRED && to == NHI_STAGE_DISPOSED) {
            OK(nhi_lifecycle_gates(lifecycle, index, &gates, NULL));
            text = joined(gates);
            CHECK(strcmp(text, "no_hold,disposed_of") == 0, "%s", text);
            free(text);
        }
    }
    OK(nhi_lifecycle_dot(lifecycle, NHI_ASSET_CLASS_SAAS, &string, NULL));
    text = taken(string);
    CHECK(strstr(text, "digraph"), "%s", text);
    free(text);
    OK(nhi_lifecycle_mermaid(lifecycle, NHI_ASSET_CLASS_SAAS, &string, NULL));
    text = taken(string);
    CHECK(strstr(text, "stateDiagram"), "%s", text);
    free(text);
    OK(nhi_lifecycle_free(lifecycle, NULL));

    OK(nhi_lifecycle_new(TEXT("{\"stages\":{\"pending_retirement\":\"sunset\"},"
                              "\"rows\":[{\"class\":\"saas\",\"from\":\"in_use\",\"to\":\"retired\"}]}"),
                         &lifecycle, &error));
    tell(error);
    OK(nhi_lifecycle_stage_name(lifecycle, NHI_STAGE_PENDING_RETIREMENT, &string, NULL));
    same(string, "sunset");
    OK(nhi_lifecycle_len(lifecycle, &after, NULL));
    CHECK(after == before + 1, "%" PRIu64 " rows", after);
    REFUSED(NHI_CODE_ILLEGAL_TRANSITION,
            nhi_inventory_blockers(inventory, TEXT("crm"), NHI_STAGE_RETIRED, now, &blockers, NULL));
    OK(nhi_inventory_set_lifecycle(inventory, lifecycle, NULL));
    OK(nhi_inventory_blockers(inventory, TEXT("crm"), NHI_STAGE_RETIRED, now, &blockers, NULL));
    OK(nhi_blockers_free(blockers, NULL));
    OK(nhi_lifecycle_free(lifecycle, NULL));

    OK(nhi_lifecycle_new(NULL, 0, &lifecycle, NULL));
    OK(nhi_lifecycle_free(lifecycle, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT,
            nhi_lifecycle_new(TEXT("{\"rows\":[{\"class\":\"saas\",\"from\":\"disposed\",\"to\":\"in_use\"}]}"), &lifecycle, &error));
    OK(nhi_error_problem_code(error, 0, &code, NULL));
    CHECK(code == NHI_CODE_INVALID_LIFECYCLE, "%" PRId32, code);
    OK(nhi_error_free(error, NULL));
    REFUSED(NHI_CODE_INVALID_INPUT, nhi_lifecycle_new(TEXT("{"), &lifecycle, NULL));
    OK(nhi_inventory_free(inventory, NULL));
}

int main(void)
{
    now = instant("2026-03-01T00:00:00Z");
    transitions();
    operations();
    reported();
    lifecycles();
    return summary("acts");
}
