/* nhi-lifecycle for callers that read declarations and are no C compilers: the same as nhi_lifecycle.h, which says what it all
 * means, without includes and macros. Made by the build from bindings-c/src. */


enum nhi_abi {
    NHI_ABI_VERSION = 1
};

enum nhi_vocabulary {
    NHI_VOCABULARY_CODE = 1,
    NHI_VOCABULARY_SEVERITY = 2,
    NHI_VOCABULARY_FINDING_STATUS = 3,
    NHI_VOCABULARY_REASON = 4,
    NHI_VOCABULARY_VERDICT = 5,
    NHI_VOCABULARY_PRIVILEGE = 6,
    NHI_VOCABULARY_RELATION = 7,
    NHI_VOCABULARY_FIELD = 8,
    NHI_VOCABULARY_STAGE = 9,
    NHI_VOCABULARY_STAGE_GROUP = 10,
    NHI_VOCABULARY_IDENTITY_STATUS = 11,
    NHI_VOCABULARY_CREDENTIAL_STATUS = 12,
    NHI_VOCABULARY_NAMESPACE = 13,
    NHI_VOCABULARY_RECORD_TYPE = 14,
    NHI_VOCABULARY_ASSET_CLASS = 15,
    NHI_VOCABULARY_ASSET_KIND = 16,
    NHI_VOCABULARY_IDENTITY_CLASS = 17,
    NHI_VOCABULARY_IDENTITY_KIND = 18,
    NHI_VOCABULARY_CREDENTIAL_KIND = 19,
    NHI_VOCABULARY_ENVIRONMENT = 20,
    NHI_VOCABULARY_CRITICALITY = 21,
    NHI_VOCABULARY_DATA_CLASSIFICATION = 22,
    NHI_VOCABULARY_MANAGEMENT = 23,
    NHI_VOCABULARY_EVIDENCE_KIND = 24,
    NHI_VOCABULARY_METHOD = 25,
    NHI_VOCABULARY_OUTCOME = 26,
    NHI_VOCABULARY_GATE = 27,
    NHI_VOCABULARY_GATE_VERDICT = 28,
    NHI_VOCABULARY_MISSING = 29,
    NHI_VOCABULARY_OPERATION = 30
};

enum nhi_code {
    NHI_OK = 0,
    NHI_CODE_INVALID_INPUT = 1,
    NHI_CODE_NOT_FOUND = 2,
    NHI_CODE_CLOCK_BACKWARDS = 3,
    NHI_CODE_JOURNAL_FAILED = 4,
    NHI_CODE_JOURNAL_CORRUPT = 5,
    NHI_CODE_JOURNAL_NOT_KEPT = 6,
    NHI_CODE_IO = 7,
    NHI_CODE_INVALID_ARGUMENT = 8,
    NHI_CODE_CANCELLED = 9,
    NHI_CODE_GATE_FAILED = 10,
    NHI_CODE_ILLEGAL_TRANSITION = 11,
    NHI_CODE_INVALID_LIFECYCLE = 12,
    NHI_CODE_INVALID_SYNTAX = 20,
    NHI_CODE_UNKNOWN_RECORD = 21,
    NHI_CODE_UNKNOWN_FIELD = 22,
    NHI_CODE_MISSING_FIELD = 23,
    NHI_CODE_DUPLICATE_FIELD = 24,
    NHI_CODE_WRONG_TYPE = 25,
    NHI_CODE_UNKNOWN_VALUE = 26,
    NHI_CODE_INVALID_INSTANT = 27,
    NHI_CODE_INVALID_ID = 28,
    NHI_CODE_INVALID_REFERENCE = 29,
    NHI_CODE_SECRET_MATERIAL = 30,
    NHI_CODE_FIELD_TOO_LONG = 31,
    NHI_CODE_MISPLACED_FIELD = 32,
    NHI_CODE_EMPTY_INTERVAL = 33,
    NHI_CODE_DUPLICATE_KEY = 34,
    NHI_CODE_UNKNOWN_REFERENCE = 35,
    NHI_CODE_WRONG_ENDS = 36,
    NHI_CODE_OVERLAPPING_RELATION = 37,
    NHI_CODE_UNEXPLAINED_VALUE = 38,
    NHI_CODE_BROKEN_CHAIN = 39,
    NHI_CODE_NEWER_SCHEMA = 40,
    NHI_CODE_LIMIT_EXCEEDED = 41,
    NHI_CODE_INVALID_HANDLE = 60,
    NHI_CODE_NULL_POINTER = 61,
    NHI_CODE_INVALID_UTF8 = 62,
    NHI_CODE_INTERNAL = 63
};

enum nhi_severity {
    NHI_SEVERITY_LOW = 1,
    NHI_SEVERITY_MEDIUM = 2,
    NHI_SEVERITY_HIGH = 3,
    NHI_SEVERITY_CRITICAL = 4
};

enum nhi_finding_status {
    NHI_FINDING_STATUS_OPEN = 1,
    NHI_FINDING_STATUS_INDETERMINATE = 2
};

enum nhi_reason {
    NHI_REASON_IDENTITY_GONE = 1,
    NHI_REASON_IDENTITY_SUSPENDED = 2,
    NHI_REASON_ASSET_RETIRED = 3,
    NHI_REASON_ASSET_ABANDONED = 4,
    NHI_REASON_DETACHED = 5,
    NHI_REASON_PRINCIPAL_GONE = 6,
    NHI_REASON_CONSUMER_GONE = 7,
    NHI_REASON_CONSUMER_ABANDONED = 8,
    NHI_REASON_ISSUER_RETIRED = 9,
    NHI_REASON_TARGET_RETIRED = 10,
    NHI_REASON_PARENT_GONE = 11,
    NHI_REASON_OWNER_DEPARTED = 12,
    NHI_REASON_UNOWNED = 13
};

enum nhi_verdict {
    NHI_VERDICT_ORPHANED = 1,
    NHI_VERDICT_JUSTIFIED = 2,
    NHI_VERDICT_NOT_LIVE = 3
};

enum nhi_privilege {
    NHI_PRIVILEGE_READ = 1,
    NHI_PRIVILEGE_WRITE = 2,
    NHI_PRIVILEGE_ADMIN = 3
};

enum nhi_relation {
    NHI_RELATION_OWNED_BY = 1,
    NHI_RELATION_ASSIGNED_TO = 2,
    NHI_RELATION_MEMBER_OF = 3,
    NHI_RELATION_RUNS_ON = 4,
    NHI_RELATION_DEPENDS_ON = 5,
    NHI_RELATION_ATTACHED_TO = 6,
    NHI_RELATION_ACTS_FOR = 7,
    NHI_RELATION_ENTITLED_TO = 8,
    NHI_RELATION_AUTHENTICATES_AS = 9,
    NHI_RELATION_ISSUED_BY = 10,
    NHI_RELATION_STORED_ON = 11,
    NHI_RELATION_USED_BY = 12,
    NHI_RELATION_DERIVED_FROM = 13
};

