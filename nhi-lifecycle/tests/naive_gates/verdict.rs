//! "Each gate answers pass, fail or **indeterminate** (what would decide is missing)".

/// In this order "and" is the least and "or" the greatest: what fails anyway fails, and what passes anyway passes,
/// whatever is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Fail,
    Indeterminate,
    Pass,
}

impl Verdict {
    pub fn of(passes: bool) -> Verdict {
        if passes { Verdict::Pass } else { Verdict::Fail }
    }

    pub fn and(self, other: Verdict) -> Verdict {
        self.min(other)
    }

    pub fn or(self, other: Verdict) -> Verdict {
        self.max(other)
    }

    /// All of these, of none: pass.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().min().unwrap_or(Verdict::Pass)
    }

    /// Any of these, of none: fail.
    pub fn any(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().max().unwrap_or(Verdict::Fail)
    }

    /// The same where two readings of what is missing give the same, else indeterminate.
    pub fn both(self, other: Verdict) -> Verdict {
        if self == other { self } else { Verdict::Indeterminate }
    }

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Fail => "fail",
            Verdict::Indeterminate => "indeterminate",
            Verdict::Pass => "pass",
        }
    }
}
