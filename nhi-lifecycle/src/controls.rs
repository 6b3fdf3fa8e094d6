//! The catalogue of controls that findings touch. Each id stands here once, with its title as its publisher gives it.

use std::fmt;

/// A control, requirement or tenet of a published standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Control {
    /// Its id, in the form of its publisher.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The publication.
    pub standard: &'static str,
}

impl fmt::Display for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id)
    }
}

const NHI_TOP_10: &str = "OWASP Non-Human Identities Top 10 2025";
const CSF: &str = "NIST CSF 2.0";
const SP_800_53: &str = "NIST SP 800-53 revision 5";
const SP_800_207: &str = "NIST SP 800-207 section 2.1";

macro_rules! catalogue {
    ($($name:ident = $id:literal, $title:literal, $standard:ident;)+) => {
        $( #[doc = concat!("`", $id, "`: ", $title, ".")]
        pub const $name: Control = Control { id: $id, title: $title, standard: $standard }; )+

        /// Every control that findings can touch.
        pub const CATALOGUE: &[Control] = &[$($name,)+];
    };
}

catalogue! {
    IMPROPER_OFFBOARDING = "NHI1:2025", "Improper Offboarding", NHI_TOP_10;
    CREDENTIALS_MANAGED = "PR.AA-01",
        "Identities and credentials for authorized users, services, and hardware are managed by the organization", CSF;
    LIFE_CYCLES_MANAGED = "ID.AM-08",
        "Systems, hardware, software, services, and data are managed throughout their life cycles", CSF;
    ACCOUNT_MANAGEMENT = "AC-2", "Account Management", SP_800_53;
    AUTHENTICATOR_MANAGEMENT = "IA-5", "Authenticator Management", SP_800_53;
    AUTHENTICATION_DYNAMIC = "800-207:T6",
        "All resource authentication and authorization are dynamic and strictly enforced before access is allowed",
        SP_800_207;
}

/// The controls of an orphaned credential. Those for non-human identities go only with credentials of non-humans or of nobody
/// known.
#[must_use]
pub fn of_orphaned(non_human_or_unknown: bool) -> &'static [Control] {
    const OF_PEOPLE: &[Control] = &[
        CREDENTIALS_MANAGED,
        LIFE_CYCLES_MANAGED,
        ACCOUNT_MANAGEMENT,
        AUTHENTICATOR_MANAGEMENT,
        AUTHENTICATION_DYNAMIC,
    ];
    const OF_NON_HUMANS: &[Control] = &[
        IMPROPER_OFFBOARDING,
        CREDENTIALS_MANAGED,
        LIFE_CYCLES_MANAGED,
        ACCOUNT_MANAGEMENT,
        AUTHENTICATOR_MANAGEMENT,
        AUTHENTICATION_DYNAMIC,
    ];
    if non_human_or_unknown { OF_NON_HUMANS } else { OF_PEOPLE }
}