enum nhi_field {
    NHI_FIELD_STAGE = 1,
    NHI_FIELD_STATUS = 2,
    NHI_FIELD_ENVIRONMENT = 3,
    NHI_FIELD_MANAGEMENT = 4,
    NHI_FIELD_LEGAL_HOLD = 5,
    NHI_FIELD_CRITICALITY = 6,
    NHI_FIELD_DATA_CLASSIFICATION = 7
};

enum nhi_stage {
    NHI_STAGE_DISCOVERED = 1,
    NHI_STAGE_REQUESTED = 2,
    NHI_STAGE_ORDERED = 3,
    NHI_STAGE_IN_STOCK = 4,
    NHI_STAGE_IN_USE = 10,
    NHI_STAGE_MAINTENANCE = 11,
    NHI_STAGE_PENDING_RETURN = 12,
    NHI_STAGE_PENDING_RETIREMENT = 13,
    NHI_STAGE_QUARANTINE = 20,
    NHI_STAGE_SANITIZED = 21,
    NHI_STAGE_RETIRED = 22,
    NHI_STAGE_DISPOSED = 23,
    NHI_STAGE_MISSING = 24
};

enum nhi_stage_group {
    NHI_STAGE_GROUP_BEFORE_SERVICE = 1,
    NHI_STAGE_GROUP_IN_SERVICE = 2,
    NHI_STAGE_GROUP_OUT_OF_SERVICE = 3
};

enum nhi_identity_status {
    NHI_IDENTITY_STATUS_PENDING = 1,
    NHI_IDENTITY_STATUS_ACTIVE = 2,
    NHI_IDENTITY_STATUS_SUSPENDED = 3,
    NHI_IDENTITY_STATUS_DEPROVISIONED = 4
};

enum nhi_credential_status {
    NHI_CREDENTIAL_STATUS_PENDING = 1,
    NHI_CREDENTIAL_STATUS_ACTIVE = 2,
    NHI_CREDENTIAL_STATUS_SUSPENDED = 3,
    NHI_CREDENTIAL_STATUS_REVOKED = 4,
    NHI_CREDENTIAL_STATUS_DESTROYED = 5
};

enum nhi_namespace {
    NHI_NAMESPACE_ASSET = 1,
    NHI_NAMESPACE_IDENTITY = 2,
    NHI_NAMESPACE_CREDENTIAL = 3
};

enum nhi_record_type {
    NHI_RECORD_TYPE_ASSET = 1,
    NHI_RECORD_TYPE_IDENTITY = 2,
    NHI_RECORD_TYPE_CREDENTIAL = 3,
    NHI_RECORD_TYPE_RELATION = 4,
    NHI_RECORD_TYPE_CHANGE = 5,
    NHI_RECORD_TYPE_EVIDENCE = 6,
    NHI_RECORD_TYPE_OVERRIDE = 7,
    NHI_RECORD_TYPE_EXCEPTION = 8,
    NHI_RECORD_TYPE_COVERAGE = 9,
    NHI_RECORD_TYPE_ACCESS = 10
};

enum nhi_asset_class {
    NHI_ASSET_CLASS_HARDWARE = 1,
    NHI_ASSET_CLASS_CLOUD = 2,
    NHI_ASSET_CLASS_SOFTWARE = 3,
    NHI_ASSET_CLASS_SAAS = 4
};

enum nhi_asset_kind {
    NHI_ASSET_KIND_LAPTOP = 1,
    NHI_ASSET_KIND_DESKTOP = 2,
    NHI_ASSET_KIND_SERVER = 3,
    NHI_ASSET_KIND_MOBILE_DEVICE = 4,
    NHI_ASSET_KIND_NETWORK_DEVICE = 5,
    NHI_ASSET_KIND_EMBEDDED_DEVICE = 6,
    NHI_ASSET_KIND_STORAGE_DEVICE = 7,
    NHI_ASSET_KIND_OTHER_HARDWARE = 8,
    NHI_ASSET_KIND_VIRTUAL_MACHINE = 20,
    NHI_ASSET_KIND_CONTAINER = 21,
    NHI_ASSET_KIND_CLUSTER = 22,
    NHI_ASSET_KIND_FUNCTION = 23,
    NHI_ASSET_KIND_CLOUD_ACCOUNT = 24,
    NHI_ASSET_KIND_DATABASE = 25,
    NHI_ASSET_KIND_OBJECT_STORE = 26,
    NHI_ASSET_KIND_OTHER_CLOUD = 27,
    NHI_ASSET_KIND_APPLICATION = 40,
    NHI_ASSET_KIND_SERVICE = 41,
    NHI_ASSET_KIND_PIPELINE = 42,
    NHI_ASSET_KIND_REPOSITORY = 43,
    NHI_ASSET_KIND_SECRET_STORE = 44,
    NHI_ASSET_KIND_MANAGEMENT_SERVER = 45,
    NHI_ASSET_KIND_OTHER_SOFTWARE = 46,
    NHI_ASSET_KIND_SAAS = 60,
    NHI_ASSET_KIND_COLLABORATION_TOOL = 61,
    NHI_ASSET_KIND_OTHER_SAAS = 62
};

enum nhi_identity_class {
    NHI_IDENTITY_CLASS_HUMAN = 1,
    NHI_IDENTITY_CLASS_TEAM = 2,
    NHI_IDENTITY_CLASS_NON_HUMAN = 3
};

enum nhi_identity_kind {
    NHI_IDENTITY_KIND_EMPLOYEE = 1,
    NHI_IDENTITY_KIND_CONTRACTOR = 2,
    NHI_IDENTITY_KIND_TEAM = 10,
    NHI_IDENTITY_KIND_SERVICE_ACCOUNT = 20,
    NHI_IDENTITY_KIND_WORKLOAD = 21,
    NHI_IDENTITY_KIND_DEVICE_ACCOUNT = 22,
    NHI_IDENTITY_KIND_APPLICATION = 23,
    NHI_IDENTITY_KIND_BOT = 24,
    NHI_IDENTITY_KIND_AI_AGENT = 25,
    NHI_IDENTITY_KIND_ROLE = 26,
    NHI_IDENTITY_KIND_THIRD_PARTY = 27
};

