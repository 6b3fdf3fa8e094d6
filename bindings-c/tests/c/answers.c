/* Asks everything that can be asked, of an inventory small enough to know the answers. */
#include "check.h"

static const char *const RECORDS =
    "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"active\"}\n"
    "{\"record\":\"identity\",\"id\":\"bot\",\"kind\":\"bot\",\"status\":\"active\",\"owner\":\"alice\"}\n"
    "{\"record\":\"identity\",\"id\":\"retirers\",\"kind\":\"team\",\"status\":\"active\"}\n"
    "{\"record\":\"asset\",\"id\":\"helpdesk\",\"kind\":\"saas\",\"stage\":\"retired\"}\n"
    "{\"record\":\"change\",\"subject\":\"asset:helpdesk\",\"from\":\"in_use\",\"to\":\"retired\","
    "\"at\":\"2026-02-01T00:00:00Z\",\"not_before\":\"2026-01-15T00:00:00Z\",\"by\":\"dana\",\"reason\":\"contract ended\"}\n"
    "{\"record\":\"asset\",\"id\":\"web-1\",\"kind\":\"server\",\"stage\":\"in_use\",\"owner\":\"alice\",\"depends_on\":\"web-2\"}\n"
    "{\"record\":\"asset\",\"id\":\"web-2\",\"kind\":\"server\",\"stage\":\"in_use\",\"owner\":\"alice\",\"depends_on\":\"web-1\"}\n"
    "{\"record\":\"relation\",\"kind\":\"entitled_to\",\"from\":\"identity:bot\",\"to\":\"asset:web-1\",\"privilege\":\"write\"}\n"
    "{\"record\":\"credential\",\"id\":\"hd-key\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"alice\",\"issued_by\":\"helpdesk\"}\n"
    "{\"record\":\"credential\",\"id\":\"ci-key\",\"kind\":\"api_key\",\"status\":\"active\",\"identity\":\"bot\",\"used_by\":\"asset:web-1\"}\n"
    "{\"record\":\"credential\",\"id\":\"old-key\",\"kind\":\"api_key\",\"status\":\"revoked\",\"owner\":\"alice\"}\n";

static const char *const SENTENCE =
    "`hd-key` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana";

static int64_t now;
static nhi_context context;

static void same(nhi_string *string, const char *expected)
{
    char *got = taken(string);
    CHECK(got && strcmp(got, expected) == 0, "`%s` where `%s` was expected", got ? got : "NULL", expected);
    free(got);
}

static void holds(nhi_string *string, const char *part)
{
    char *got = taken(string);
    CHECK(got && strstr(got, part), "`%s` is not in: %s", part, got ? got : "NULL");
    free(got);
}

static void same_texts(nhi_strings *strings, const char *expected)
{
    char *got = joined(strings);
    CHECK(strcmp(got, expected) == 0, "`%s` where `%s` was expected", got, expected);
    free(got);
}

static nhi_inventory *loaded(void)
{
    nhi_inventory *inventory = NULL;
    nhi_error *error = NULL;
    nhi_added added;
    memset(&added, 0, sizeof added);
    added.struct_size = sizeof added;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORDS), &context, &added, &error));
    tell(error);
    CHECK(added.event == 1 && added.records_new == 11, "event %" PRIu64 ", %" PRIu64 " new", added.event, added.records_new);
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORDS), &context, &added, &error));
    CHECK(added.event == 2 && added.records_new == 0 && added.records_unchanged == 11, "%" PRIu64, added.records_unchanged);
    return inventory;
}

