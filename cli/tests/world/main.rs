//! The joined world: the domain's session machine, the media core and real WebRTC clients, with commands and facts under way
//! between them, in virtual time from a seed. After every step the whole of I1 to I7 is checked against an oracle that knows
//! only what people clicked and what the rules say. `LOTSE_SIM_SEED` replays one world, `LOTSE_SIM_RUNS` sets how many are
//! tried, `LOTSE_SIM_TRACE` tells all.

#[cfg(test)]
#[allow(
    dead_code,
    reason = "the media core's own world uses more of what both share"
)]
#[path = "../../../sfu/core/tests/world/"]
mod shared {
    pub(crate) mod client;
    pub(crate) mod dice;
    pub(crate) mod link;
    pub(crate) mod run;
    pub(crate) mod tokens;
}

#[cfg(test)]
mod rules;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod plane;
#[cfg(test)]
mod people;
#[cfg(test)]
mod world;
#[cfg(test)]
mod deeds;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod story;
#[cfg(test)]
mod traps;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use lotse_protocol::api::SessionState;

    use crate::shared::run::seeds;
    use crate::story::{Summary, live};

    /// How many worlds a sweep tries unless told otherwise.
    const RUNS: u64 = 40;

    #[test]
    fn in_no_world_does_anybody_see_what_they_may_not_and_in_calm_the_helper_sees() {
        let seeds = seeds(RUNS);
        let worlds = seeds.end - seeds.start;
        let all: Vec<Summary> = seeds.map(live).collect();

        // A sweep in which nothing happened would claim nothing.
        if worlds >= RUNS {
            let states: BTreeSet<SessionState> =
                all.iter().flat_map(|s| s.states.clone()).collect();
            assert_eq!(states.len(), 10, "{all:?}");
            let pictures: u64 = all.iter().map(|s| s.pictures).sum();
            assert!(pictures > 60 * worlds, "{all:?}");
            assert!(all.iter().any(|s| s.reached_kim > 0), "{all:?}");
            assert!(
                all.iter().map(|s| s.recovered).sum::<u64>() > worlds / 2,
                "{all:?}"
            );
        }
    }
}
