/* nhi-lifecycle for C: finds the credentials that outlived what they were made for.
 *
 * Made by the build from bindings-c/src; to change it, change that and run `make header`.
 *
 * Every call returns 0 (NHI_OK) or the number of an error code (NHI_CODE_...), and takes as its last argument a place for
 * the error, which may be NULL. Results come through the places that the caller gives; where a call fails, places for handles
 * hold NULL and the others are left as they are.
 *
 * Handles are numbers that look like pointers: never read through one. Each is freed by its own call. One that was freed
 * already, was never made, is of another type, or was made before a fork by the process that forked gives
 * NHI_CODE_INVALID_HANDLE and does no harm. A handle that a call takes as const is not changed by it.
 *
 * Text goes in as UTF-8 with its length in bytes, and is copied; it need not end in a NUL. Text that is made when it is asked for
 * comes out as an nhi_string, to be freed; what lists by the thousand hold already, such as ids of credentials, comes out as a
 * place and a length, valid until that handle is freed. Instants are microseconds since
 * 1970-01-01T00:00:00Z. Only calls that take a path or sources touch files, and additions to an inventory that has a journal; the
 * clock is never read, no thread started, no signal handled.
 */

#ifndef NHI_LIFECYCLE_H
#define NHI_LIFECYCLE_H

#include <stdint.h>

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

/**
 * A stream of Apache Arrow's C interface, as the host's own arrow/c/abi.h defines it.
 */
typedef struct ArrowArrayStream ArrowArrayStream;

/**
 * A list of gates that do not let an act through, in the order in which they were asked. Immutable: any number of threads may
 * read it at once.
 */
typedef struct nhi_blockers nhi_blockers;

/**
 * A chain of relations that leads from a credential to what justifies it. Immutable: any number of threads may read it at
 * once.
 */
typedef struct nhi_chain nhi_chain;

/**
 * What a step opened and closed. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_delta nhi_delta;

/**
 * Why a call failed. Immutable: any number of threads may read it at once.
 *
 * Every call takes a place for one as its last argument, which may be NULL. Where it is not, a call that fails puts a new
 * error there, to be freed with nhi_error_free, and a call that succeeds puts NULL there.
 */
typedef struct nhi_error nhi_error;

/**
 * As nhi_radii, but only about how many: for inventories in which counting takes too long. An estimate is no evidence.
 */
typedef struct nhi_estimated_radii nhi_estimated_radii;

/**
 * Why a credential is orphaned, justified or not live. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_explanation nhi_explanation;

/**
 * Everything that is known about assets, identities, credentials and how they hang together, with its past.
 *
 * Any number of threads may use one at once: calls that take it const run side by side, and the others wait until they are
 * alone. Answers (reports, explanations and the like) are independent of it and of what is added later. While it has a monitor, it
 * changes through that alone: the calls that would change it return NHI_CODE_INVALID_ARGUMENT.
 */
typedef struct nhi_inventory nhi_inventory;

/**
 * A lifecycle: the model's, or one with additions. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_lifecycle nhi_lifecycle;

/**
 * What became of exports that were loaded together. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_load_report nhi_load_report;

/**
 * A watch over an inventory: each record that is applied, and time itself, says what it opened and closed.
 *
 * It watches the inventory that it was made of, and not a copy: that can be asked everything through its own handle, its journal goes
 * on, and until the monitor is freed it changes through the monitor alone. Any number of threads may use one at once: calls that take
 * it const run side by side, and the others wait until they are alone with the inventory.
 */
typedef struct nhi_monitor nhi_monitor;

/**
 * What an observation brought. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_observation nhi_observation;

/**
 * For every credential that is live at an instant, how many assets it lets its holder enter, exactly: the largest number first,
 * then by credential id. Immutable: any number of threads may read it at once.
 *
 * While it is held, the next batch that is added to its inventory copies what is known first; free it soon.
 */
typedef struct nhi_radii nhi_radii;

/**
 * What a credential reaches: assets, by id. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_reach nhi_reach;

/**
 * The orphaned credentials of an inventory at an instant: findings, the most severe first, then by credential id. Immutable:
 * any number of threads may read it at once.
 *
 * While a report is held, the next batch that is added to its inventory copies what is known first; free it soon.
 */
typedef struct nhi_report nhi_report;

/**
 * A list of rings. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_ring_list nhi_ring_list;

/**
 * Exports of other systems that are loaded together, and how they are joined. Any number of threads may use one at once; they
 * take turns.
 */
typedef struct nhi_sources nhi_sources;

/**
 * Orphaned credentials as a monitor knew them. Immutable: any number of threads may read it at once. nhi_explain tells more of
 * each, of the monitored inventory.
 */
typedef struct nhi_standings nhi_standings;

/**
 * A text in UTF-8. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_string nhi_string;

/**
 * A list of texts in UTF-8. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_strings nhi_strings;

/**
 * How many findings a report holds. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_summary nhi_summary;

/**
 * What an act did. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_transitioned nhi_transitioned;

/**
 * A list of changes that the rules would not have let through, by asset, then by time. Immutable: any number of threads may
 * read it at once.
 */
typedef struct nhi_ungated nhi_ungated;

/**
 * A list of witnesses. Immutable: any number of threads may read it at once.
 */
typedef struct nhi_witnesses nhi_witnesses;

/**
 * The bytes that an inventory takes, by part, as it asked the allocator for them. Set struct_size; the call fills in the rest.
 */
typedef struct {
    /**
     * sizeof(nhi_footprint).
     */
    uint64_t struct_size;
    /**
     * The texts of all ids, each once.
     */
    uint64_t id_texts;
    /**
     * What finds an id: where its text lies, and the tables of hashes.
     */
    uint64_t ids;
    /**
     * Assets, identities and credentials.
     */
    uint64_t records;
    /**
     * Relations, those of short-hands included.
     */
    uint64_t relations;
    /**
     * Changes and the histories that they make.
     */
    uint64_t changes;
    /**
     * Evidence, overrides, exceptions, coverage and lines of logs.
     */
    uint64_t papers;
    /**
     * What each source showed last, for observations.
     */
    uint64_t sources;
    /**
     * What is laid out for analyses when a question is asked, until the next batch.
     */
    uint64_t graph;
    /**
     * How many records there are, of every type; no bytes.
     */
    uint64_t record_count;
    /**
     * All parts together.
     */
    uint64_t total;
    /**
     * The total for each record, rounded; 0 where there is none.
     */
    uint64_t per_record;
} nhi_footprint;

/**
 * How much one batch may bring. Get them with nhi_inventory_limits, change some, set them.
 */
typedef struct {
    /**
     * sizeof(nhi_limits).
     */
    uint64_t struct_size;
    /**
     * Bytes of one source.
     */
    uint64_t bytes;
    /**
     * Bytes of one line or row.
     */
    uint64_t line_bytes;
    /**
     * Records in one batch.
     */
    uint64_t records;
    /**
     * Relations in one batch, short-hands counted.
     */
    uint64_t relations;
    /**
     * Bytes of one text.
     */
    uint64_t field_bytes;
    /**
     * Lists and maps inside each other.
     */
    uint64_t nesting;
} nhi_limits;

/**
 * A text that the caller gives: UTF-8, not ended by a NUL.
 */
typedef struct {
    /**
     * Where it begins.
     */
    const char *data;
    /**
     * How many bytes it has.
     */
    uint64_t len;
} nhi_text;

/**
 * Is told how much was done since it was told last: records that were read, or bytes where exports of other systems are, or steps of a
 * long question. Where it returns anything but 0 the call stops with NHI_CODE_CANCELLED, and nothing of a batch is taken. It is called by
 * the thread that made the call. While a batch is read it must not use that call's inventory or monitor, for which it would wait for
 * ever.
 */
typedef int32_t (*nhi_progress)(void *data, uint64_t more);

/**
 * Who hands in a batch, when and why, and how strictly it is taken. Set everything to zero, then struct_size, then the rest.
 */
typedef struct {
    /**
     * sizeof(nhi_context).
     */
    uint64_t struct_size;
    /**
     * When the batch is recorded, in microseconds since 1970 (UTC); never before the last one.
     */
    int64_t recorded_at;
    /**
     * Not 0: a reference to a record that nobody knows makes an absent record, instead of an error.
     */
    uint64_t lenient;
    /**
     * Who hands it in; NULL where that is not said.
     */
    nhi_text actor;
    /**
     * From which system it comes; NULL where that is not said. An observation needs it.
     */
    nhi_text source;
    /**
     * Why; NULL where that is not said.
     */
    nhi_text reason;
    /**
     * Called now and then while records are read; NULL for nothing. See nhi_progress.
     */
    nhi_progress progress;
    /**
     * What it is called with.
     */
    void *progress_data;
    /**
     * On how many threads a batch is added, 0 for one: a second applies what this one reads, more are of no use. It lives as long as
     * the call, and begins where thousands of records come. What else takes a context works on this thread.
     */
    uint64_t threads;
} nhi_context;

