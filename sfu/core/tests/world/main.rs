//! Whole sessions in a simulated world: one core, real WebRTC clients, bad links, a control plane that commands in any
//! order, and hostile peers, in virtual time from a seed. After every step the rule of the house is checked against a small
//! reference. `LOTSE_SIM_SEED` replays one world, `LOTSE_SIM_RUNS` sets how many are tried, `LOTSE_SIM_TRACE` tells all.

#[cfg(test)]
mod cast;
#[cfg(test)]
mod client;
#[cfg(test)]
mod dice;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod known;
#[cfg(test)]
mod link;
#[cfg(test)]
mod page;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod script;
#[cfg(test)]
mod run;
#[cfg(test)]
mod story;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod watch;
#[cfg(test)]
mod world;

#[cfg(test)]
mod tests {
    use crate::run::seeds;
    use crate::story::{Summary, live};

    /// How many worlds a sweep tries unless told otherwise: about twenty seconds' worth on one core.
    const RUNS: u64 = 60;

    #[test]
    fn in_no_world_does_a_picture_go_where_it_may_not_and_in_calm_it_always_flows() {
        let seeds = seeds(RUNS);
        let worlds = seeds.end - seeds.start;
        let all: Vec<Summary> = seeds.map(live).collect();

        // A sweep in which nothing happened would claim nothing.
        if worlds >= RUNS {
            let some = |of: fn(&Summary) -> u64| all.iter().map(of).sum::<u64>();
            assert!(some(|s| s.pictures) > 500 * worlds / 10, "{all:?}");
            assert!(
                some(|s| s.recovered) > 0 && some(|s| s.lines) > 0,
                "{all:?}"
            );
            assert!(some(|s| s.interruptions) > 0, "{all:?}");
            assert!(some(|s| s.first_frames) > worlds, "{all:?}");
        }
    }

    #[test]
    fn a_world_that_once_went_wrong_goes_well() {
        let known = include_str!("seeds.txt").lines();
        let seeds = known.filter_map(|line| line.split('#').next()?.trim().parse().ok());

        seeds.for_each(|seed: u64| {
            live(seed);
        });
    }
}
