//! How fast the server's core is just now: F, the cost of one AES-128-GCM seal of 1,200 bytes and one loopback `sendto`,
//! measured in small doses all through a run. Clocks of machines differ by a factor of two from one minute to the next;
//! multiples of F differ little.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use nix::time::{ClockId, clock_gettime};

const PACKET_BYTES: usize = 1_200;
/// Sends between two emptyings of the receiving socket, which are not measured.
const DOSE: u32 = 64;
const PAUSE: Duration = Duration::from_millis(500);
const DOSES_MAX: usize = 100_000;

/// The thread that measures, until it is asked for the result.
pub(crate) struct Calibration {
    over: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Vec<u64>>>,
}

impl Calibration {
    pub(crate) fn start(core: Option<usize>) -> std::io::Result<Self> {
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let thread = std::thread::Builder::new()
            .name("calibration".into())
            .spawn(move || measure(core, &seen))?;
        Ok(Self { over, thread })
    }

    /// The median dose, nanoseconds of this thread's CPU time for one round; `None` when it could not be measured.
    pub(crate) fn finish(self) -> Option<u64> {
        self.over.store(true, Ordering::Relaxed);
        let mut doses = self.thread.join().ok()?.ok()?;
        doses.sort_unstable();
        doses.get(doses.len().checked_div(2)?).copied()
    }
}

fn measure(core: Option<usize>, over: &AtomicBool) -> anyhow::Result<Vec<u64>> {
    if let Some(core) = core {
        crate::cores::pin(core)?;
    }
    let key = UnboundKey::new(&AES_128_GCM, &[7; 16]).map_err(|_| anyhow::anyhow!("no key"))?;
    let key = LessSafeKey::new(key);
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    receiver.set_nonblocking(true)?;
    let to = receiver.local_addr()?;
    let mut packet = vec![0_u8; PACKET_BYTES];
    let mut doses = Vec::new();
    while !over.load(Ordering::Relaxed) && doses.len() < DOSES_MAX {
        let before = thread_time()?;
        for nonce in 0..DOSE {
            let mut iv = [0; 12];
            let [.., a, b, c, d] = &mut iv;
            [*a, *b, *c, *d] = nonce.to_be_bytes();
            let tag = key.seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(iv),
                Aad::empty(),
                &mut packet,
            );
            std::hint::black_box(tag.is_ok());
            sender.send_to(&packet, to)?;
        }
        let spent = thread_time()?.saturating_sub(before);
        let one = u64::try_from(spent.as_nanos())?.checked_div(DOSE.into());
        doses.extend(one);
        let mut buffer = [0; PACKET_BYTES];
        while receiver.recv(&mut buffer).is_ok() {}
        std::thread::sleep(PAUSE);
    }
    Ok(doses)
}

fn thread_time() -> anyhow::Result<Duration> {
    Ok(Duration::from(clock_gettime(
        ClockId::CLOCK_THREAD_CPUTIME_ID,
    )?))
}