enum nhi_credential_kind {
    NHI_CREDENTIAL_KIND_PASSWORD = 1,
    NHI_CREDENTIAL_KIND_API_KEY = 2,
    NHI_CREDENTIAL_KIND_ACCESS_KEY = 3,
    NHI_CREDENTIAL_KIND_CLIENT_SECRET = 4,
    NHI_CREDENTIAL_KIND_PERSONAL_ACCESS_TOKEN = 5,
    NHI_CREDENTIAL_KIND_OAUTH_TOKEN = 6,
    NHI_CREDENTIAL_KIND_SESSION_TOKEN = 7,
    NHI_CREDENTIAL_KIND_CERTIFICATE = 8,
    NHI_CREDENTIAL_KIND_SSH_KEY = 9,
    NHI_CREDENTIAL_KIND_KEYTAB = 10,
    NHI_CREDENTIAL_KIND_SIGNING_KEY = 11,
    NHI_CREDENTIAL_KIND_DEPLOY_KEY = 12,
    NHI_CREDENTIAL_KIND_WEBHOOK_SECRET = 13,
    NHI_CREDENTIAL_KIND_RECOVERY_FACTOR = 14,
    NHI_CREDENTIAL_KIND_OTHER = 15
};

enum nhi_environment {
    NHI_ENVIRONMENT_PRODUCTION = 1,
    NHI_ENVIRONMENT_STAGING = 2,
    NHI_ENVIRONMENT_DEVELOPMENT = 3,
    NHI_ENVIRONMENT_TEST = 4,
    NHI_ENVIRONMENT_OTHER = 5
};

enum nhi_criticality {
    NHI_CRITICALITY_LOW = 1,
    NHI_CRITICALITY_MEDIUM = 2,
    NHI_CRITICALITY_HIGH = 3,
    NHI_CRITICALITY_CRITICAL = 4
};

enum nhi_data_classification {
    NHI_DATA_CLASSIFICATION_PUBLIC = 1,
    NHI_DATA_CLASSIFICATION_INTERNAL = 2,
    NHI_DATA_CLASSIFICATION_CONFIDENTIAL = 3,
    NHI_DATA_CLASSIFICATION_RESTRICTED = 4
};

enum nhi_management {
    NHI_MANAGEMENT_MANAGED = 1,
    NHI_MANAGEMENT_UNMANAGED = 2,
    NHI_MANAGEMENT_UNKNOWN = 3
};

enum nhi_evidence_kind {
    NHI_EVIDENCE_KIND_SANITIZATION = 1,
    NHI_EVIDENCE_KIND_DATA_PRESERVED = 2,
    NHI_EVIDENCE_KIND_CUSTODY_RECEIPT = 3,
    NHI_EVIDENCE_KIND_DISPOSAL_CERTIFICATE = 4,
    NHI_EVIDENCE_KIND_APPROVAL = 5,
    NHI_EVIDENCE_KIND_LOSS_REPORT = 6,
    NHI_EVIDENCE_KIND_REMOTE_WIPE = 7,
    NHI_EVIDENCE_KIND_RECORD_CLOSED = 8,
    NHI_EVIDENCE_KIND_REVOCATION_OBSERVED = 9,
    NHI_EVIDENCE_KIND_ATTESTATION = 10
};

enum nhi_method {
    NHI_METHOD_CLEAR = 1,
    NHI_METHOD_PURGE = 2,
    NHI_METHOD_DESTROY = 3
};

enum nhi_outcome {
    NHI_OUTCOME_SUCCESS = 1,
    NHI_OUTCOME_FAILURE = 2
};

enum nhi_gate {
    NHI_GATE_IDENTIFIED = 1,
    NHI_GATE_ACCOUNTABLE = 2,
    NHI_GATE_NO_HOLD = 3,
    NHI_GATE_DEPENDENTS_CLEAR = 4,
    NHI_GATE_CUSTODY_CLOSED = 5,
    NHI_GATE_CREDENTIALS_CLOSED = 6,
    NHI_GATE_HANDED_OVER = 7,
    NHI_GATE_LEFT_CLEAN = 8,
    NHI_GATE_IDENTITIES_CLOSED = 9,
    NHI_GATE_ENTITLEMENTS_CLOSED = 10,
    NHI_GATE_DATA_PRESERVED = 11,
    NHI_GATE_SANITIZED = 12,
    NHI_GATE_RECORD_CLOSED = 13,
    NHI_GATE_DISPOSED_OF = 14,
    NHI_GATE_RELEASED = 15,
    NHI_GATE_LOSS_REPORTED = 16
};

enum nhi_gate_verdict {
    NHI_GATE_VERDICT_PASS = 1,
    NHI_GATE_VERDICT_FAIL = 2,
    NHI_GATE_VERDICT_INDETERMINATE = 3
};

enum nhi_missing {
    NHI_MISSING_FIELD = 1,
    NHI_MISSING_EVIDENCE = 2,
    NHI_MISSING_METHOD = 3,
    NHI_MISSING_VERIFIER = 4,
    NHI_MISSING_PERSON = 5,
    NHI_MISSING_MEDIUM = 6,
    NHI_MISSING_RELEASE = 7,
    NHI_MISSING_OWNER = 8,
    NHI_MISSING_DEPENDENT = 9,
    NHI_MISSING_CREDENTIAL = 10,
    NHI_MISSING_IDENTITY = 11,
    NHI_MISSING_ENTITLEMENT = 12,
    NHI_MISSING_CUSTODY = 13,
    NHI_MISSING_COVERAGE = 14,
    NHI_MISSING_CONDITION = 15,
    NHI_MISSING_RECORD = 16
};

enum nhi_operation {
    NHI_OPERATION_REASSIGN = 1,
    NHI_OPERATION_REHOME = 2
};

typedef struct ArrowArrayStream ArrowArrayStream;

typedef struct nhi_blockers nhi_blockers;

typedef struct nhi_chain nhi_chain;

typedef struct nhi_delta nhi_delta;

typedef struct nhi_error nhi_error;

typedef struct nhi_estimated_radii nhi_estimated_radii;

typedef struct nhi_explanation nhi_explanation;

typedef struct nhi_inventory nhi_inventory;

typedef struct nhi_lifecycle nhi_lifecycle;

typedef struct nhi_load_report nhi_load_report;

typedef struct nhi_monitor nhi_monitor;

typedef struct nhi_observation nhi_observation;

typedef struct nhi_radii nhi_radii;

typedef struct nhi_reach nhi_reach;

typedef struct nhi_report nhi_report;

typedef struct nhi_ring_list nhi_ring_list;

typedef struct nhi_sources nhi_sources;

typedef struct nhi_standings nhi_standings;

typedef struct nhi_string nhi_string;

typedef struct nhi_strings nhi_strings;

typedef struct nhi_summary nhi_summary;

typedef struct nhi_transitioned nhi_transitioned;

typedef struct nhi_ungated nhi_ungated;

typedef struct nhi_witnesses nhi_witnesses;

