"""The words of the model, as types.

Every kind, stage, status, reason and the like is a plain ``str``; these types say which there are. The words are the
engine's: a test holds these types to it.
"""

from typing import Literal, TypeAlias

AssetClass: TypeAlias = Literal["hardware", "cloud", "software", "saas"]
"""Classes of assets; the class follows from the kind."""

AssetKind: TypeAlias = Literal[
    "laptop",
    "desktop",
    "server",
    "mobile_device",
    "network_device",
    "embedded_device",
    "storage_device",
    "other_hardware",
    "virtual_machine",
    "container",
    "cluster",
    "function",
    "cloud_account",
    "database",
    "object_store",
    "other_cloud",
    "application",
    "service",
    "pipeline",
    "repository",
    "secret_store",
    "management_server",
    "other_software",
    "saas",
    "collaboration_tool",
    "other_saas",
]
"""Kinds of assets."""

ChangeField: TypeAlias = Literal[
    "stage",
    "status",
    "environment",
    "management",
    "legal_hold",
    "criticality",
    "data_classification",
]
"""Fields whose past is kept."""

Code: TypeAlias = Literal[
    "invalid_input",
    "not_found",
    "clock_backwards",
    "journal_failed",
    "journal_corrupt",
    "journal_not_kept",
    "io",
    "invalid_argument",
    "cancelled",
    "gate_failed",
    "illegal_transition",
    "invalid_lifecycle",
    "invalid_syntax",
    "unknown_record",
    "unknown_field",
    "missing_field",
    "duplicate_field",
    "wrong_type",
    "unknown_value",
    "invalid_instant",
    "invalid_id",
    "invalid_reference",
    "secret_material",
    "field_too_long",
    "misplaced_field",
    "empty_interval",
    "duplicate_key",
    "unknown_reference",
    "wrong_ends",
    "overlapping_relation",
    "unexplained_value",
    "broken_chain",
    "newer_schema",
    "limit_exceeded",
    "invalid_handle",
    "null_pointer",
    "invalid_utf8",
    "internal",
]
"""Codes of errors and problems."""

CredentialKind: TypeAlias = Literal[
    "password",
    "api_key",
    "access_key",
    "client_secret",
    "personal_access_token",
    "oauth_token",
    "session_token",
    "certificate",
    "ssh_key",
    "keytab",
    "signing_key",
    "deploy_key",
    "webhook_secret",
    "recovery_factor",
    "other",
]
"""Kinds of credentials."""

CredentialStatus: TypeAlias = Literal["pending", "active", "suspended", "revoked", "destroyed"]
"""Statuses of credentials."""

Criticality: TypeAlias = Literal["low", "medium", "high", "critical"]
"""How much depends on an asset."""

DataClassification: TypeAlias = Literal["public", "internal", "confidential", "restricted"]
"""How secret the data on an asset is."""

Environment: TypeAlias = Literal["production", "staging", "development", "test", "other"]
"""What an asset, identity or credential is for."""

EvidenceKind: TypeAlias = Literal[
    "sanitization",
    "data_preserved",
    "custody_receipt",
    "disposal_certificate",
    "approval",
    "loss_report",
    "remote_wipe",
    "record_closed",
    "revocation_observed",
    "attestation",
]
"""Kinds of evidence."""

Gate: TypeAlias = Literal[
    "identified",
    "accountable",
    "no_hold",
    "dependents_clear",
    "custody_closed",
    "credentials_closed",
    "handed_over",
    "left_clean",
    "identities_closed",
    "entitlements_closed",
    "data_preserved",
    "sanitized",
    "record_closed",
    "disposed_of",
    "released",
    "loss_reported",
]
"""The gates of the model."""

GateVerdict: TypeAlias = Literal["pass", "fail", "indeterminate"]
"""What a gate answers; only `pass` lets an act through."""

IdentityClass: TypeAlias = Literal["human", "team", "non_human"]
"""Classes of identities; the class follows from the kind."""

IdentityKind: TypeAlias = Literal[
    "employee",
    "contractor",
    "team",
    "service_account",
    "workload",
    "device_account",
    "application",
    "bot",
    "ai_agent",
    "role",
    "third_party",
]
"""Kinds of identities."""

IdentityStatus: TypeAlias = Literal["pending", "active", "suspended", "deprovisioned"]
"""Statuses of identities."""

Lack: TypeAlias = Literal[
    "field",
    "evidence",
    "method",
    "verifier",
    "person",
    "medium",
    "release",
    "owner",
    "dependent",
    "credential",
    "identity",
    "entitlement",
    "custody",
    "coverage",
    "condition",
    "record",
]
"""What kind of thing a gate misses."""

Management: TypeAlias = Literal["managed", "unmanaged", "unknown"]
"""Whether an asset is under the organisation's control."""

MergeRule: TypeAlias = Literal[
    "serial_number",
    "asset_tag",
    "cloud_instance",
    "host_name",
    "mail",
    "named",
    "issued_at",
]
"""Rules by which records of different sources are the same thing."""

Namespace: TypeAlias = Literal["asset", "identity", "credential"]
"""Name spaces of ids."""

Operation: TypeAlias = Literal["reassign", "rehome"]
"""What may be done to an asset in service without a change of its stage."""

Outcome: TypeAlias = Literal["success", "failure"]
"""What came of an access."""

Privilege: TypeAlias = Literal["read", "write", "admin"]
"""What an entitlement allows, the least first."""

Reason: TypeAlias = Literal[
    "identity_gone",
    "identity_suspended",
    "asset_retired",
    "asset_abandoned",
    "detached",
    "principal_gone",
    "consumer_gone",
    "consumer_abandoned",
    "issuer_retired",
    "target_retired",
    "parent_gone",
    "owner_departed",
    "unowned",
]
"""Why a credential is orphaned."""

RecordType: TypeAlias = Literal[
    "asset",
    "identity",
    "credential",
    "relation",
    "change",
    "evidence",
    "override",
    "exception",
    "coverage",
    "access",
]
"""Types of records."""

RelationKind: TypeAlias = Literal[
    "owned_by",
    "assigned_to",
    "member_of",
    "runs_on",
    "depends_on",
    "attached_to",
    "acts_for",
    "entitled_to",
    "authenticates_as",
    "issued_by",
    "stored_on",
    "used_by",
    "derived_from",
]
"""Kinds of relations."""

SanitizationMethod: TypeAlias = Literal["clear", "purge", "destroy"]
"""How an asset was sanitized."""

Severity: TypeAlias = Literal["low", "medium", "high", "critical"]
"""How bad a finding is, the least first."""

Stage: TypeAlias = Literal[
    "discovered",
    "requested",
    "ordered",
    "in_stock",
    "in_use",
    "maintenance",
    "pending_return",
    "pending_retirement",
    "quarantine",
    "sanitized",
    "retired",
    "disposed",
    "missing",
]
"""Stages of an asset's life."""

StageGroup: TypeAlias = Literal["before_service", "in_service", "out_of_service"]
"""What a stage means for service."""

Status: TypeAlias = Literal["open", "indeterminate"]
"""How a finding stands."""

Verdict: TypeAlias = Literal["orphaned", "justified", "not_live"]
"""What an explanation explains."""
