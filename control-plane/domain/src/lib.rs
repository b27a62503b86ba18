//! The pure rules: session machine, roles, policy, warnings, evidence, consent, audit facts. Never does IO.