static void versions_and_words(void)
{
    const char *data = NULL;
    uint64_t len = 0, count = 0, index;
    int32_t found = 0;
    CHECK(nhi_abi_version() == NHI_ABI_VERSION, "%" PRId32, nhi_abi_version());
    OK(nhi_version(&data, &len, NULL));
    CHECK(len >= 5, "%.*s", (int)len, data);
    OK(nhi_word(NHI_VOCABULARY_REASON, NHI_REASON_ISSUER_RETIRED, &data, &len, NULL));
    CHECK(says(data, len, "issuer_retired"), "%.*s", (int)len, data);
    CHECK(number(NHI_VOCABULARY_SEVERITY, "critical") == NHI_SEVERITY_CRITICAL, "critical");
    OK(nhi_vocabulary_len(NHI_VOCABULARY_CODE, &count, NULL));
    for (index = 0; index < count; index++) {
        int32_t back = 0;
        OK(nhi_vocabulary_at(NHI_VOCABULARY_CODE, index, &found, NULL));
        OK(nhi_word(NHI_VOCABULARY_CODE, found, &data, &len, NULL));
        OK(nhi_number(NHI_VOCABULARY_CODE, data, len, &back, NULL));
        CHECK(back == found, "%.*s", (int)len, data);
    }
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_vocabulary_at(NHI_VOCABULARY_CODE, count, &found, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_word(NHI_VOCABULARY_REASON, 0, &data, &len, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_word(0, 1, &data, &len, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_number(NHI_VOCABULARY_REASON, TEXT("high"), &found, NULL));
}

static void instants(void)
{
    nhi_string *text = NULL;
    int64_t micros = 0;
    CHECK(instant("1970-01-01T00:00:01+01:00") == -3599000000, "an hour before");
    OK(nhi_instant_text(1000001, &text, NULL));
    same(text, "1970-01-01T00:00:01.000001Z");
    REFUSED(NHI_CODE_INVALID_INSTANT, nhi_instant_parse(TEXT("2026-02-01T09:30:00"), &micros, NULL));
    REFUSED(NHI_CODE_INVALID_INSTANT, nhi_instant_text(INT64_MAX, &text, NULL));
}

static void findings(const nhi_inventory *inventory)
{
    nhi_policy policy;
    nhi_report *report = NULL;
    nhi_string *string = NULL;
    nhi_strings *strings = NULL;
    int32_t value = 0, reasons[2] = {0, 0}, always = -1;
    uint64_t count = 0;
    int64_t micros = 0;
    const char *id = NULL, *title = NULL, *standard = NULL;
    uint64_t id_len = 0, title_len = 0, standard_len = 0;
    memset(&policy, 0, sizeof policy);
    policy.struct_size = sizeof policy;
    policy.retirement_team.data = "retirers";
    policy.retirement_team.len = 8;
    OK(nhi_orphans(inventory, now, &policy, 1, NULL, &report, NULL));
    OK(nhi_report_len(report, &count, NULL));
    CHECK(count == 1, "%" PRIu64, count);
    OK(nhi_report_at(report, &micros, NULL));
    CHECK(micros == now, "%" PRId64, micros);
    OK(nhi_report_credential(report, 0, &id, &id_len, NULL));
    CHECK(says(id, id_len, "hd-key"), "%.*s", (int)id_len, id);
    REFUSED(NHI_CODE_NULL_POINTER, nhi_report_credential(report, 0, &id, NULL, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_report_credential(report, 1, &id, &id_len, NULL));
    OK(nhi_report_subject(report, 0, &string, NULL));
    same(string, "credential:hd-key");
    OK(nhi_report_status(report, 0, &value, NULL));
    CHECK(value == NHI_FINDING_STATUS_OPEN, "%" PRId32, value);
    OK(nhi_report_severity(report, 0, &value, NULL));
    CHECK(value == NHI_SEVERITY_HIGH, "%" PRId32, value);
    OK(nhi_report_reasons(report, 0, reasons, 2, &count, NULL));
    CHECK(count == 1 && reasons[0] == NHI_REASON_ISSUER_RETIRED && reasons[1] == 0, "%" PRId32, reasons[0]);
    OK(nhi_report_reasons(report, 0, NULL, 0, &count, NULL));
    CHECK(count == 1, "the count alone");
    REFUSED(NHI_CODE_NULL_POINTER, nhi_report_reasons(report, 0, NULL, 1, &count, NULL));
    OK(nhi_report_indeterminate(report, 0, reasons, 2, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    OK(nhi_report_since(report, 0, &micros, &always, NULL));
    CHECK(always == 0 && micros == instant("2026-02-01T00:00:00Z"), "%" PRId64, micros);
    OK(nhi_report_responsible(report, 0, &strings, NULL));
    same_texts(strings, "identity:alice,identity:retirers");
    OK(nhi_report_controls(report, 0, &strings, NULL));
    same_texts(strings, "NHI1:2025,PR.AA-01,ID.AM-08,AC-2,IA-5,800-207:T6");
    OK(nhi_report_explanation(report, 0, &string, NULL));
    same(string, SENTENCE);
    OK(nhi_control(TEXT("NHI1:2025"), &title, &title_len, &standard, &standard_len, NULL));
    CHECK(says(title, title_len, "Improper Offboarding"), "%.*s", (int)title_len, title);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_report_severity(report, 1, &value, NULL));
    OK(nhi_report_free(report, NULL));
    OK(nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_report_since(report, 0, &micros, &always, NULL));
    OK(nhi_report_free(report, NULL));
    /* The month before: nothing was wrong. */
    OK(nhi_orphans(inventory, instant("2026-01-31T00:00:00Z"), NULL, 0, NULL, &report, NULL));
    OK(nhi_report_len(report, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    OK(nhi_report_free(report, NULL));
}

static void witnesses(const nhi_inventory *inventory)
{
    nhi_report *report = NULL;
    nhi_witnesses *seen = NULL;
    nhi_string *string = NULL;
    const char *state = NULL;
    uint64_t len = 0;
    int64_t micros = 0;
    int32_t value = 0, known = 0;
    OK(nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL));
    OK(nhi_report_witnesses(report, 0, &seen, NULL));
    OK(nhi_witnesses_len(seen, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_witnesses_reason(seen, 0, &value, NULL));
    CHECK(value == NHI_REASON_ISSUER_RETIRED, "%" PRId32, value);
    OK(nhi_witnesses_record(seen, 0, &string, NULL));
    same(string, "asset:helpdesk");
    OK(nhi_witnesses_relation(seen, 0, &value, NULL));
    CHECK(value == NHI_RELATION_ISSUED_BY, "%" PRId32, value);
    OK(nhi_witnesses_state(seen, 0, &state, &len, NULL));
    CHECK(says(state, len, "retired"), "%.*s", (int)len, state);
    OK(nhi_witnesses_at(seen, 0, &micros, &known, NULL));
    CHECK(known && micros == instant("2026-02-01T00:00:00Z"), "%" PRId64, micros);
    OK(nhi_witnesses_not_before(seen, 0, &micros, &known, NULL));
    CHECK(known && micros == instant("2026-01-15T00:00:00Z"), "%" PRId64, micros);
    OK(nhi_witnesses_by(seen, 0, &string, NULL));
    same(string, "dana");
    OK(nhi_witnesses_because(seen, 0, &string, NULL));
    same(string, "contract ended");
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_witnesses_reason(seen, 1, &value, NULL));
    /* What a report gave does not need the report. */
    OK(nhi_report_free(report, NULL));
    OK(nhi_witnesses_len(seen, &len, NULL));
    OK(nhi_witnesses_free(seen, NULL));
}

static void summaries(const nhi_inventory *inventory)
{
    nhi_report *report = NULL;
    nhi_summary *counted = NULL;
    nhi_string *text = NULL;
    nhi_table_options options;
    uint64_t count = 0;
    OK(nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL));
    OK(nhi_report_summary(report, &counted, NULL));
    OK(nhi_summary_live_credentials(counted, &count, NULL));
    CHECK(count == 2, "%" PRIu64, count);
    OK(nhi_summary_orphaned(counted, &count, NULL));
    CHECK(count == 1, "%" PRIu64, count);
    OK(nhi_summary_unowned_only(counted, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    OK(nhi_summary_indeterminate(counted, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    OK(nhi_summary_by_severity(counted, NHI_SEVERITY_HIGH, &count, NULL));
    CHECK(count == 1, "%" PRIu64, count);
    OK(nhi_summary_by_severity(counted, NHI_SEVERITY_LOW, &count, NULL));
    CHECK(count == 0, "%" PRIu64, count);
    OK(nhi_summary_by_reason(counted, NHI_REASON_ISSUER_RETIRED, &count, NULL));
    CHECK(count == 1, "%" PRIu64, count);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_summary_by_reason(counted, 99, &count, NULL));
    OK(nhi_summary_table(counted, NULL, &text, NULL));
    holds(text, "1 of 2 live credentials");
    OK(nhi_summary_free(counted, NULL));
    OK(nhi_report_table(report, NULL, &text, NULL));
    holds(text, "retired on 2026-02-01");
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.width = 60;
    options.no_explanations = 1;
    OK(nhi_report_table(report, &options, &text, NULL));
    holds(text, "hd-key");
    OK(nhi_report_json(report, &text, NULL));
    holds(text, SENTENCE);
    OK(nhi_report_csv(report, &text, NULL));
    holds(text, "issuer_retired");
    OK(nhi_report_free(report, NULL));
}

static void explanations(const nhi_inventory *inventory)
{
    nhi_explanation *why = NULL;
    nhi_witnesses *seen = NULL;
    nhi_chain *chain = NULL;
    nhi_string *from = NULL, *to = NULL, *sentence = NULL;
    nhi_strings *responsible = NULL;
    int32_t value = 0, reasons[1];
    uint64_t len = 0;
    OK(nhi_explain(inventory, TEXT("hd-key"), now, NULL, &why, NULL));
    OK(nhi_explanation_verdict(why, &value, NULL));
    CHECK(value == NHI_VERDICT_ORPHANED, "%" PRId32, value);
    OK(nhi_explanation_sentence(why, &sentence, NULL));
    same(sentence, SENTENCE);
    OK(nhi_explanation_reasons(why, reasons, 1, &len, NULL));
    CHECK(len == 1 && reasons[0] == NHI_REASON_ISSUER_RETIRED, "%" PRId32, reasons[0]);
    OK(nhi_explanation_responsible(why, &responsible, NULL));
    same_texts(responsible, "identity:alice");
    OK(nhi_explanation_free(why, NULL));

    OK(nhi_explain(inventory, TEXT("credential:ci-key"), now, NULL, &why, NULL));
    OK(nhi_explanation_verdict(why, &value, NULL));
    CHECK(value == NHI_VERDICT_JUSTIFIED, "%" PRId32, value);
    OK(nhi_explanation_accountable(why, &chain, NULL));
    OK(nhi_chain_len(chain, &len, NULL));
    CHECK(len == 2, "%" PRIu64, len);
    OK(nhi_chain_link(chain, 1, &from, &value, &to, NULL));
    same(from, "identity:bot");
    CHECK(value == NHI_RELATION_OWNED_BY, "%" PRId32, value);
    same(to, "identity:alice");
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_chain_link(chain, 2, &from, &value, &to, NULL));
    OK(nhi_chain_free(chain, NULL));
    OK(nhi_explanation_needed(why, &chain, NULL));
    OK(nhi_chain_len(chain, &len, NULL));
    CHECK(len > 0, "what keeps it needed");
    OK(nhi_chain_free(chain, NULL));
    OK(nhi_explanation_free(why, NULL));

    OK(nhi_explain(inventory, TEXT("old-key"), now, NULL, &why, NULL));
    OK(nhi_explanation_verdict(why, &value, NULL));
    CHECK(value == NHI_VERDICT_NOT_LIVE, "%" PRId32, value);
    OK(nhi_explanation_witnesses(why, &seen, NULL));
    OK(nhi_witnesses_reason(seen, 0, &value, NULL));
    CHECK(value == 0, "%" PRId32, value);
    OK(nhi_witnesses_free(seen, NULL));
    OK(nhi_explanation_free(why, NULL));
    REFUSED(NHI_CODE_NOT_FOUND, nhi_explain(inventory, TEXT("no-key"), now, NULL, &why, NULL));
    REFUSED(NHI_CODE_INVALID_REFERENCE, nhi_explain(inventory, TEXT("asset:web-1"), now, NULL, &why, NULL));
    REFUSED(NHI_CODE_INVALID_ID, nhi_explain(inventory, NULL, 0, now, NULL, &why, NULL));
}

static void reaches(const nhi_inventory *inventory)
{
    nhi_reach *reach = NULL;
    nhi_string *string = NULL;
    nhi_strings *path = NULL;
    const char *asset = NULL;
    int32_t privilege = 0;
    uint64_t len = 0;
    OK(nhi_blast_radius(inventory, TEXT("ci-key"), now, &reach, NULL));
    OK(nhi_reach_len(reach, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_reach_asset(reach, 0, &asset, &len, NULL));
    CHECK(says(asset, len, "web-1"), "%.*s", (int)len, asset);
    OK(nhi_reach_privilege(reach, 0, &privilege, NULL));
    CHECK(privilege == NHI_PRIVILEGE_WRITE, "%" PRId32, privilege);
    OK(nhi_reach_path(reach, 0, &path, NULL));
    same_texts(path, "credential:ci-key,identity:bot,asset:web-1");
    OK(nhi_reach_table(reach, NULL, &string, NULL));
    holds(string, "web-1");
    OK(nhi_reach_json(reach, &string, NULL));
    holds(string, "\"write\"");
    OK(nhi_reach_csv(reach, &string, NULL));
    holds(string, "web-1");
    OK(nhi_reach_free(reach, NULL));
    REFUSED(NHI_CODE_NOT_FOUND, nhi_blast_radius(inventory, TEXT("no-key"), now, &reach, NULL));
}

static void radii(const nhi_inventory *inventory)
{
    nhi_radii *radii = NULL;
    nhi_estimated_radii *about = NULL;
    nhi_report *report = NULL;
    nhi_summary *summary = NULL;
    nhi_string *string = NULL;
    const char *id = NULL;
    int64_t at = 0;
    uint64_t id_len = 0, len = 0, live = 0, assets = 0, before = UINT64_MAX, index;
    int32_t is_live = 0, least = 0;
    OK(nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL));
    OK(nhi_report_summary(report, &summary, NULL));
    OK(nhi_summary_live_credentials(summary, &live, NULL));
    OK(nhi_blast_radii(inventory, now, NHI_PRIVILEGE_READ, NULL, &radii, NULL));
    OK(nhi_radii_len(radii, &len, NULL));
    CHECK(len == live && len > 0, "%" PRIu64 " of %" PRIu64, len, live);
    for (index = 0; index < len; index++) {
        OK(nhi_radii_assets(radii, index, &assets, NULL));
        CHECK(assets <= before, "%" PRIu64 " after %" PRIu64, assets, before);
        before = assets;
    }
    OK(nhi_radii_of(radii, TEXT("ci-key"), &is_live, &assets, NULL));
    CHECK(is_live == 1 && assets == 1, "%" PRId32 ", %" PRIu64, is_live, assets);
    OK(nhi_radii_at(radii, &at, NULL));
    OK(nhi_radii_least(radii, &least, NULL));
    CHECK(at == now && least == NHI_PRIVILEGE_READ, "%" PRId64 ", %" PRId32, at, least);
    OK(nhi_radii_table(radii, NULL, &string, NULL));
    holds(string, "ci-key");
    OK(nhi_radii_json(radii, &string, NULL));
    holds(string, "{\"credential\":\"ci-key\",\"assets\":1}");
    OK(nhi_radii_csv(radii, &string, NULL));
    holds(string, "2026-03-01T00:00:00Z,read,ci-key,1");
    OK(nhi_radii_credential(radii, 0, &id, &id_len, NULL));
    CHECK(says(id, id_len, "ci-key"), "%.*s", (int)id_len, id);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_radii_credential(radii, len, &id, &id_len, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_radii_assets(radii, len, &assets, NULL));
    REFUSED(NHI_CODE_NOT_FOUND, nhi_radii_of(radii, TEXT("no-key"), &is_live, &assets, NULL));
    OK(nhi_radii_free(radii, NULL));
    REFUSED(NHI_CODE_INVALID_HANDLE, nhi_radii_len(radii, &len, NULL));
    /* To write is allowed, to administer is not. */
    OK(nhi_blast_radii(inventory, now, NHI_PRIVILEGE_ADMIN, NULL, &radii, NULL));
    OK(nhi_radii_of(radii, TEXT("ci-key"), &is_live, &assets, NULL));
    CHECK(is_live == 1 && assets == 0, "%" PRId32 ", %" PRIu64, is_live, assets);
    OK(nhi_radii_free(radii, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_blast_radii(inventory, now, 9, NULL, &radii, NULL));
    OK(nhi_estimated_blast_radii(inventory, now, NHI_PRIVILEGE_READ, NULL, &about, NULL));
    OK(nhi_estimated_radii_len(about, &len, NULL));
    CHECK(len == live, "%" PRIu64, len);
    OK(nhi_estimated_radii_about(about, 0, &assets, NULL));
    CHECK(assets >= 1, "%" PRIu64, assets);
    OK(nhi_estimated_radii_credential(about, 0, &id, &id_len, NULL));
    CHECK(says(id, id_len, "ci-key"), "%.*s", (int)id_len, id);
    OK(nhi_estimated_radii_at(about, &at, NULL));
    OK(nhi_estimated_radii_least(about, &least, NULL));
    CHECK(at == now && least == NHI_PRIVILEGE_READ, "%" PRId64 ", %" PRId32, at, least);
    OK(nhi_estimated_radii_table(about, NULL, &string, NULL));
    holds(string, "ABOUT");
    OK(nhi_estimated_radii_json(about, &string, NULL));
    holds(string, "\"about\":");
    OK(nhi_estimated_radii_csv(about, &string, NULL));
    holds(string, "at,least,credential,about");
    OK(nhi_estimated_radii_free(about, NULL));
    OK(nhi_summary_free(summary, NULL));
    OK(nhi_report_free(report, NULL));
}

/* How long questions are worked out: on several threads, told, and stopped. */
static void efforts(const nhi_inventory *inventory)
{
    nhi_effort effort;
    struct told told = {0, 0, UINT64_MAX};
    nhi_report *report = NULL, *alone = NULL;
    nhi_radii *radii = NULL;
    nhi_estimated_radii *about = NULL;
    nhi_string *json = NULL;
    char *one, *other;
    memset(&effort, 0, sizeof effort);
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_orphans(inventory, now, NULL, 0, &effort, &report, NULL));
    effort.struct_size = sizeof effort;
    effort.threads = UINT64_MAX;
    effort.progress = count_more;
    effort.progress_data = &told;
    OK(nhi_orphans(inventory, now, NULL, 1, &effort, &report, NULL));
    CHECK(told.calls >= 1 && told.more >= 1, "%" PRIu64 " in %" PRIu64, told.more, told.calls);
    OK(nhi_report_json(report, &json, NULL));
    one = taken(json);
    OK(nhi_orphans(inventory, now, NULL, 1, NULL, &alone, NULL));
    OK(nhi_report_json(alone, &json, NULL));
    other = taken(json);
    CHECK(strcmp(one, other) == 0, "%s instead of %s", one, other);
    free(one);
    free(other);
    OK(nhi_report_free(alone, NULL));
    OK(nhi_report_free(report, NULL));
    told.more = told.calls = 0;
    OK(nhi_blast_radii(inventory, now, NHI_PRIVILEGE_READ, &effort, &radii, NULL));
    CHECK(told.calls >= 1 && told.more >= 1, "%" PRIu64 " in %" PRIu64, told.more, told.calls);
    OK(nhi_radii_free(radii, NULL));
    told.enough = 1;
    REFUSED(NHI_CODE_CANCELLED, nhi_orphans(inventory, now, NULL, 1, &effort, &report, NULL));
    REFUSED(NHI_CODE_CANCELLED, nhi_blast_radii(inventory, now, NHI_PRIVILEGE_READ, &effort, &radii, NULL));
    REFUSED(NHI_CODE_CANCELLED, nhi_estimated_blast_radii(inventory, now, NHI_PRIVILEGE_READ, &effort, &about, NULL));
}

static void graphs(const nhi_inventory *inventory)
{
    nhi_dot_filter filter;
    nhi_ring_list *rings = NULL;
    nhi_strings *ring = NULL;
    nhi_string *dot = NULL;
    nhi_text around = {"asset:web-1", 11};
    int32_t kind = NHI_RELATION_DEPENDS_ON, no_kind = 99;
    uint64_t len = 0;
    char *text;
    OK(nhi_dot(inventory, NULL, &dot, NULL));
    holds(dot, "credential:hd-key");
    memset(&filter, 0, sizeof filter);
    filter.struct_size = sizeof filter;
    filter.at_instant = 1;
    filter.at = now;
    filter.kinds = &kind;
    filter.kinds_len = 1;
    filter.around = &around;
    filter.around_len = 1;
    filter.within = 1;
    OK(nhi_dot(inventory, &filter, &dot, NULL));
    text = taken(dot);
    CHECK(strstr(text, "asset:web-2") && !strstr(text, "identity:"), "%s", text);
    free(text);
    filter.kinds = &no_kind;
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_dot(inventory, &filter, &dot, NULL));
    OK(nhi_rings(inventory, now, &rings, NULL));
    OK(nhi_ring_list_len(rings, &len, NULL));
    CHECK(len == 1, "%" PRIu64, len);
    OK(nhi_ring_list_at(rings, 0, &ring, NULL));
    same_texts(ring, "web-1,web-2");
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_ring_list_at(rings, 1, &ring, NULL));
    OK(nhi_ring_list_free(rings, NULL));
}

static void values(const nhi_inventory *inventory)
{
    const char *word = NULL;
    uint64_t len = 0;
    OK(nhi_inventory_value(inventory, TEXT("asset:helpdesk"), NHI_FIELD_STAGE, now, &word, &len, NULL));
    CHECK(says(word, len, "retired"), "%.*s", (int)len, word);
    OK(nhi_inventory_value(inventory, TEXT("asset:helpdesk"), NHI_FIELD_STAGE, 0, &word, &len, NULL));
    CHECK(says(word, len, "in_use"), "%.*s", (int)len, word);
    OK(nhi_inventory_value(inventory, TEXT("asset:helpdesk"), NHI_FIELD_ENVIRONMENT, now, &word, &len, NULL));
    CHECK(!word && len == 0, "unknown is NULL");
    REFUSED(NHI_CODE_INVALID_ARGUMENT,
            nhi_inventory_value(inventory, TEXT("asset:helpdesk"), NHI_FIELD_STATUS, now, &word, &len, NULL));
    REFUSED(NHI_CODE_INVALID_ARGUMENT, nhi_inventory_value(inventory, TEXT("asset:helpdesk"), 99, now, &word, &len, NULL));
    REFUSED(NHI_CODE_NOT_FOUND, nhi_inventory_value(inventory, TEXT("asset:no"), NHI_FIELD_STAGE, now, &word, &len, NULL));
    REFUSED(NHI_CODE_INVALID_REFERENCE,
            nhi_inventory_value(inventory, TEXT("helpdesk"), NHI_FIELD_STAGE, now, &word, &len, NULL));
}

int main(void)
{
    nhi_inventory *inventory;
    nhi_string *schema = NULL;
    now = instant("2026-03-01T00:00:00Z");
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = now;
    versions_and_words();
    instants();
    inventory = loaded();
    findings(inventory);
    witnesses(inventory);
    summaries(inventory);
    explanations(inventory);
    reaches(inventory);
    radii(inventory);
    efforts(inventory);
    graphs(inventory);
    values(inventory);
    OK(nhi_record_schema(&schema, NULL));
    holds(schema, "nhi-lifecycle record");
    OK(nhi_inventory_free(inventory, NULL));
    return summary("answers");
}
