//! Kinds, as in MODEL.md section 1.

pub const ASSET_KINDS: [&str; 26] = [
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
];
/// Those that open with less than admin.
pub const STORE_KINDS: [&str; 5] = ["repository", "collaboration_tool", "object_store", "pipeline", "secret_store"];
pub const HUMAN_KINDS: [&str; 2] = ["employee", "contractor"];
pub const NON_HUMAN_KINDS: [&str; 8] =
    ["service_account", "workload", "device_account", "application", "bot", "ai_agent", "role", "third_party"];
pub const CREDENTIAL_KINDS: [&str; 15] = [
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
];