typedef struct {
    uint64_t struct_size;
    uint64_t id_texts;
    uint64_t ids;
    uint64_t records;
    uint64_t relations;
    uint64_t changes;
    uint64_t papers;
    uint64_t sources;
    uint64_t graph;
    uint64_t record_count;
    uint64_t total;
    uint64_t per_record;
} nhi_footprint;

typedef struct {
    uint64_t struct_size;
    uint64_t bytes;
    uint64_t line_bytes;
    uint64_t records;
    uint64_t relations;
    uint64_t field_bytes;
    uint64_t nesting;
} nhi_limits;

typedef struct {
    const char *data;
    uint64_t len;
} nhi_text;

typedef int32_t (*nhi_progress)(void *data, uint64_t more);

typedef struct {
    uint64_t struct_size;
    int64_t recorded_at;
    uint64_t lenient;
    nhi_text actor;
    nhi_text source;
    nhi_text reason;
    nhi_progress progress;
    void *progress_data;
    uint64_t threads;
} nhi_context;

typedef struct {
    uint64_t struct_size;
    uint64_t event;
    uint64_t records_new;
    uint64_t records_replaced;
    uint64_t records_unchanged;
} nhi_added;

typedef struct {
    uint64_t struct_size;
    nhi_text retirement_team;
} nhi_policy;

typedef struct {
    uint64_t struct_size;
    uint64_t threads;
    nhi_progress progress;
    void *progress_data;
} nhi_effort;

typedef struct {
    uint64_t struct_size;
    uint64_t at_instant;
    int64_t at;
    const int32_t *kinds;
    uint64_t kinds_len;
    const nhi_text *around;
    uint64_t around_len;
    uint64_t within;
} nhi_dot_filter;

typedef struct {
    uint64_t struct_size;
    uint64_t width;
    uint64_t colour;
    uint64_t no_explanations;
} nhi_table_options;

typedef struct {
    uint64_t record_type;
    ArrowArrayStream *stream;
} nhi_arrow_table;

typedef struct {
    uint64_t struct_size;
    int64_t at;
    uint64_t recorded_later;
    int64_t recorded_at;
    nhi_text by;
    nhi_text reason;
    nhi_text source;
    nhi_text handed_in;
} nhi_act;

int32_t nhi_error_free(nhi_error *error, nhi_error **err);

int32_t nhi_error_code(const nhi_error *error, int32_t *code, nhi_error **err);

int32_t nhi_error_message(const nhi_error *error, nhi_string **message, nhi_error **err);

int32_t nhi_error_problems(const nhi_error *error, uint64_t *kept, uint64_t *total, nhi_error **err);

int32_t nhi_error_problem_code(const nhi_error *error, uint64_t index, int32_t *code, nhi_error **err);

int32_t nhi_error_problem_file(const nhi_error *error, uint64_t index, nhi_string **file, nhi_error **err);

int32_t nhi_error_problem_line(const nhi_error *error, uint64_t index, uint64_t *line, nhi_error **err);

int32_t nhi_error_problem_record(const nhi_error *error, uint64_t index, int64_t *record, nhi_error **err);

int32_t nhi_error_problem_field(const nhi_error *error, uint64_t index, nhi_string **field, nhi_error **err);

int32_t nhi_error_problem_message(const nhi_error *error, uint64_t index, nhi_string **message, nhi_error **err);

int32_t nhi_string_free(nhi_string *string, nhi_error **err);

