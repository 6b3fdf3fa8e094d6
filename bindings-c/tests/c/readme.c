/* The examples of the README: each of its blocks stands here. */
#include "check.h"

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, void *out);
    int (*get_next)(struct ArrowArrayStream *, void *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

static nhi_context context;
static int64_t now;

static nhi_inventory *loaded(void)
{
    static const char *const RECORDS =
        "{\"record\":\"asset\",\"id\":\"helpdesk\",\"kind\":\"saas\",\"stage\":\"retired\"}\n"
        "{\"record\":\"asset\",\"id\":\"wiki\",\"kind\":\"saas\",\"stage\":\"in_use\",\"owner\":\"alice\"}\n"
        "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"active\"}\n"
        "{\"record\":\"credential\",\"id\":\"hd-key\",\"kind\":\"api_key\",\"status\":\"active\",\"owner\":\"alice\",\"issued_by\":\"helpdesk\"}\n"
        "{\"record\":\"credential\",\"id\":\"ftp-pw\",\"kind\":\"password\",\"status\":\"active\"}\n"
        "{\"record\":\"credential\",\"id\":\"wiki-pw\",\"kind\":\"password\",\"status\":\"active\",\"owner\":\"alice\",\"issued_by\":\"wiki\"}\n";
    nhi_inventory *inventory = NULL;
    OK(nhi_inventory_new(&inventory, NULL));
    OK(nhi_inventory_add_jsonl(inventory, TEXT(RECORDS), &context, NULL, NULL));
    return inventory;
}

static void findings(const nhi_inventory *inventory)
{
    nhi_report *report = NULL;
    uint64_t count = 0, index;
    nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL);
    nhi_report_len(report, &count, NULL);
    for (index = 0; index < count; index++) {
        const char *id = NULL;                                       /* valid until the report is freed */
        uint64_t len = 0;
        int32_t severity = 0;
        nhi_report_credential(report, index, &id, &len, NULL);
        nhi_report_severity(report, index, &severity, NULL);
        printf("%.*s%s\n", (int)len, id, severity >= NHI_SEVERITY_HIGH ? "!" : "");
    }
    nhi_report_free(report, NULL);
    CHECK(count == 2, "%" PRIu64, count);
}

static void reaches(const nhi_inventory *inventory)
{
    nhi_radii *radii = NULL;
    const char *id = NULL;
    uint64_t len = 0, assets = 0;
    nhi_blast_radii(inventory, now, NHI_PRIVILEGE_READ, NULL, &radii, NULL);
    nhi_radii_credential(radii, 0, &id, &len, NULL);
    nhi_radii_assets(radii, 0, &assets, NULL);
    printf("%.*s opens %u\n", (int)len, id, (unsigned)assets);
    nhi_radii_free(radii, NULL);
    CHECK(assets == 1, "%" PRIu64, assets);
}

static void tables(const nhi_inventory *inventory)
{
    nhi_report *report = NULL;
    OK(nhi_orphans(inventory, now, NULL, 0, NULL, &report, NULL));
    struct ArrowArrayStream findings;
    nhi_report_export_arrow(report, 0, 1, &findings, NULL);          /* with a sentence for each */
    OK(nhi_report_free(report, NULL));
    CHECK(findings.release, "no stream");
    findings.release(&findings);
}

static void monitors(nhi_inventory *inventory)
{
    const char *left = "{\"record\":\"change\",\"subject\":\"identity:alice\",\"from\":\"active\",\"to\":\"deprovisioned\","
                       "\"at\":\"2026-02-28T00:00:00Z\"}\n"
                       "{\"record\":\"identity\",\"id\":\"alice\",\"kind\":\"employee\",\"status\":\"deprovisioned\"}";
    nhi_monitor *monitor = NULL;
    nhi_delta *delta = NULL;
    uint64_t opened = 0, closed = 0;
    nhi_monitor_new(inventory, now, &monitor, NULL);
    nhi_monitor_apply(monitor, left, strlen(left), &context, &delta, NULL);
    nhi_delta_len(delta, &opened, &closed, NULL);
    printf("%u opened, %u closed\n", (unsigned)opened, (unsigned)closed);
    nhi_delta_free(delta, NULL);
    nhi_monitor_free(monitor, NULL);
    CHECK(opened == 2 && closed == 1, "%" PRIu64 ", %" PRIu64, opened, closed);
}

int main(void)
{
    nhi_inventory *inventory;
    now = instant("2026-03-01T00:00:00Z");
    memset(&context, 0, sizeof context);
    context.struct_size = sizeof context;
    context.recorded_at = now;
    inventory = loaded();
    findings(inventory);
    reaches(inventory);
    tables(inventory);
    monitors(inventory);
    OK(nhi_inventory_free(inventory, NULL));
    return summary("readme");
}