/**
 * What became of a batch. Set struct_size; the call fills in the rest.
 */
typedef struct {
    /**
     * sizeof(nhi_added).
     */
    uint64_t struct_size;
    /**
     * The sequence number of its event.
     */
    uint64_t event;
    /**
     * Records with a key that was not known.
     */
    uint64_t records_new;
    /**
     * Records that took the place of one with the same key.
     */
    uint64_t records_replaced;
    /**
     * Records that were there already, the same.
     */
    uint64_t records_unchanged;
} nhi_added;

/**
 * What the organisation decides and goes along with every question. NULL stands for one that decides nothing.
 */
typedef struct {
    /**
     * sizeof(nhi_policy).
     */
    uint64_t struct_size;
    /**
     * The id of the team that is responsible for retirements; NULL for none.
     */
    nhi_text retirement_team;
} nhi_policy;

/**
 * How a long question is worked out. NULL stands for the thread of the caller alone, and nobody who is told.
 */
typedef struct {
    /**
     * sizeof(nhi_effort).
     */
    uint64_t struct_size;
    /**
     * On how many threads, where the question can be shared; 0 for one, and never more than the processor runs at once. They live as
     * long as the call.
     */
    uint64_t threads;
    /**
     * Called at the first step and then at most twenty times a second, with how many steps were made since; NULL for nothing. Where it
     * returns anything but 0 the call stops with NHI_CODE_CANCELLED. See nhi_progress.
     */
    nhi_progress progress;
    /**
     * What it is called with.
     */
    void *progress_data;
} nhi_effort;

/**
 * Which part of the dependency graph to draw. NULL stands for all of it.
 */
typedef struct {
    /**
     * sizeof(nhi_dot_filter).
     */
    uint64_t struct_size;
    /**
     * Not 0: only relations that hold at the instant `at`. 0: of all times.
     */
    uint64_t at_instant;
    /**
     * The instant, in microseconds since 1970 (UTC).
     */
    int64_t at;
    /**
     * Only relations of these kinds (NHI_RELATION_...); none for all.
     */
    const int32_t *kinds;
    /**
     * How many kinds.
     */
    uint64_t kinds_len;
    /**
     * Only what is connected with one of these records, such as asset:web-1, in either direction; none for everything.
     */
    const nhi_text *around;
    /**
     * How many records.
     */
    uint64_t around_len;
    /**
     * At most so many relations away from them; 0 for any number.
     */
    uint64_t within;
} nhi_dot_filter;

/**
 * How a table looks. NULL stands for a hundred columns without colour and with explanations.
 */
typedef struct {
    /**
     * sizeof(nhi_table_options).
     */
    uint64_t struct_size;
    /**
     * How many columns wide; 0 for a hundred.
     */
    uint64_t width;
    /**
     * Not 0: with the colours of a terminal.
     */
    uint64_t colour;
    /**
     * Not 0: without a sentence under each finding.
     */
    uint64_t no_explanations;
} nhi_table_options;

/**
 * A table that comes in.
 */
typedef struct {
    /**
     * The type of its records: NHI_RECORD_TYPE_...
     */
    uint64_t record_type;
    /**
     * Its rows.
     */
    ArrowArrayStream *stream;
} nhi_arrow_table;

/**
 * Who does something, when and why, and what they hand in with it. Set everything to zero, then struct_size, then the rest.
 */
typedef struct {
    /**
     * sizeof(nhi_act).
     */
    uint64_t struct_size;
    /**
     * When it is done, in microseconds since 1970 (UTC).
     */
    int64_t at;
    /**
     * Not 0: `recorded_at` says when it is recorded. 0: at once, or with the last event where that was recorded later.
     */
    uint64_t recorded_later;
    /**
     * When it is recorded, in microseconds since 1970 (UTC).
     */
    int64_t recorded_at;
    /**
     * Who does it.
     */
    nhi_text by;
    /**
     * Why.
     */
    nhi_text reason;
    /**
     * In which system; NULL where that is not said.
     */
    nhi_text source;
    /**
     * Evidence and overrides that are handed in, as records in JSON Lines; NULL for none.
     */
    nhi_text handed_in;
} nhi_act;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Frees an error. NULL is nothing to free.
 */
int32_t nhi_error_free(nhi_error *error, nhi_error **err);

/**
 * The number of its code: what the call that failed returned. One of NHI_CODE_...
 */
int32_t nhi_error_code(const nhi_error *error, int32_t *code, nhi_error **err);

/**
 * What went wrong and what to do about it, in words. For refused records it lists every problem that is kept, one a line.
 */
int32_t nhi_error_message(const nhi_error *error,
                          nhi_string **message,
                          nhi_error **err);

/**
 * For refused records (NHI_CODE_INVALID_INPUT): how many problems are kept, which are the first hundred at most, and how many
 * there were in all. Otherwise 0. Either place may be NULL.
 */
int32_t nhi_error_problems(const nhi_error *error,
                           uint64_t *kept,
                           uint64_t *total,
                           nhi_error **err);

/**
 * The code of one problem: which kind of mistake. One of NHI_CODE_...
 */
int32_t nhi_error_problem_code(const nhi_error *error, uint64_t index, int32_t *code, nhi_error **err);

/**
 * The file that one problem stands in; NULL where records came from none.
 */
int32_t nhi_error_problem_file(const nhi_error *error, uint64_t index, nhi_string **file, nhi_error **err);

/**
 * The line that one problem stands in, from 1; 0 where that is not known.
 */
int32_t nhi_error_problem_line(const nhi_error *error, uint64_t index, uint64_t *line, nhi_error **err);

/**
 * The position of one problem's record in its batch, from 0; -1 where that is not known.
 */
int32_t nhi_error_problem_record(const nhi_error *error, uint64_t index, int64_t *record, nhi_error **err);

/**
 * The field that one problem is about; NULL where it is about none.
 */
int32_t nhi_error_problem_field(const nhi_error *error, uint64_t index, nhi_string **field, nhi_error **err);

/**
 * What is wrong and what to do about it, in words, without the place.
 */
int32_t nhi_error_problem_message(const nhi_error *error, uint64_t index, nhi_string **message, nhi_error **err);

/**
 * Frees a text. NULL is nothing to free.
 */
int32_t nhi_string_free(nhi_string *string, nhi_error **err);

/**
 * Where a text begins and how many bytes it has. Valid until the text is freed. No NUL ends it.
 */
int32_t nhi_string_data(const nhi_string *string, const char **data, uint64_t *len, nhi_error **err);

/**
 * Frees a list of texts. NULL is nothing to free.
 */
int32_t nhi_strings_free(nhi_strings *strings, nhi_error **err);

/**
 * How many texts there are.
 */
int32_t nhi_strings_len(const nhi_strings *strings, uint64_t *len, nhi_error **err);

/**
 * Where one text of the list begins and how many bytes it has. Valid until the list is freed. No NUL ends it.
 */