int32_t nhi_string_data(const nhi_string *string, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_strings_free(nhi_strings *strings, nhi_error **err);

int32_t nhi_strings_len(const nhi_strings *strings, uint64_t *len, nhi_error **err);

int32_t nhi_strings_at(const nhi_strings *strings, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_abi_version(void);

int32_t nhi_version(const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_word(int32_t vocabulary, int32_t number, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_number(int32_t vocabulary, const char *word, uint64_t word_len, int32_t *number, nhi_error **err);

int32_t nhi_vocabulary_len(int32_t vocabulary, uint64_t *len, nhi_error **err);

int32_t nhi_vocabulary_at(int32_t vocabulary, uint64_t index, int32_t *number, nhi_error **err);

int32_t nhi_instant_parse(const char *text, uint64_t text_len, int64_t *micros, nhi_error **err);

int32_t nhi_instant_text(int64_t micros, nhi_string **text, nhi_error **err);

int32_t nhi_inventory_new(nhi_inventory **inventory, nhi_error **err);

int32_t nhi_inventory_free(nhi_inventory *inventory, nhi_error **err);

int32_t nhi_inventory_len(const nhi_inventory *inventory, uint64_t *len, nhi_error **err);

int32_t nhi_inventory_sequence(const nhi_inventory *inventory, uint64_t *sequence, nhi_error **err);

int32_t nhi_inventory_memory(const nhi_inventory *inventory, nhi_footprint *memory, nhi_error **err);

int32_t nhi_inventory_limits(const nhi_inventory *inventory, nhi_limits *limits, nhi_error **err);

int32_t nhi_inventory_set_limits(nhi_inventory *inventory, const nhi_limits *limits, nhi_error **err);

int32_t nhi_inventory_equal(const nhi_inventory *one, const nhi_inventory *other, int32_t *equal, nhi_error **err);

int32_t nhi_inventory_value(const nhi_inventory *inventory,
                            const char *subject,
                            uint64_t subject_len,
                            int32_t field,
                            int64_t at,
                            const char **data,
                            uint64_t *len,
                            nhi_error **err);

int32_t nhi_inventory_add_jsonl(nhi_inventory *inventory,
                                const char *text,
                                uint64_t text_len,
                                const nhi_context *context,
                                nhi_added *added,
                                nhi_error **err);

int32_t nhi_inventory_add_path(nhi_inventory *inventory,
                               const char *path,
                               uint64_t path_len,
                               const nhi_context *context,
                               nhi_added *added,
                               nhi_error **err);

int32_t nhi_inventory_observe_jsonl(nhi_inventory *inventory,
                                    const char *text,
                                    uint64_t text_len,
                                    int64_t observed_at,
                                    const nhi_context *context,
                                    nhi_observation **observation,
                                    nhi_error **err);

int32_t nhi_inventory_observe_path(nhi_inventory *inventory,
                                   const char *path,
                                   uint64_t path_len,
                                   int64_t observed_at,
                                   const nhi_context *context,
                                   nhi_observation **observation,
                                   nhi_error **err);

int32_t nhi_observation_free(nhi_observation *observation, nhi_error **err);

int32_t nhi_observation_added(const nhi_observation *observation, nhi_added *added, nhi_error **err);

int32_t nhi_observation_no_longer_shown(const nhi_observation *observation, nhi_strings **references, nhi_error **err);

int32_t nhi_observation_relations_no_longer_shown(const nhi_observation *observation,
                                                  nhi_strings **relations,
                                                  nhi_error **err);

int32_t nhi_format_len(uint64_t *len, nhi_error **err);

int32_t nhi_format_name(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_format_system(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_format_title(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_format_export(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_sources_new(nhi_sources **sources, nhi_error **err);

int32_t nhi_sources_free(nhi_sources *sources, nhi_error **err);

int32_t nhi_sources_add(nhi_sources *sources,
                        const char *format,
                        uint64_t format_len,
                        const char *path,
                        uint64_t path_len,
                        const char *name,
                        uint64_t name_len,
                        const char *scope,
                        uint64_t scope_len,
                        nhi_error **err);

int32_t nhi_sources_rules(nhi_sources *sources, const nhi_text *rules, uint64_t rules_len, nhi_error **err);

int32_t nhi_sources_trust(nhi_sources *sources,
                          const char *field,
                          uint64_t field_len,
                          const char *source,
                          uint64_t source_len,
                          nhi_error **err);

int32_t nhi_sources_keep_apart(nhi_sources *sources,
                               const char *one,
                               uint64_t one_len,
                               const char *other,
                               uint64_t other_len,
                               nhi_error **err);

int32_t nhi_inventory_add_sources(nhi_inventory *inventory,
                                  const nhi_sources *sources,
                                  const nhi_context *context,
                                  nhi_added *added,
                                  nhi_load_report **load,
                                  nhi_error **err);

int32_t nhi_inventory_observe_sources(nhi_inventory *inventory,
                                      const nhi_sources *sources,
                                      int64_t observed_at,
                                      const nhi_context *context,
                                      nhi_observation **observation,
                                      nhi_load_report **load,
                                      nhi_error **err);

int32_t nhi_load_report_free(nhi_load_report *report, nhi_error **err);

int32_t nhi_load_report_text(const nhi_load_report *report, nhi_string **text, nhi_error **err);

int32_t nhi_load_report_len(const nhi_load_report *report, uint64_t *sources, uint64_t *merges, nhi_error **err);

int32_t nhi_load_report_source(const nhi_load_report *report,
                               uint64_t source,
                               const char **data,
                               uint64_t *len,
                               nhi_error **err);

int32_t nhi_load_report_entries(const nhi_load_report *report,
                                uint64_t source,
                                uint64_t *entries,
                                uint64_t *skipped,
                                nhi_error **err);

int32_t nhi_load_report_records(const nhi_load_report *report,
                                uint64_t source,
                                int32_t record_type,
                                uint64_t *shown,
                                uint64_t *named,
                                nhi_error **err);

int32_t nhi_load_report_assumptions(const nhi_load_report *report,
                                    uint64_t source,
                                    nhi_strings **sentences,
                                    nhi_error **err);

int32_t nhi_load_report_unread_fields(const nhi_load_report *report,
                                      uint64_t source,
                                      nhi_strings **fields,
                                      nhi_error **err);

int32_t nhi_load_report_skipped(const nhi_load_report *report,
                                uint64_t source,
                                uint64_t index,
                                nhi_string **file,
                                uint64_t *line,
                                nhi_string **why,
                                nhi_error **err);

int32_t nhi_load_report_merge(const nhi_load_report *report,
                              uint64_t index,
                              nhi_string **kept,
                              nhi_string **joined,
                              nhi_string **rule,
                              nhi_error **err);

int32_t nhi_inventory_records(const nhi_inventory *inventory, nhi_string **jsonl, nhi_error **err);

int32_t nhi_inventory_write_folder(const nhi_inventory *inventory,
                                   const char *path,
                                   uint64_t path_len,
                                   nhi_error **err);

int32_t nhi_inventory_write_csv_folder(const nhi_inventory *inventory,
                                       const char *path,
                                       uint64_t path_len,
                                       nhi_error **err);

int32_t nhi_record_schema(nhi_string **schema, nhi_error **err);

int32_t nhi_inventory_open(const char *path, uint64_t path_len, nhi_inventory **inventory, nhi_error **err);

int32_t nhi_inventory_as_known_at(const nhi_inventory *inventory,
                                  uint64_t event,
                                  nhi_inventory **then,
                                  nhi_error **err);

int32_t nhi_orphans(const nhi_inventory *inventory,
                    int64_t at,
                    const nhi_policy *policy,
                    int32_t with_since,
                    const nhi_effort *effort,
                    nhi_report **report,
                    nhi_error **err);

int32_t nhi_report_free(nhi_report *report, nhi_error **err);

int32_t nhi_report_len(const nhi_report *report, uint64_t *len, nhi_error **err);

int32_t nhi_report_at(const nhi_report *report, int64_t *at, nhi_error **err);

int32_t nhi_report_credential(const nhi_report *report,
                              uint64_t finding,
                              const char **data,
                              uint64_t *len,
                              nhi_error **err);

int32_t nhi_report_subject(const nhi_report *report, uint64_t finding, nhi_string **subject, nhi_error **err);

int32_t nhi_report_status(const nhi_report *report, uint64_t finding, int32_t *status, nhi_error **err);

int32_t nhi_report_severity(const nhi_report *report, uint64_t finding, int32_t *severity, nhi_error **err);

int32_t nhi_report_reasons(const nhi_report *report,
                           uint64_t finding,
                           int32_t *reasons,
                           uint64_t capacity,
                           uint64_t *count,
                           nhi_error **err);

int32_t nhi_report_indeterminate(const nhi_report *report,
                                 uint64_t finding,
                                 int32_t *reasons,
                                 uint64_t capacity,
                                 uint64_t *count,
                                 nhi_error **err);

int32_t nhi_report_since(const nhi_report *report, uint64_t finding, int64_t *since, int32_t *always, nhi_error **err);

int32_t nhi_report_witnesses(const nhi_report *report, uint64_t finding, nhi_witnesses **witnesses, nhi_error **err);

int32_t nhi_report_responsible(const nhi_report *report, uint64_t finding, nhi_strings **responsible, nhi_error **err);

int32_t nhi_report_controls(const nhi_report *report, uint64_t finding, nhi_strings **controls, nhi_error **err);

int32_t nhi_report_explanation(const nhi_report *report, uint64_t finding, nhi_string **sentence, nhi_error **err);

int32_t nhi_control(const char *id,
                    uint64_t id_len,
                    const char **title,
                    uint64_t *title_len,
                    const char **standard,
                    uint64_t *standard_len,
                    nhi_error **err);

int32_t nhi_witnesses_free(nhi_witnesses *witnesses, nhi_error **err);

int32_t nhi_witnesses_len(const nhi_witnesses *witnesses, uint64_t *len, nhi_error **err);

int32_t nhi_witnesses_reason(const nhi_witnesses *witnesses, uint64_t index, int32_t *reason, nhi_error **err);

int32_t nhi_witnesses_record(const nhi_witnesses *witnesses, uint64_t index, nhi_string **record, nhi_error **err);

int32_t nhi_witnesses_relation(const nhi_witnesses *witnesses, uint64_t index, int32_t *relation, nhi_error **err);

int32_t nhi_witnesses_state(const nhi_witnesses *witnesses,
                            uint64_t index,
                            const char **data,
                            uint64_t *len,
                            nhi_error **err);

int32_t nhi_witnesses_at(const nhi_witnesses *witnesses,
                         uint64_t index,
                         int64_t *micros,
                         int32_t *known,
                         nhi_error **err);

int32_t nhi_witnesses_not_before(const nhi_witnesses *witnesses,
                                 uint64_t index,
                                 int64_t *micros,
                                 int32_t *known,
                                 nhi_error **err);

int32_t nhi_witnesses_by(const nhi_witnesses *witnesses, uint64_t index, nhi_string **by, nhi_error **err);

int32_t nhi_witnesses_because(const nhi_witnesses *witnesses, uint64_t index, nhi_string **because, nhi_error **err);

int32_t nhi_report_summary(const nhi_report *report, nhi_summary **summary, nhi_error **err);

int32_t nhi_summary_free(nhi_summary *summary, nhi_error **err);

int32_t nhi_summary_live_credentials(const nhi_summary *summary, uint64_t *count, nhi_error **err);

int32_t nhi_summary_orphaned(const nhi_summary *summary, uint64_t *count, nhi_error **err);

int32_t nhi_summary_unowned_only(const nhi_summary *summary, uint64_t *count, nhi_error **err);

int32_t nhi_summary_indeterminate(const nhi_summary *summary, uint64_t *count, nhi_error **err);

int32_t nhi_summary_by_severity(const nhi_summary *summary, int32_t severity, uint64_t *count, nhi_error **err);

int32_t nhi_summary_by_reason(const nhi_summary *summary, int32_t reason, uint64_t *count, nhi_error **err);

int32_t nhi_explain(const nhi_inventory *inventory,
                    const char *credential,
                    uint64_t credential_len,
                    int64_t at,
                    const nhi_policy *policy,
                    nhi_explanation **explanation,
                    nhi_error **err);

int32_t nhi_explanation_free(nhi_explanation *explanation, nhi_error **err);

int32_t nhi_explanation_verdict(const nhi_explanation *explanation, int32_t *verdict, nhi_error **err);

int32_t nhi_explanation_sentence(const nhi_explanation *explanation, nhi_string **sentence, nhi_error **err);

int32_t nhi_explanation_reasons(const nhi_explanation *explanation,
                                int32_t *reasons,
                                uint64_t capacity,
                                uint64_t *count,
                                nhi_error **err);

int32_t nhi_explanation_witnesses(const nhi_explanation *explanation, nhi_witnesses **witnesses, nhi_error **err);

int32_t nhi_explanation_responsible(const nhi_explanation *explanation, nhi_strings **responsible, nhi_error **err);

int32_t nhi_explanation_accountable(const nhi_explanation *explanation, nhi_chain **chain, nhi_error **err);

int32_t nhi_explanation_needed(const nhi_explanation *explanation, nhi_chain **chain, nhi_error **err);

int32_t nhi_chain_free(nhi_chain *chain, nhi_error **err);

int32_t nhi_chain_len(const nhi_chain *chain, uint64_t *len, nhi_error **err);

int32_t nhi_chain_link(const nhi_chain *chain,
                       uint64_t index,
                       nhi_string **from,
                       int32_t *relation,
                       nhi_string **to,
                       nhi_error **err);

int32_t nhi_blast_radius(const nhi_inventory *inventory,
                         const char *credential,
                         uint64_t credential_len,
                         int64_t at,
                         nhi_reach **reach,
                         nhi_error **err);

int32_t nhi_reach_free(nhi_reach *reach, nhi_error **err);

int32_t nhi_reach_len(const nhi_reach *reach, uint64_t *len, nhi_error **err);

int32_t nhi_reach_asset(const nhi_reach *reach, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_reach_privilege(const nhi_reach *reach, uint64_t index, int32_t *privilege, nhi_error **err);

int32_t nhi_reach_path(const nhi_reach *reach, uint64_t index, nhi_strings **path, nhi_error **err);

int32_t nhi_blast_radii(const nhi_inventory *inventory,
                        int64_t at,
                        int32_t least,
                        const nhi_effort *effort,
                        nhi_radii **radii,
                        nhi_error **err);

int32_t nhi_radii_free(nhi_radii *radii, nhi_error **err);

int32_t nhi_radii_at(const nhi_radii *radii, int64_t *at, nhi_error **err);

int32_t nhi_radii_least(const nhi_radii *radii, int32_t *least, nhi_error **err);

int32_t nhi_radii_len(const nhi_radii *radii, uint64_t *len, nhi_error **err);

int32_t nhi_radii_credential(const nhi_radii *radii, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

int32_t nhi_radii_assets(const nhi_radii *radii, uint64_t index, uint64_t *assets, nhi_error **err);

int32_t nhi_radii_of(const nhi_radii *radii,
                     const char *credential,
                     uint64_t credential_len,
                     int32_t *is_live,
                     uint64_t *assets,
                     nhi_error **err);

int32_t nhi_estimated_blast_radii(const nhi_inventory *inventory,
                                  int64_t at,
                                  int32_t least,
                                  const nhi_effort *effort,
                                  nhi_estimated_radii **radii,
                                  nhi_error **err);

int32_t nhi_estimated_radii_free(nhi_estimated_radii *radii, nhi_error **err);

int32_t nhi_estimated_radii_at(const nhi_estimated_radii *radii, int64_t *at, nhi_error **err);

int32_t nhi_estimated_radii_least(const nhi_estimated_radii *radii, int32_t *least, nhi_error **err);

int32_t nhi_estimated_radii_len(const nhi_estimated_radii *radii, uint64_t *len, nhi_error **err);

int32_t nhi_estimated_radii_credential(const nhi_estimated_radii *radii,
                                       uint64_t index,
                                       const char **data,
                                       uint64_t *len,
                                       nhi_error **err);

int32_t nhi_estimated_radii_about(const nhi_estimated_radii *radii, uint64_t index, uint64_t *assets, nhi_error **err);

int32_t nhi_rings(const nhi_inventory *inventory, int64_t at, nhi_ring_list **rings, nhi_error **err);

int32_t nhi_ring_list_free(nhi_ring_list *rings, nhi_error **err);

int32_t nhi_ring_list_len(const nhi_ring_list *rings, uint64_t *len, nhi_error **err);

int32_t nhi_ring_list_at(const nhi_ring_list *rings, uint64_t index, nhi_strings **assets, nhi_error **err);

int32_t nhi_dot(const nhi_inventory *inventory, const nhi_dot_filter *filter, nhi_string **dot, nhi_error **err);

int32_t nhi_report_table(const nhi_report *report,
                         const nhi_table_options *options,
                         nhi_string **text,
                         nhi_error **err);

int32_t nhi_report_json(const nhi_report *report, nhi_string **text, nhi_error **err);

int32_t nhi_report_csv(const nhi_report *report, nhi_string **text, nhi_error **err);

int32_t nhi_summary_table(const nhi_summary *summary,
                          const nhi_table_options *options,
                          nhi_string **text,
                          nhi_error **err);

int32_t nhi_reach_table(const nhi_reach *reach, const nhi_table_options *options, nhi_string **text, nhi_error **err);

int32_t nhi_reach_json(const nhi_reach *reach, nhi_string **text, nhi_error **err);

int32_t nhi_reach_csv(const nhi_reach *reach, nhi_string **text, nhi_error **err);

int32_t nhi_radii_table(const nhi_radii *radii, const nhi_table_options *options, nhi_string **text, nhi_error **err);

int32_t nhi_radii_json(const nhi_radii *radii, nhi_string **text, nhi_error **err);

int32_t nhi_radii_csv(const nhi_radii *radii, nhi_string **text, nhi_error **err);

int32_t nhi_estimated_radii_table(const nhi_estimated_radii *radii,
                                  const nhi_table_options *options,
                                  nhi_string **text,
                                  nhi_error **err);

int32_t nhi_estimated_radii_json(const nhi_estimated_radii *radii, nhi_string **text, nhi_error **err);

int32_t nhi_estimated_radii_csv(const nhi_estimated_radii *radii, nhi_string **text, nhi_error **err);

int32_t nhi_monitor_new(nhi_inventory *inventory, int64_t at, nhi_monitor **monitor, nhi_error **err);

int32_t nhi_monitor_free(nhi_monitor *monitor, nhi_error **err);

int32_t nhi_monitor_apply(nhi_monitor *monitor,
                          const char *text,
                          uint64_t text_len,
                          const nhi_context *context,
                          nhi_delta **delta,
                          nhi_error **err);

int32_t nhi_monitor_advance(nhi_monitor *monitor, int64_t later, nhi_delta **delta, nhi_error **err);

int32_t nhi_monitor_at(const nhi_monitor *monitor, int64_t *at, nhi_error **err);

int32_t nhi_monitor_len(const nhi_monitor *monitor, uint64_t *len, nhi_error **err);

int32_t nhi_monitor_findings(const nhi_monitor *monitor, nhi_standings **findings, nhi_error **err);

int32_t nhi_monitor_finding(const nhi_monitor *monitor,
                            const char *credential,
                            uint64_t credential_len,
                            nhi_standings **findings,
                            nhi_error **err);

int32_t nhi_delta_free(nhi_delta *delta, nhi_error **err);

int32_t nhi_delta_len(const nhi_delta *delta, uint64_t *opened, uint64_t *closed, nhi_error **err);

int32_t nhi_delta_opened(const nhi_delta *delta, nhi_standings **opened, nhi_error **err);

int32_t nhi_delta_closed(const nhi_delta *delta, nhi_standings **closed, nhi_error **err);

int32_t nhi_standings_free(nhi_standings *standings, nhi_error **err);

int32_t nhi_standings_len(const nhi_standings *standings, uint64_t *len, nhi_error **err);

int32_t nhi_standings_credential(const nhi_standings *standings,
                                 uint64_t finding,
                                 const char **data,
                                 uint64_t *len,
                                 nhi_error **err);

int32_t nhi_standings_subject(const nhi_standings *standings, uint64_t finding, nhi_string **subject, nhi_error **err);

int32_t nhi_standings_status(const nhi_standings *standings, uint64_t finding, int32_t *status, nhi_error **err);

int32_t nhi_standings_severity(const nhi_standings *standings, uint64_t finding, int32_t *severity, nhi_error **err);

int32_t nhi_standings_reasons(const nhi_standings *standings,
                              uint64_t finding,
                              int32_t *reasons,
                              uint64_t capacity,
                              uint64_t *count,
                              nhi_error **err);

int32_t nhi_standings_indeterminate(const nhi_standings *standings,
                                    uint64_t finding,
                                    int32_t *reasons,
                                    uint64_t capacity,
                                    uint64_t *count,
                                    nhi_error **err);

int32_t nhi_inventory_add_arrow(nhi_inventory *inventory,
                                const nhi_arrow_table *tables,
                                uint64_t tables_len,
                                const nhi_context *context,
                                nhi_added *added,
                                nhi_error **err);

int32_t nhi_report_export_arrow(const nhi_report *report,
                                int32_t with_witnesses,
                                int32_t with_explanations,
                                ArrowArrayStream *stream,
                                nhi_error **err);

int32_t nhi_radii_export_arrow(const nhi_radii *radii, ArrowArrayStream *stream, nhi_error **err);

int32_t nhi_estimated_radii_export_arrow(const nhi_estimated_radii *radii, ArrowArrayStream *stream, nhi_error **err);

int32_t nhi_inventory_blockers(const nhi_inventory *inventory,
                               const char *asset,
                               uint64_t asset_len,
                               int32_t to,
                               int64_t at,
                               nhi_blockers **blockers,
                               nhi_error **err);

int32_t nhi_inventory_reassign_blockers(const nhi_inventory *inventory,
                                        const char *asset,
                                        uint64_t asset_len,
                                        const char *holder,
                                        uint64_t holder_len,
                                        const char *owner,
                                        uint64_t owner_len,
                                        int64_t at,
                                        nhi_blockers **blockers,
                                        nhi_error **err);

int32_t nhi_inventory_rehome_blockers(const nhi_inventory *inventory,
                                      const char *asset,
                                      uint64_t asset_len,
                                      int32_t environment,
                                      const char *host,
                                      uint64_t host_len,
                                      int64_t at,
                                      nhi_blockers **blockers,
                                      nhi_error **err);

int32_t nhi_blockers_free(nhi_blockers *blockers, nhi_error **err);

int32_t nhi_blockers_len(const nhi_blockers *blockers, uint64_t *len, nhi_error **err);

int32_t nhi_blockers_gate(const nhi_blockers *blockers, uint64_t index, nhi_string **gate, nhi_error **err);

int32_t nhi_blockers_verdict(const nhi_blockers *blockers, uint64_t index, int32_t *verdict, nhi_error **err);

int32_t nhi_blockers_message(const nhi_blockers *blockers, uint64_t index, nhi_string **message, nhi_error **err);

int32_t nhi_blockers_missing_len(const nhi_blockers *blockers, uint64_t index, uint64_t *len, nhi_error **err);

int32_t nhi_blockers_missing(const nhi_blockers *blockers,
                             uint64_t index,
                             uint64_t missing,
                             int32_t *what,
                             nhi_string **record,
                             nhi_string **name,
                             nhi_error **err);

int32_t nhi_blockers_missing_time(const nhi_blockers *blockers,
                                  uint64_t index,
                                  uint64_t missing,
                                  int64_t *since,
                                  int32_t *since_known,
                                  int64_t *until,
                                  int32_t *until_known,
                                  nhi_error **err);

int32_t nhi_error_blockers(const nhi_error *error, nhi_blockers **blockers, nhi_error **err);

int32_t nhi_error_legal_stages(const nhi_error *error,
                               int32_t *stages,
                               uint64_t capacity,
                               uint64_t *count,
                               nhi_error **err);

int32_t nhi_inventory_transition(nhi_inventory *inventory,
                                 const char *asset,
                                 uint64_t asset_len,
                                 int32_t to,
                                 const nhi_act *act,
                                 nhi_transitioned **done,
                                 nhi_error **err);

int32_t nhi_inventory_reassign(nhi_inventory *inventory,
                               const char *asset,
                               uint64_t asset_len,
                               const char *holder,
                               uint64_t holder_len,
                               const char *owner,
                               uint64_t owner_len,
                               const nhi_act *act,
                               nhi_transitioned **done,
                               nhi_error **err);

int32_t nhi_inventory_rehome(nhi_inventory *inventory,
                             const char *asset,
                             uint64_t asset_len,
                             int32_t environment,
                             const char *host,
                             uint64_t host_len,
                             const nhi_act *act,
                             nhi_transitioned **done,
                             nhi_error **err);

int32_t nhi_transitioned_free(nhi_transitioned *done, nhi_error **err);

int32_t nhi_transitioned_stages(const nhi_transitioned *done, int32_t *from, int32_t *to, nhi_error **err);

int32_t nhi_transitioned_added(const nhi_transitioned *done, nhi_added *added, nhi_error **err);

int32_t nhi_transitioned_gates_len(const nhi_transitioned *done, uint64_t *len, nhi_error **err);

int32_t nhi_transitioned_gate(const nhi_transitioned *done,
                              uint64_t index,
                              nhi_string **gate,
                              int32_t *verdict,
                              nhi_string **overridden_by,
                              nhi_error **err);

int32_t nhi_monitor_transition(nhi_monitor *monitor,
                               const char *asset,
                               uint64_t asset_len,
                               int32_t to,
                               const nhi_act *act,
                               nhi_transitioned **done,
                               nhi_delta **delta,
                               nhi_error **err);

int32_t nhi_monitor_reassign(nhi_monitor *monitor,
                             const char *asset,
                             uint64_t asset_len,
                             const char *holder,
                             uint64_t holder_len,
                             const char *owner,
                             uint64_t owner_len,
                             const nhi_act *act,
                             nhi_transitioned **done,
                             nhi_delta **delta,
                             nhi_error **err);

int32_t nhi_monitor_rehome(nhi_monitor *monitor,
                           const char *asset,
                           uint64_t asset_len,
                           int32_t environment,
                           const char *host,
                           uint64_t host_len,
                           const nhi_act *act,
                           nhi_transitioned **done,
                           nhi_delta **delta,
                           nhi_error **err);

int32_t nhi_monitor_observe_jsonl(nhi_monitor *monitor,
                                  const char *text,
                                  uint64_t text_len,
                                  int64_t observed_at,
                                  const nhi_context *context,
                                  nhi_observation **observation,
                                  nhi_delta **delta,
                                  nhi_error **err);

int32_t nhi_ungated_transitions(const nhi_inventory *inventory, int64_t at, nhi_ungated **ungated, nhi_error **err);

int32_t nhi_ungated_free(nhi_ungated *ungated, nhi_error **err);

int32_t nhi_ungated_len(const nhi_ungated *ungated, uint64_t *len, nhi_error **err);

int32_t nhi_ungated_asset(const nhi_ungated *ungated, uint64_t index, nhi_string **asset, nhi_error **err);

int32_t nhi_ungated_stages(const nhi_ungated *ungated, uint64_t index, int32_t *from, int32_t *to, nhi_error **err);

int32_t nhi_ungated_at(const nhi_ungated *ungated, uint64_t index, int64_t *at, nhi_error **err);

int32_t nhi_ungated_by(const nhi_ungated *ungated, uint64_t index, nhi_string **by, nhi_error **err);

int32_t nhi_ungated_severity(const nhi_ungated *ungated, uint64_t index, int32_t *severity, nhi_error **err);

int32_t nhi_ungated_in_table(const nhi_ungated *ungated, uint64_t index, int32_t *in_table, nhi_error **err);

int32_t nhi_ungated_legal_stages(const nhi_ungated *ungated,
                                 uint64_t index,
                                 int32_t *stages,
                                 uint64_t capacity,
                                 uint64_t *count,
                                 nhi_error **err);

int32_t nhi_ungated_blockers(const nhi_ungated *ungated, uint64_t index, nhi_blockers **blockers, nhi_error **err);

int32_t nhi_lifecycle_new(const char *extension, uint64_t extension_len, nhi_lifecycle **lifecycle, nhi_error **err);

int32_t nhi_inventory_lifecycle(const nhi_inventory *inventory, nhi_lifecycle **lifecycle, nhi_error **err);

int32_t nhi_inventory_set_lifecycle(nhi_inventory *inventory, const nhi_lifecycle *lifecycle, nhi_error **err);

int32_t nhi_lifecycle_free(nhi_lifecycle *lifecycle, nhi_error **err);

int32_t nhi_lifecycle_len(const nhi_lifecycle *lifecycle, uint64_t *len, nhi_error **err);

int32_t nhi_lifecycle_row(const nhi_lifecycle *lifecycle,
                          uint64_t index,
                          int32_t *asset_class,
                          int32_t *from,
                          int32_t *to,
                          nhi_error **err);

int32_t nhi_lifecycle_gates(const nhi_lifecycle *lifecycle, uint64_t index, nhi_strings **gates, nhi_error **err);

int32_t nhi_lifecycle_stage_name(const nhi_lifecycle *lifecycle, int32_t stage, nhi_string **name, nhi_error **err);

int32_t nhi_lifecycle_dot(const nhi_lifecycle *lifecycle, int32_t asset_class, nhi_string **dot, nhi_error **err);

int32_t nhi_lifecycle_mermaid(const nhi_lifecycle *lifecycle,
                              int32_t asset_class,
                              nhi_string **mermaid,
                              nhi_error **err);
