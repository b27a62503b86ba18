//! Gives each shard's thread a core of its own, so that its caches stay its own. Never pins where there are fewer cores than
//! shards, or one shard alone, which the system places better.

/// Pins the calling thread, the shard with this number of so many.
#[cfg(target_os = "linux")]
pub(crate) fn pin(number: usize, shards: usize) {
    if let Err(error) = try_pin(number, shards) {
        tracing::debug!(%error, number, "a shard's thread is not pinned to a core");
    }
}

/// Elsewhere the system places threads.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn pin(_number: usize, _shards: usize) {}

#[cfg(target_os = "linux")]
fn try_pin(number: usize, shards: usize) -> nix::Result<()> {
    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;

    let this_thread = Pid::from_raw(0);
    let allowed = sched_getaffinity(this_thread)?;
    let cores = (0..CpuSet::count()).filter(|core| allowed.is_set(*core) == Ok(true));
    let cores: Vec<usize> = cores.collect();
    let Some(core) = cores
        .get(number)
        .filter(|_| shards > 1 && cores.len() >= shards)
    else {
        return Ok(());
    };
    let mut own = CpuSet::new();
    own.set(*core)?;
    sched_setaffinity(this_thread, &own)
}