int32_t nhi_strings_at(const nhi_strings *strings, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * The version of the calls and types that this library has: at least NHI_ABI_VERSION of the header that a program was
 * compiled with, or the program may miss some. The only call that returns something else than a status.
 */
int32_t nhi_abi_version(void);

/**
 * The version of this library, such as 0.1.0. Never freed.
 */
int32_t nhi_version(const char **data, uint64_t *len, nhi_error **err);

/**
 * The word for a number of a vocabulary (NHI_VOCABULARY_...): `issuer_retired` for NHI_REASON_ISSUER_RETIRED. Never freed.
 */
int32_t nhi_word(int32_t vocabulary,
                 int32_t number,
                 const char **data,
                 uint64_t *len,
                 nhi_error **err);

/**
 * The number for a word of a vocabulary (NHI_VOCABULARY_...): NHI_REASON_ISSUER_RETIRED for `issuer_retired`.
 */
int32_t nhi_number(int32_t vocabulary, const char *word, uint64_t word_len, int32_t *number, nhi_error **err);

/**
 * How many words a vocabulary (NHI_VOCABULARY_...) has.
 */
int32_t nhi_vocabulary_len(int32_t vocabulary, uint64_t *len, nhi_error **err);

/**
 * The number of one word of a vocabulary (NHI_VOCABULARY_...), in the order of the model.
 */
int32_t nhi_vocabulary_at(int32_t vocabulary, uint64_t index, int32_t *number, nhi_error **err);

/**
 * The instant that a text in RFC 3339 means, such as 2026-02-01T09:30:00Z, in microseconds since 1970 (UTC).
 */
int32_t nhi_instant_parse(const char *text, uint64_t text_len, int64_t *micros, nhi_error **err);

/**
 * An instant as text in RFC 3339.
 */
int32_t nhi_instant_text(int64_t micros, nhi_string **text, nhi_error **err);

/**
 * An empty inventory whose events are not kept. For one with a journal, see nhi_inventory_open.
 */
int32_t nhi_inventory_new(nhi_inventory **inventory, nhi_error **err);

/**
 * Frees an inventory. NULL is nothing to free. Answers that it gave stay.
 */
int32_t nhi_inventory_free(nhi_inventory *inventory, nhi_error **err);

/**
 * How many records there are, of every type.
 */
int32_t nhi_inventory_len(const nhi_inventory *inventory, uint64_t *len, nhi_error **err);

/**
 * The sequence number of the last event; 0 before the first.
 */
int32_t nhi_inventory_sequence(const nhi_inventory *inventory, uint64_t *sequence, nhi_error **err);

/**
 * How many bytes it takes, by part. Set struct_size of `memory` before.
 */
int32_t nhi_inventory_memory(const nhi_inventory *inventory, nhi_footprint *memory, nhi_error **err);

/**
 * How much one batch may bring. Set struct_size of `limits` before.
 */
int32_t nhi_inventory_limits(const nhi_inventory *inventory, nhi_limits *limits, nhi_error **err);

/**
 * Sets how much one batch may bring.
 */
int32_t nhi_inventory_set_limits(nhi_inventory *inventory, const nhi_limits *limits, nhi_error **err);

/**
 * Whether two inventories know the same, whatever order it came in: 1 or 0.
 */
int32_t nhi_inventory_equal(const nhi_inventory *one, const nhi_inventory *other, int32_t *equal, nhi_error **err);

/**
 * The value of a field (NHI_FIELD_...) of a record, such as asset:web-1, at an instant, as a word; NULL where it is unknown.
 * The word is never freed.
 */
int32_t nhi_inventory_value(const nhi_inventory *inventory,
                            const char *subject,
                            uint64_t subject_len,
                            int32_t field,
                            int64_t at,
                            const char **data,
                            uint64_t *len,
                            nhi_error **err);

/**
 * Adds a batch of records, given as JSON Lines in UTF-8, all or nothing.
 *
 * Where a record is wrong the call returns NHI_CODE_INVALID_INPUT, and the error names the code, the line, the position and
 * the field of each problem. `added`, which may be NULL, tells what became of the records; set its struct_size before.
 */
int32_t nhi_inventory_add_jsonl(nhi_inventory *inventory,
                                const char *text,
                                uint64_t text_len,
                                const nhi_context *context,
                                nhi_added *added,
                                nhi_error **err);

/**
 * Adds the records at a path as one batch, all or nothing: a .jsonl file, or a folder of tables (assets.csv,
 * credentials.jsonl, relations.parquet and so on). The rest is as for nhi_inventory_add_jsonl.
 */
int32_t nhi_inventory_add_path(nhi_inventory *inventory,
                               const char *path,
                               uint64_t path_len,
                               const nhi_context *context,
                               nhi_added *added,
                               nhi_error **err);

/**
 * Adds what the context's source shows at an instant, given as JSON Lines in UTF-8, all or nothing.
 *
 * It is compared with what that source showed last; differences become changes between the two observations. What the source
 * no longer shows is reported in `observation`, which may be NULL, and nothing is concluded from it.
 */
int32_t nhi_inventory_observe_jsonl(nhi_inventory *inventory,
                                    const char *text,
                                    uint64_t text_len,
                                    int64_t observed_at,
                                    const nhi_context *context,
                                    nhi_observation **observation,
                                    nhi_error **err);

/**
 * Adds what the context's source shows at an instant, from a .jsonl file or a folder of tables. The rest is as for
 * nhi_inventory_observe_jsonl.
 */
int32_t nhi_inventory_observe_path(nhi_inventory *inventory,
                                   const char *path,
                                   uint64_t path_len,
                                   int64_t observed_at,
                                   const nhi_context *context,
                                   nhi_observation **observation,
                                   nhi_error **err);

/**
 * Frees an observation. NULL is nothing to free.
 */
int32_t nhi_observation_free(nhi_observation *observation, nhi_error **err);

/**
 * What became of the records, among them the changes that differences were turned into. Set struct_size of `added` before.
 */
int32_t nhi_observation_added(const nhi_observation *observation,
                              nhi_added *added,
                              nhi_error **err);

/**
 * The assets, identities and credentials that the source showed the time before and no longer does, such as asset:web-1.
 */
int32_t nhi_observation_no_longer_shown(const nhi_observation *observation,
                                        nhi_strings **references,
                                        nhi_error **err);

/**
 * The relations, each as a record in JSON, that the source showed the time before and no longer does.
 */
int32_t nhi_observation_relations_no_longer_shown(const nhi_observation *observation,
                                                  nhi_strings **relations,
                                                  nhi_error **err);

/**
 * How many formats of other systems' exports are read.
 */
int32_t nhi_format_len(uint64_t *len, nhi_error **err);

/**
 * The name of a format, as nhi_sources_add takes it, such as aws-credential-report. Never freed.
 */
int32_t nhi_format_name(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * The system that writes a format; its ids begin with this word. Never freed.
 */
int32_t nhi_format_system(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * What a format holds. Never freed.
 */
int32_t nhi_format_title(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * How one exports a format from its system: the command, or the menu. Never freed.
 */
int32_t nhi_format_export(uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * No exports yet, to be joined by every rule.
 */
int32_t nhi_sources_new(nhi_sources **sources, nhi_error **err);

/**
 * Frees sources. NULL is nothing to free. What was loaded from them stays.
 */
int32_t nhi_sources_free(nhi_sources *sources, nhi_error **err);

/**
 * One export more: the name of its format (see nhi_format_name), and the path of a file, or of a folder of such files. It is
 * read when it is loaded.
 *
 * `name` is what reports call it; NULL for the name of its format. `scope` is the account, tenant, organisation, cluster or
 * server that it comes from, for exports that don't say so themselves, and to tell two of the same kind apart; NULL for none.
 */
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

/**
 * The rules that say which records of different sources are the same thing, in the order in which they are asked, such as
 * serial_number; a rule left out merges nothing.
 */
int32_t nhi_sources_rules(nhi_sources *sources,
                          const nhi_text *rules,
                          uint64_t rules_len,
                          nhi_error **err);

/**
 * Trusts a source, by the name that reports call it, for a field of records, such as stage; * stands for every field for which
 * none is trusted. Of several that are trusted for a field, the first is right.
 */
int32_t nhi_sources_trust(nhi_sources *sources,
                          const char *field,
                          uint64_t field_len,
                          const char *source,
                          uint64_t source_len,
                          nhi_error **err);

/**
 * Keeps two records apart, such as asset:web-1 and asset:web-2, whatever the rules say. This undoes a merge.
 */
int32_t nhi_sources_keep_apart(nhi_sources *sources,
                               const char *one,
                               uint64_t one_len,
                               const char *other,
                               uint64_t other_len,
                               nhi_error **err);

/**
 * Adds what exports show as one batch, all or nothing.
 *
 * Nothing that is unknown in an export stops it: what was read, assumed, skipped and merged is in `load`, which may be NULL, as
 * may `added`; set the struct_size of that before. For exports that will be loaded again, see nhi_inventory_observe_sources.
 */
int32_t nhi_inventory_add_sources(nhi_inventory *inventory,
                                  const nhi_sources *sources,
                                  const nhi_context *context,
                                  nhi_added *added,
                                  nhi_load_report **load,
                                  nhi_error **err);

/**
 * Adds what exports show at an instant as one batch, all or nothing; the context names the source that all of them are
 * together.
 *
 * They are compared with what they showed last; differences become changes between the two observations, so that tomorrow's
 * exports of the same systems add just what changed. `observation` and `load` may be NULL.
 */
int32_t nhi_inventory_observe_sources(nhi_inventory *inventory,
                                      const nhi_sources *sources,
                                      int64_t observed_at,
                                      const nhi_context *context,
                                      nhi_observation **observation,
                                      nhi_load_report **load,
                                      nhi_error **err);

/**
 * Frees a load report. NULL is nothing to free.
 */
int32_t nhi_load_report_free(nhi_load_report *report, nhi_error **err);

/**
 * All of it in a few lines for people: what was read of each export, what was assumed, not known, dropped and skipped, and what
 * was merged.
 */
int32_t nhi_load_report_text(const nhi_load_report *report,
                             nhi_string **text,
                             nhi_error **err);

/**
 * How many exports were loaded, and how many pairs of records became one.
 */
int32_t nhi_load_report_len(const nhi_load_report *report, uint64_t *sources, uint64_t *merges, nhi_error **err);

/**
 * The name of one export, as the caller gave it. Valid until the report is freed.
 */
int32_t nhi_load_report_source(const nhi_load_report *report,
                               uint64_t source,
                               const char **data,
                               uint64_t *len,
                               nhi_error **err);

/**
 * How many entries one export has: rows, or objects of its lists; and how many of them could not be used.
 */
int32_t nhi_load_report_entries(const nhi_load_report *report,
                                uint64_t source,
                                uint64_t *entries,
                                uint64_t *skipped,
                                nhi_error **err);

/**
 * How many records of a type (NHI_RECORD_TYPE_...) one export shows, and how many it just names, which yield to an export that
 * shows them.
 */
int32_t nhi_load_report_records(const nhi_load_report *report,
                                uint64_t source,
                                int32_t record_type,
                                uint64_t *shown,
                                uint64_t *named,
                                nhi_error **err);

/**
 * What was taken for granted of one export, each as a sentence.
 */
int32_t nhi_load_report_assumptions(const nhi_load_report *report,
                                    uint64_t source,
                                    nhi_strings **sentences,
                                    nhi_error **err);

/**
 * Fields of one export that this library has no use for or does not know.
 */
int32_t nhi_load_report_unread_fields(const nhi_load_report *report,
                                      uint64_t source,
                                      nhi_strings **fields,
                                      nhi_error **err);

/**
 * One entry of an export that could not be used, of the first hundred: where it begins, its file and line from 1, and why.
 */
int32_t nhi_load_report_skipped(const nhi_load_report *report,
                                uint64_t source,
                                uint64_t index,
                                nhi_string **file,
                                uint64_t *line,
                                nhi_string **why,
                                nhi_error **err);

/**
 * Two records that became one: the one that they are now, such as asset:web-1, the one that went into it, and the rule that said
 * so. nhi_sources_keep_apart with both undoes it.
 */
int32_t nhi_load_report_merge(const nhi_load_report *report,
                              uint64_t index,
                              nhi_string **kept,
                              nhi_string **joined,
                              nhi_string **rule,
                              nhi_error **err);

/**
 * Every record as JSON Lines, in an order that depends on the records alone, behind a line that names the schema. They load to
 * an equal inventory (leniently, if there are references to absent records).
 */
int32_t nhi_inventory_records(const nhi_inventory *inventory,
                              nhi_string **jsonl,
                              nhi_error **err);

/**
 * Writes every record into a folder, one table of JSON Lines for each type. The folder is made if it is not there.
 */
int32_t nhi_inventory_write_folder(const nhi_inventory *inventory,
                                   const char *path,
                                   uint64_t path_len,
                                   nhi_error **err);

/**
 * Writes every record into a folder, one CSV table for each type. The folder is made if it is not there.
 */
int32_t nhi_inventory_write_csv_folder(const nhi_inventory *inventory,
                                       const char *path,
                                       uint64_t path_len,
                                       nhi_error **err);

/**
 * The JSON Schema of a record.
 */
int32_t nhi_record_schema(nhi_string **schema, nhi_error **err);

/**
 * The inventory that a journal file tells, going on where it ends; a file that is not there is made, and empty.
 *
 * Every accepted batch becomes one event at the end of the file before the call that added it returns. The file belongs to
 * one inventory at a time.
 */
int32_t nhi_inventory_open(const char *path,
                           uint64_t path_len,
                           nhi_inventory **inventory,
                           nhi_error **err);

/**
 * What was known when this event had just been accepted, whatever was learnt since; event 0 is the empty beginning. A new
 * inventory without a journal.
 */
int32_t nhi_inventory_as_known_at(const nhi_inventory *inventory,
                                  uint64_t event,
                                  nhi_inventory **then,
                                  nhi_error **err);

/**
 * Finds every orphaned credential at an instant, in microseconds since 1970 (UTC).
 *
 * `with_since`, where it is not 0, works out since when each finding has held; that takes longer, and alone is told to the progress of
 * `effort` and stopped by it. `policy` and `effort` may be NULL.
 */
int32_t nhi_orphans(const nhi_inventory *inventory,
                    int64_t at,
                    const nhi_policy *policy,
                    int32_t with_since,
                    const nhi_effort *effort,
                    nhi_report **report,
                    nhi_error **err);

/**
 * Frees a report. NULL is nothing to free.
 */
int32_t nhi_report_free(nhi_report *report, nhi_error **err);

/**
 * How many findings there are.
 */
int32_t nhi_report_len(const nhi_report *report, uint64_t *len, nhi_error **err);

/**
 * The instant it is about, in microseconds since 1970 (UTC).
 */
int32_t nhi_report_at(const nhi_report *report, int64_t *at, nhi_error **err);

/**
 * The id of the credential: where it begins and how many bytes it has. Valid until the report is freed. No NUL ends it.
 */
int32_t nhi_report_credential(const nhi_report *report,
                              uint64_t finding,
                              const char **data,
                              uint64_t *len,
                              nhi_error **err);

/**
 * The credential as a reference, such as credential:ak-7.
 */
int32_t nhi_report_subject(const nhi_report *report, uint64_t finding, nhi_string **subject, nhi_error **err);

/**
 * How it stands: NHI_FINDING_STATUS_...
 */
int32_t nhi_report_status(const nhi_report *report, uint64_t finding, int32_t *status, nhi_error **err);

/**
 * How bad it is: NHI_SEVERITY_...
 */
int32_t nhi_report_severity(const nhi_report *report, uint64_t finding, int32_t *severity, nhi_error **err);

/**
 * All reasons that hold (NHI_REASON_...), in the order of the model: up to `capacity` of them go to `reasons`, and how many
 * there are to `count`. NHI_VOCABULARY_REASON has as many words as there can be.
 */
int32_t nhi_report_reasons(const nhi_report *report,
                           uint64_t finding,
                           int32_t *reasons,
                           uint64_t capacity,
                           uint64_t *count,
                           nhi_error **err);

/**
 * Of these, those that rest on records which are referred to and missing. The rest is as for nhi_report_reasons.
 */
int32_t nhi_report_indeterminate(const nhi_report *report,
                                 uint64_t finding,
                                 int32_t *reasons,
                                 uint64_t capacity,
                                 uint64_t *count,
                                 nhi_error **err);

/**
 * Since when it has held without a gap, in microseconds since 1970 (UTC), of a report that was asked for `with_since`.
 * `always` is 1, and `since` stays as it is, where it held at every earlier instant; otherwise 0.
 */
int32_t nhi_report_since(const nhi_report *report, uint64_t finding, int64_t *since, int32_t *always, nhi_error **err);

/**
 * The records and changes that make each reason true.
 */
int32_t nhi_report_witnesses(const nhi_report *report, uint64_t finding, nhi_witnesses **witnesses, nhi_error **err);

/**
 * Who is responsible, such as identity:alice: the owners, gone or not, and the team that the policy names.
 */
int32_t nhi_report_responsible(const nhi_report *report, uint64_t finding, nhi_strings **responsible, nhi_error **err);

/**
 * The ids of the controls it touches, such as NHI1:2025. nhi_control tells what they are.
 */
int32_t nhi_report_controls(const nhi_report *report, uint64_t finding, nhi_strings **controls, nhi_error **err);

/**
 * One plain sentence that a person can act on.
 */
int32_t nhi_report_explanation(const nhi_report *report, uint64_t finding, nhi_string **sentence, nhi_error **err);

/**
 * The title of a control and the publication it stands in, by its id. Neither is ever freed.
 */
int32_t nhi_control(const char *id,
                    uint64_t id_len,
                    const char **title,
                    uint64_t *title_len,
                    const char **standard,
                    uint64_t *standard_len,
                    nhi_error **err);

/**
 * Frees a list of witnesses. NULL is nothing to free.
 */
int32_t nhi_witnesses_free(nhi_witnesses *witnesses, nhi_error **err);

/**
 * How many witnesses there are.
 */
int32_t nhi_witnesses_len(const nhi_witnesses *witnesses, uint64_t *len, nhi_error **err);

/**
 * The reason (NHI_REASON_...) that a witness makes true; 0 where it explains something else.
 */
int32_t nhi_witnesses_reason(const nhi_witnesses *witnesses, uint64_t index, int32_t *reason, nhi_error **err);

/**
 * The record, such as asset:web-1.
 */
int32_t nhi_witnesses_record(const nhi_witnesses *witnesses, uint64_t index, nhi_string **record, nhi_error **err);

/**
 * The relation (NHI_RELATION_...) by which the record is connected; 0 for none.
 */
int32_t nhi_witnesses_relation(const nhi_witnesses *witnesses, uint64_t index, int32_t *relation, nhi_error **err);

/**
 * The state of the record, as a word: a stage or status, or what became of it, such as absent, ended or expired. Never freed.
 */
int32_t nhi_witnesses_state(const nhi_witnesses *witnesses,
                            uint64_t index,
                            const char **data,
                            uint64_t *len,
                            nhi_error **err);

/**
 * When the record came to be so, at the latest, in microseconds since 1970 (UTC). `known` is 1, or 0 where nobody said, and
 * `micros` stays as it is.
 */
int32_t nhi_witnesses_at(const nhi_witnesses *witnesses,
                         uint64_t index,
                         int64_t *micros,
                         int32_t *known,
                         nhi_error **err);

/**
 * When the record came to be so, at the earliest, where that is not known exactly. The rest is as for nhi_witnesses_at.
 */
int32_t nhi_witnesses_not_before(const nhi_witnesses *witnesses,
                                 uint64_t index,
                                 int64_t *micros,
                                 int32_t *known,
                                 nhi_error **err);

/**
 * Who did it; NULL where nobody said.
 */
int32_t nhi_witnesses_by(const nhi_witnesses *witnesses, uint64_t index, nhi_string **by, nhi_error **err);

/**
 * Why they did it; NULL where nobody said.
 */
int32_t nhi_witnesses_because(const nhi_witnesses *witnesses, uint64_t index, nhi_string **because, nhi_error **err);

/**
 * Counts the findings of a report.
 */
int32_t nhi_report_summary(const nhi_report *report, nhi_summary **summary, nhi_error **err);

/**
 * Frees a summary. NULL is nothing to free.
 */
int32_t nhi_summary_free(nhi_summary *summary, nhi_error **err);

/**
 * How many credentials work.
 */
int32_t nhi_summary_live_credentials(const nhi_summary *summary, uint64_t *count, nhi_error **err);

/**
 * How many credentials work and are orphaned.
 */
int32_t nhi_summary_orphaned(const nhi_summary *summary, uint64_t *count, nhi_error **err);

/**
 * Of these, how many have no other reason than that nobody owns them: on a first import most, and what is missing may be data.
 */
int32_t nhi_summary_unowned_only(const nhi_summary *summary,
                                 uint64_t *count,
                                 nhi_error **err);

/**
 * Of these, how many rest on records that are referred to and missing.
 */
int32_t nhi_summary_indeterminate(const nhi_summary *summary, uint64_t *count, nhi_error **err);

/**
 * How many are of this severity (NHI_SEVERITY_...).
 */
int32_t nhi_summary_by_severity(const nhi_summary *summary, int32_t severity, uint64_t *count, nhi_error **err);

/**
 * How many bear this reason (NHI_REASON_...); one may bear several.
 */
int32_t nhi_summary_by_reason(const nhi_summary *summary, int32_t reason, uint64_t *count, nhi_error **err);

/**
 * Explains a credential, by its id, at an instant, in microseconds since 1970 (UTC). `policy` may be NULL.
 */
int32_t nhi_explain(const nhi_inventory *inventory,
                    const char *credential,
                    uint64_t credential_len,
                    int64_t at,
                    const nhi_policy *policy,
                    nhi_explanation **explanation,
                    nhi_error **err);

/**
 * Frees an explanation. NULL is nothing to free.
 */
int32_t nhi_explanation_free(nhi_explanation *explanation, nhi_error **err);

/**
 * Whether the credential is orphaned, justified or not live: NHI_VERDICT_...
 */
int32_t nhi_explanation_verdict(const nhi_explanation *explanation, int32_t *verdict, nhi_error **err);

/**
 * One plain sentence that a person can act on.
 */
int32_t nhi_explanation_sentence(const nhi_explanation *explanation, nhi_string **sentence, nhi_error **err);

/**
 * The reasons, if it is orphaned. The rest is as for nhi_report_reasons.
 */
int32_t nhi_explanation_reasons(const nhi_explanation *explanation,
                                int32_t *reasons,
                                uint64_t capacity,
                                uint64_t *count,
                                nhi_error **err);

/**
 * For an orphan, the records and changes that make each reason true; for one that is not live, since when and why.
 */
int32_t nhi_explanation_witnesses(const nhi_explanation *explanation, nhi_witnesses **witnesses, nhi_error **err);

/**
 * Who is responsible, such as identity:alice: the owners, gone or not, and the team that the policy names.
 */
int32_t nhi_explanation_responsible(const nhi_explanation *explanation, nhi_strings **responsible, nhi_error **err);

/**
 * For a justified credential, the relations that lead to somebody who answers for it; otherwise an empty chain.
 */
int32_t nhi_explanation_accountable(const nhi_explanation *explanation, nhi_chain **chain, nhi_error **err);

/**
 * For a justified credential, the relations that lead to what keeps it needed; otherwise an empty chain.
 */
int32_t nhi_explanation_needed(const nhi_explanation *explanation, nhi_chain **chain, nhi_error **err);

/**
 * Frees a chain. NULL is nothing to free.
 */
int32_t nhi_chain_free(nhi_chain *chain, nhi_error **err);

/**
 * How many relations a chain has.
 */
int32_t nhi_chain_len(const nhi_chain *chain, uint64_t *len, nhi_error **err);

/**
 * One relation of a chain, as it is recorded: the record that has it, its kind (NHI_RELATION_...), and where it leads. A chain
 * may go along a relation in either direction.
 */
int32_t nhi_chain_link(const nhi_chain *chain,
                       uint64_t index,
                       nhi_string **from,
                       int32_t *relation,
                       nhi_string **to,
                       nhi_error **err);

/**
 * What a credential, by its id, reaches at an instant, in microseconds since 1970 (UTC); nothing for one that is not live.
 */
int32_t nhi_blast_radius(const nhi_inventory *inventory,
                         const char *credential,
                         uint64_t credential_len,
                         int64_t at,
                         nhi_reach **reach,
                         nhi_error **err);

/**
 * Frees a reach. NULL is nothing to free.
 */
int32_t nhi_reach_free(nhi_reach *reach, nhi_error **err);

/**
 * How many assets there are.
 */
int32_t nhi_reach_len(const nhi_reach *reach, uint64_t *len, nhi_error **err);

/**
 * The id of one asset: where it begins and how many bytes it has. Valid until the reach is freed. No NUL ends it.
 */
int32_t nhi_reach_asset(const nhi_reach *reach, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * The highest privilege (NHI_PRIVILEGE_...) with which one asset is entered.
 */
int32_t nhi_reach_privilege(const nhi_reach *reach, uint64_t index, int32_t *privilege, nhi_error **err);

/**
 * A shortest way to enter one asset so, from the credential to the asset, each a reference such as identity:bot.
 */
int32_t nhi_reach_path(const nhi_reach *reach, uint64_t index, nhi_strings **path, nhi_error **err);

/**
 * Counts the assets that every live credential lets its holder enter at an instant, in microseconds since 1970 (UTC), with
 * at least this privilege (NHI_PRIVILEGE_...). `effort` may be NULL; it is worked out on one thread.
 */
int32_t nhi_blast_radii(const nhi_inventory *inventory,
                        int64_t at,
                        int32_t least,
                        const nhi_effort *effort,
                        nhi_radii **radii,
                        nhi_error **err);

/**
 * Frees radii. NULL is nothing to free.
 */
int32_t nhi_radii_free(nhi_radii *radii, nhi_error **err);

/**
 * The instant they are about, in microseconds since 1970 (UTC).
 */
int32_t nhi_radii_at(const nhi_radii *radii, int64_t *at, nhi_error **err);

/**
 * The least privilege (NHI_PRIVILEGE_...) with which the assets are entered that are counted.
 */
int32_t nhi_radii_least(const nhi_radii *radii, int32_t *least, nhi_error **err);

/**
 * How many live credentials there are.
 */
int32_t nhi_radii_len(const nhi_radii *radii, uint64_t *len, nhi_error **err);

/**
 * The id of one credential: where it begins and how many bytes it has. Valid until the radii are freed. No NUL ends it.
 */
int32_t nhi_radii_credential(const nhi_radii *radii, uint64_t index, const char **data, uint64_t *len, nhi_error **err);

/**
 * How many assets one credential lets its holder enter.
 */
int32_t nhi_radii_assets(const nhi_radii *radii, uint64_t index, uint64_t *assets, nhi_error **err);

/**
 * How many assets a credential, by its id, lets its holder enter. `is_live` is 0 for one that is not live; it enters none.
 */
int32_t nhi_radii_of(const nhi_radii *radii,
                     const char *credential,
                     uint64_t credential_len,
                     int32_t *is_live,
                     uint64_t *assets,
                     nhi_error **err);

/**
 * Estimates what nhi_blast_radii counts. `effort` may be NULL; it is worked out on one thread.
 */
int32_t nhi_estimated_blast_radii(const nhi_inventory *inventory,
                                  int64_t at,
                                  int32_t least,
                                  const nhi_effort *effort,
                                  nhi_estimated_radii **radii,
                                  nhi_error **err);

/**
 * Frees estimated radii. NULL is nothing to free.
 */
int32_t nhi_estimated_radii_free(nhi_estimated_radii *radii, nhi_error **err);

/**
 * The instant they are about, in microseconds since 1970 (UTC).
 */
int32_t nhi_estimated_radii_at(const nhi_estimated_radii *radii, int64_t *at, nhi_error **err);

/**
 * The least privilege (NHI_PRIVILEGE_...) with which the assets are entered that are counted.
 */
int32_t nhi_estimated_radii_least(const nhi_estimated_radii *radii, int32_t *least, nhi_error **err);

/**
 * How many live credentials there are.
 */
int32_t nhi_estimated_radii_len(const nhi_estimated_radii *radii, uint64_t *len, nhi_error **err);

/**
 * The id of one credential: where it begins and how many bytes it has. Valid until the radii are freed. No NUL ends it.
 */
int32_t nhi_estimated_radii_credential(const nhi_estimated_radii *radii,
                                       uint64_t index,
                                       const char **data,
                                       uint64_t *len,
                                       nhi_error **err);

/**
 * About how many assets one credential lets its holder enter, rounded; 0 only where it is none.
 */
int32_t nhi_estimated_radii_about(const nhi_estimated_radii *radii, uint64_t index, uint64_t *assets, nhi_error **err);

/**
 * Every ring of assets in service that run on or depend on each other at an instant, in microseconds since 1970 (UTC).
 */
int32_t nhi_rings(const nhi_inventory *inventory, int64_t at, nhi_ring_list **rings, nhi_error **err);

/**
 * Frees a list of rings. NULL is nothing to free.
 */
int32_t nhi_ring_list_free(nhi_ring_list *rings, nhi_error **err);

/**
 * How many rings there are.
 */
int32_t nhi_ring_list_len(const nhi_ring_list *rings, uint64_t *len, nhi_error **err);

/**
 * The ids of the assets in one ring.
 */
int32_t nhi_ring_list_at(const nhi_ring_list *rings, uint64_t index, nhi_strings **assets, nhi_error **err);

/**
 * The dependency graph, or the part of it that `filter` takes, in the DOT language. `filter` may be NULL.
 */
int32_t nhi_dot(const nhi_inventory *inventory, const nhi_dot_filter *filter, nhi_string **dot, nhi_error **err);

/**
 * A report as a table for a terminal. `options` may be NULL.
 */
int32_t nhi_report_table(const nhi_report *report,
                         const nhi_table_options *options,
                         nhi_string **text,
                         nhi_error **err);

/**
 * A report as JSON: its instant, its summary, and every finding with its witnesses.
 */
int32_t nhi_report_json(const nhi_report *report, nhi_string **text, nhi_error **err);

/**
 * A report as CSV, one finding a row. What a spreadsheet would take for a formula is defused.
 */
int32_t nhi_report_csv(const nhi_report *report, nhi_string **text, nhi_error **err);

/**
 * A summary as a table for a terminal. `options` may be NULL.
 */
int32_t nhi_summary_table(const nhi_summary *summary,
                          const nhi_table_options *options,
                          nhi_string **text,
                          nhi_error **err);

/**
 * What a credential reaches as a table for a terminal. `options` may be NULL.
 */
int32_t nhi_reach_table(const nhi_reach *reach, const nhi_table_options *options, nhi_string **text, nhi_error **err);

/**
 * What a credential reaches as JSON: each asset with its privilege and the number of its place, and the places on the ways to them, each with
 * the number of the place before it.
 */
int32_t nhi_reach_json(const nhi_reach *reach,
                       nhi_string **text,
                       nhi_error **err);

/**
 * What a credential reaches as CSV, one asset a row. What a spreadsheet would take for a formula is defused.
 */
int32_t nhi_reach_csv(const nhi_reach *reach, nhi_string **text, nhi_error **err);

/**
 * How far every live credential reaches as a table for a terminal. `options` may be NULL.
 */
int32_t nhi_radii_table(const nhi_radii *radii, const nhi_table_options *options, nhi_string **text, nhi_error **err);

/**
 * How far every live credential reaches as JSON: the instant, the least privilege, and each credential with its number.
 */
int32_t nhi_radii_json(const nhi_radii *radii, nhi_string **text, nhi_error **err);

/**
 * How far every live credential reaches as CSV, one credential a row. What a spreadsheet would take for a formula is defused.
 */
int32_t nhi_radii_csv(const nhi_radii *radii,
                      nhi_string **text,
                      nhi_error **err);

/**
 * Estimated radii as a table for a terminal. `options` may be NULL.
 */
int32_t nhi_estimated_radii_table(const nhi_estimated_radii *radii,
                                  const nhi_table_options *options,
                                  nhi_string **text,
                                  nhi_error **err);

/**
 * Estimated radii as JSON: the instant, the least privilege, and each credential with its number.
 */
int32_t nhi_estimated_radii_json(const nhi_estimated_radii *radii, nhi_string **text, nhi_error **err);

/**
 * Estimated radii as CSV, one credential a row. What a spreadsheet would take for a formula is defused.
 */
int32_t nhi_estimated_radii_csv(const nhi_estimated_radii *radii, nhi_string **text, nhi_error **err);

/**
 * Begins to monitor an inventory at an instant, in microseconds since 1970 (UTC). It can have one monitor at a time.
 */
int32_t nhi_monitor_new(nhi_inventory *inventory, int64_t at, nhi_monitor **monitor, nhi_error **err);

/**
 * Ends a monitor; its inventory can be changed again. NULL is nothing to free. What it said stays.
 */
int32_t nhi_monitor_free(nhi_monitor *monitor, nhi_error **err);

/**
 * Adds a record to the inventory, or several as one batch, given as JSON Lines in UTF-8, and says what that opened and closed at the
 * monitor's instant. Records that only stand together come so: one with another stage and the change that explains it.
 *
 * Errors are those of nhi_inventory_add_jsonl; nothing has changed then. `delta` may be NULL where nobody wants it.
 */
int32_t nhi_monitor_apply(nhi_monitor *monitor,
                          const char *text,
                          uint64_t text_len,
                          const nhi_context *context,
                          nhi_delta **delta,
                          nhi_error **err);

/**
 * Goes on to a later instant, in microseconds since 1970 (UTC), and says what time opened and closed until then: what holds at the
 * end, not what came and went on the way. `delta` may be NULL where nobody wants it.
 */
int32_t nhi_monitor_advance(nhi_monitor *monitor,
                            int64_t later,
                            nhi_delta **delta,
                            nhi_error **err);

/**
 * The instant that its findings are about, in microseconds since 1970 (UTC).
 */
int32_t nhi_monitor_at(const nhi_monitor *monitor, int64_t *at, nhi_error **err);

/**
 * How many findings stand.
 */
int32_t nhi_monitor_len(const nhi_monitor *monitor, uint64_t *len, nhi_error **err);

/**
 * The findings that stand, the most severe first, then by credential id.
 */
int32_t nhi_monitor_findings(const nhi_monitor *monitor, nhi_standings **findings, nhi_error **err);

/**
 * The finding on a credential, by its id, as a list of one; an empty list where it is no orphan, or not known.
 */
int32_t nhi_monitor_finding(const nhi_monitor *monitor,
                            const char *credential,
                            uint64_t credential_len,
                            nhi_standings **findings,
                            nhi_error **err);

/**
 * Frees a delta. NULL is nothing to free. Lists that it gave stay.
 */
int32_t nhi_delta_free(nhi_delta *delta, nhi_error **err);

/**
 * How many findings opened and closed. A finding whose reasons, severity or status became others closes as it was and opens as it
 * is. Either place may be NULL.
 */
int32_t nhi_delta_len(const nhi_delta *delta,
                      uint64_t *opened,
                      uint64_t *closed,
                      nhi_error **err);

/**
 * Findings that hold now and did not, or not so, by credential in the order in which these came in.
 */
int32_t nhi_delta_opened(const nhi_delta *delta, nhi_standings **opened, nhi_error **err);

/**
 * Findings that held and no longer do, or no longer so, by credential in the order in which these came in.
 */
int32_t nhi_delta_closed(const nhi_delta *delta, nhi_standings **closed, nhi_error **err);

/**
 * Frees a list of findings. NULL is nothing to free.
 */
int32_t nhi_standings_free(nhi_standings *standings, nhi_error **err);

/**
 * How many findings there are.
 */
int32_t nhi_standings_len(const nhi_standings *standings, uint64_t *len, nhi_error **err);

/**
 * The id of the credential: where it begins and how many bytes it has. Valid until the list is freed. No NUL ends it.
 */
int32_t nhi_standings_credential(const nhi_standings *standings,
                                 uint64_t finding,
                                 const char **data,
                                 uint64_t *len,
                                 nhi_error **err);

/**
 * The credential as a reference, such as credential:ak-7.
 */
int32_t nhi_standings_subject(const nhi_standings *standings, uint64_t finding, nhi_string **subject, nhi_error **err);

/**
 * How it stands: NHI_FINDING_STATUS_...
 */
int32_t nhi_standings_status(const nhi_standings *standings, uint64_t finding, int32_t *status, nhi_error **err);

/**
 * How bad it is: NHI_SEVERITY_...
 */
int32_t nhi_standings_severity(const nhi_standings *standings, uint64_t finding, int32_t *severity, nhi_error **err);

/**
 * All reasons that hold. The rest is as for nhi_report_reasons.
 */
int32_t nhi_standings_reasons(const nhi_standings *standings,
                              uint64_t finding,
                              int32_t *reasons,
                              uint64_t capacity,
                              uint64_t *count,
                              nhi_error **err);

/**
 * Of these, those that rest on records which are referred to and missing. The rest is as for nhi_report_reasons.
 */
int32_t nhi_standings_indeterminate(const nhi_standings *standings,
                                    uint64_t finding,
                                    int32_t *reasons,
                                    uint64_t capacity,
                                    uint64_t *count,
                                    nhi_error **err);

/**
 * Adds the records of tables, given as streams of Arrow, as one batch, all or nothing: from pyarrow, DuckDB, Polars, an ADBC
 * driver or whatever else speaks Arrow's C interface. Their texts are not copied on the way.
 *
 * Fields are told by the names of the columns, and a null is a field left out. Text is any of Arrow's types of text, also in a
 * dictionary; truth values are booleans; instants are timestamps with a time zone, or text; lists and maps are such, or text as in
 * CSV. Problems name a table and a row, from 1. The rest is as for nhi_inventory_add_jsonl.
 *
 * The streams are taken over: each is released, whatever the call returns.
 */
int32_t nhi_inventory_add_arrow(nhi_inventory *inventory,
                                const nhi_arrow_table *tables,
                                uint64_t tables_len,
                                const nhi_context *context,
                                nhi_added *added,
                                nhi_error **err);

/**
 * The findings of a report as a stream of Arrow, one a row: what pandas, Polars, DuckDB and the like take without a copy.
 *
 * The columns are those of nhi_report_csv: at, since (timestamps in microseconds, UTC; a since that is null is for ever, or was
 * not asked for), kind, status, severity (dictionaries), subject, credential (texts), reasons, indeterminate, responsible,
 * controls (lists). Where `with_witnesses` or `with_explanations` are not 0, witnesses or explanation too, which take longer.
 *
 * `stream` is a struct of the caller's, whose content is overwritten; its release callback frees what it holds. The stream
 * stays after the report is freed. Where a batch can't be made, its get_next fails.
 */
int32_t nhi_report_export_arrow(const nhi_report *report,
                                int32_t with_witnesses,
                                int32_t with_explanations,
                                ArrowArrayStream *stream,
                                nhi_error **err);

/**
 * Radii as a stream of Arrow, one credential a row: at (a timestamp in microseconds, UTC), least (a dictionary), credential (text),
 * assets (32 bits without sign). The rest is as for nhi_report_export_arrow.
 */
int32_t nhi_radii_export_arrow(const nhi_radii *radii,
                               ArrowArrayStream *stream,
                               nhi_error **err);

/**
 * Estimates as a stream of Arrow, one credential a row: at, least, credential, about (a float of 32 bits). The rest is as for
 * nhi_radii_export_arrow.
 */
int32_t nhi_estimated_radii_export_arrow(const nhi_estimated_radii *radii,
                                         ArrowArrayStream *stream,
                                         nhi_error **err);

/**
 * What would keep an asset, by its id, from entering a stage (NHI_STAGE_...) at an instant, in microseconds since 1970 (UTC).
 */
int32_t nhi_inventory_blockers(const nhi_inventory *inventory,
                               const char *asset,
                               uint64_t asset_len,
                               int32_t to,
                               int64_t at,
                               nhi_blockers **blockers,
                               nhi_error **err);

/**
 * What would keep an asset in service from another holder or owner at an instant; either may be NULL.
 */
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

/**
 * What would keep an asset in service from another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the
 * same) at an instant.
 */
int32_t nhi_inventory_rehome_blockers(const nhi_inventory *inventory,
                                      const char *asset,
                                      uint64_t asset_len,
                                      int32_t environment,
                                      const char *host,
                                      uint64_t host_len,
                                      int64_t at,
                                      nhi_blockers **blockers,
                                      nhi_error **err);

/**
 * Frees a list of blockers. NULL is nothing to free.
 */
int32_t nhi_blockers_free(nhi_blockers *blockers, nhi_error **err);

/**
 * How many gates do not let the act through.
 */
int32_t nhi_blockers_len(const nhi_blockers *blockers, uint64_t *len, nhi_error **err);

/**
 * The name of one gate: a word of NHI_VOCABULARY_GATE, or a gate of the user's own.
 */
int32_t nhi_blockers_gate(const nhi_blockers *blockers, uint64_t index, nhi_string **gate, nhi_error **err);

/**
 * What one gate says: NHI_GATE_VERDICT_FAIL or NHI_GATE_VERDICT_INDETERMINATE.
 */
int32_t nhi_blockers_verdict(const nhi_blockers *blockers, uint64_t index, int32_t *verdict, nhi_error **err);

/**
 * What is missing and what to do about it, in words.
 */
int32_t nhi_blockers_message(const nhi_blockers *blockers, uint64_t index, nhi_string **message, nhi_error **err);

/**
 * How many things one gate misses.
 */
int32_t nhi_blockers_missing_len(const nhi_blockers *blockers, uint64_t index, uint64_t *len, nhi_error **err);

/**
 * One thing that a gate misses: its kind (NHI_MISSING_...), which record it is about, and which field, evidence, method, serial
 * number or relation; NULL where there is none.
 */
int32_t nhi_blockers_missing(const nhi_blockers *blockers,
                             uint64_t index,
                             uint64_t missing,
                             int32_t *what,
                             nhi_string **record,
                             nhi_string **name,
                             nhi_error **err);

/**
 * The time of one thing that a gate misses, in microseconds since 1970 (UTC): from when on, and until when, or when. Each
 * `..._known` is 1, or 0 where there is no such instant and its place stays as it is.
 */
int32_t nhi_blockers_missing_time(const nhi_blockers *blockers,
                                  uint64_t index,
                                  uint64_t missing,
                                  int64_t *since,
                                  int32_t *since_known,
                                  int64_t *until,
                                  int32_t *until_known,
                                  nhi_error **err);

/**
 * The gates that did not let an act through, of the error of an act that failed with NHI_CODE_GATE_FAILED; otherwise none.
 */
int32_t nhi_error_blockers(const nhi_error *error,
                           nhi_blockers **blockers,
                           nhi_error **err);

/**
 * The stages (NHI_STAGE_...) that would have been legal, of the error of an act that failed with
 * NHI_CODE_ILLEGAL_TRANSITION; otherwise none. Up to `capacity` of them go to `stages`, and how many there are to `count`.
 */
int32_t nhi_error_legal_stages(const nhi_error *error,
                               int32_t *stages,
                               uint64_t capacity,
                               uint64_t *count,
                               nhi_error **err);

/**
 * Takes an asset, by its id, to a stage (NHI_STAGE_...), if every gate lets it. `done` may be NULL.
 *
 * Where a gate does not, the call returns NHI_CODE_GATE_FAILED, and nhi_error_blockers tells which and what is missing; where
 * the lifecycle has no such transition, NHI_CODE_ILLEGAL_TRANSITION, and nhi_error_legal_stages tells the legal ones.
 */
int32_t nhi_inventory_transition(nhi_inventory *inventory,
                                 const char *asset,
                                 uint64_t asset_len,
                                 int32_t to,
                                 const nhi_act *act,
                                 nhi_transitioned **done,
                                 nhi_error **err);

/**
 * Gives an asset in service to another holder or owner, if the gates for that let it; either may be NULL. The rest is as for
 * nhi_inventory_transition.
 */
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

/**
 * Moves an asset in service to another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the same), if the
 * gates for that let it. The rest is as for nhi_inventory_transition.
 */
int32_t nhi_inventory_rehome(nhi_inventory *inventory,
                             const char *asset,
                             uint64_t asset_len,
                             int32_t environment,
                             const char *host,
                             uint64_t host_len,
                             const nhi_act *act,
                             nhi_transitioned **done,
                             nhi_error **err);

/**
 * Frees what an act did. NULL is nothing to free.
 */
int32_t nhi_transitioned_free(nhi_transitioned *done, nhi_error **err);

/**
 * The stages (NHI_STAGE_...) before the act and since; the same where it changed none. Either place may be NULL.
 */
int32_t nhi_transitioned_stages(const nhi_transitioned *done, int32_t *from, int32_t *to, nhi_error **err);

/**
 * The sequence number of the act's event, and how many records it brought. Set struct_size of `added` before.
 */
int32_t nhi_transitioned_added(const nhi_transitioned *done, nhi_added *added, nhi_error **err);

/**
 * How many gates were asked.
 */
int32_t nhi_transitioned_gates_len(const nhi_transitioned *done, uint64_t *len, nhi_error **err);

/**
 * One gate that was asked, in order: its name, what the facts say (NHI_GATE_VERDICT_...), and who gave leave to pass it all
 * the same, by their id; NULL where nobody had to.
 */
int32_t nhi_transitioned_gate(const nhi_transitioned *done,
                              uint64_t index,
                              nhi_string **gate,
                              int32_t *verdict,
                              nhi_string **overridden_by,
                              nhi_error **err);

/**
 * Takes an asset of a monitored inventory, by its id, to a stage (NHI_STAGE_...), if every gate lets it, and says what that opened and
 * closed at the monitor's instant. `done` and `delta` may be NULL. Errors are those of nhi_inventory_transition; nothing has changed
 * then.
 */
int32_t nhi_monitor_transition(nhi_monitor *monitor,
                               const char *asset,
                               uint64_t asset_len,
                               int32_t to,
                               const nhi_act *act,
                               nhi_transitioned **done,
                               nhi_delta **delta,
                               nhi_error **err);

/**
 * Gives an asset of a monitored inventory to another holder or owner; either may be NULL. The rest is as for nhi_inventory_reassign and
 * nhi_monitor_transition.
 */
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

/**
 * Moves an asset of a monitored inventory to another environment (NHI_ENVIRONMENT_...; 0 for the same) or host (NULL for the same). The
 * rest is as for nhi_inventory_rehome and nhi_monitor_transition.
 */
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

/**
 * Adds what the context's source shows at an instant to a monitored inventory, given as JSON Lines in UTF-8, and says what that opened
 * and closed at the monitor's instant. `observation` and `delta` may be NULL. The rest is as for nhi_inventory_observe_jsonl; where it
 * fails, nothing has changed.
 */
int32_t nhi_monitor_observe_jsonl(nhi_monitor *monitor,
                                  const char *text,
                                  uint64_t text_len,
                                  int64_t observed_at,
                                  const nhi_context *context,
                                  nhi_observation **observation,
                                  nhi_delta **delta,
                                  nhi_error **err);

/**
 * Every change of a stage up to an instant, in microseconds since 1970 (UTC), that the rules would not have let through.
 */
int32_t nhi_ungated_transitions(const nhi_inventory *inventory,
                                int64_t at,
                                nhi_ungated **ungated,
                                nhi_error **err);

/**
 * Frees a list of changes. NULL is nothing to free.
 */
int32_t nhi_ungated_free(nhi_ungated *ungated, nhi_error **err);

/**
 * How many changes there are.
 */
int32_t nhi_ungated_len(const nhi_ungated *ungated, uint64_t *len, nhi_error **err);

/**
 * The asset of one change, such as asset:web-1.
 */
int32_t nhi_ungated_asset(const nhi_ungated *ungated, uint64_t index, nhi_string **asset, nhi_error **err);

/**
 * The stages (NHI_STAGE_...) that one change left and entered. Either place may be NULL.
 */
int32_t nhi_ungated_stages(const nhi_ungated *ungated, uint64_t index, int32_t *from, int32_t *to, nhi_error **err);

/**
 * When one change was made, at the latest, in microseconds since 1970 (UTC).
 */
int32_t nhi_ungated_at(const nhi_ungated *ungated, uint64_t index, int64_t *at, nhi_error **err);

/**
 * Who made one change; NULL where it does not say.
 */
int32_t nhi_ungated_by(const nhi_ungated *ungated, uint64_t index, nhi_string **by, nhi_error **err);

/**
 * How bad one change is: NHI_SEVERITY_...
 */
int32_t nhi_ungated_severity(const nhi_ungated *ungated, uint64_t index, int32_t *severity, nhi_error **err);

/**
 * Whether the lifecycle has such a transition: 1 or 0.
 */
int32_t nhi_ungated_in_table(const nhi_ungated *ungated, uint64_t index, int32_t *in_table, nhi_error **err);

/**
 * The stages (NHI_STAGE_...) that were legal instead; none where that of the change was. Up to `capacity` of them go to
 * `stages`, and how many there are to `count`.
 */
int32_t nhi_ungated_legal_stages(const nhi_ungated *ungated,
                                 uint64_t index,
                                 int32_t *stages,
                                 uint64_t capacity,
                                 uint64_t *count,
                                 nhi_error **err);

/**
 * The gates that one change would have failed.
 */
int32_t nhi_ungated_blockers(const nhi_ungated *ungated, uint64_t index, nhi_blockers **blockers, nhi_error **err);

/**
 * The lifecycle of the model with additions: rows, names of stages and gates of the user's own, as an object in JSON. Without
 * text, the model's own.
 *
 * {"stages": {"pending_retirement": "sunset"},
 *  "rows": [{"class": "saas", "from": "in_use", "to": "sanitized"}],
 *  "gates": [{"name": "dpo_agreed", "entering": ["sanitized"], "when": "data_classification >= confidential",
 *             "requires": "evidence(approval, verified) or label(\"dpo\") = \"yes\"", "remedy": "ask the officer"}],
 *  "observe_revocation": true}
 */
int32_t nhi_lifecycle_new(const char *extension,
                          uint64_t extension_len,
                          nhi_lifecycle **lifecycle,
                          nhi_error **err);

/**
 * The lifecycle whose gates the acts of an inventory have to pass.
 */
int32_t nhi_inventory_lifecycle(const nhi_inventory *inventory, nhi_lifecycle **lifecycle, nhi_error **err);

/**
 * Sets the lifecycle of an inventory. What happened under another one stays as it is.
 */
int32_t nhi_inventory_set_lifecycle(nhi_inventory *inventory, const nhi_lifecycle *lifecycle, nhi_error **err);

/**
 * Frees a lifecycle. NULL is nothing to free.
 */
int32_t nhi_lifecycle_free(nhi_lifecycle *lifecycle, nhi_error **err);

/**
 * How many transitions are legal, over all classes.
 */
int32_t nhi_lifecycle_len(const nhi_lifecycle *lifecycle, uint64_t *len, nhi_error **err);

/**
 * One legal transition, by class, then by stage: for assets of which class (NHI_ASSET_CLASS_...), from which stage to which
 * (NHI_STAGE_...).
 */
int32_t nhi_lifecycle_row(const nhi_lifecycle *lifecycle,
                          uint64_t index,
                          int32_t *asset_class,
                          int32_t *from,
                          int32_t *to,
                          nhi_error **err);

/**
 * The names of the gates of one legal transition: the model's, then the user's.
 */
int32_t nhi_lifecycle_gates(const nhi_lifecycle *lifecycle, uint64_t index, nhi_strings **gates, nhi_error **err);

/**
 * What people call a stage (NHI_STAGE_...): the user's word for it, or the model's.
 */
int32_t nhi_lifecycle_stage_name(const nhi_lifecycle *lifecycle, int32_t stage, nhi_string **name, nhi_error **err);

/**
 * The lifecycle of a class (NHI_ASSET_CLASS_...) in the DOT language of Graphviz.
 */
int32_t nhi_lifecycle_dot(const nhi_lifecycle *lifecycle, int32_t asset_class, nhi_string **dot, nhi_error **err);

/**
 * The lifecycle of a class (NHI_ASSET_CLASS_...) as a Mermaid state diagram.
 */
int32_t nhi_lifecycle_mermaid(const nhi_lifecycle *lifecycle,
                              int32_t asset_class,
                              nhi_string **mermaid,
                              nhi_error **err);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* NHI_LIFECYCLE_H */
