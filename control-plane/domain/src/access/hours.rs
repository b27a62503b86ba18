//! Hours of the week. Never knows a time zone: an organisation says how far its clocks are ahead.

use std::collections::BTreeSet;

use lotse_protocol::api::{PolicyDay, PolicyHours};
use lotse_protocol::time::Timestamp;

const DAY_MIN: i64 = 24 * 60;
const DAYS: [PolicyDay; 7] = [
    PolicyDay::Mon,
    PolicyDay::Tue,
    PolicyDay::Wed,
    PolicyDay::Thu,
    PolicyDay::Fri,
    PolicyDay::Sat,
    PolicyDay::Sun,
];

/// Some hours of some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    days: BTreeSet<PolicyDay>,
    from: i64,
    until: i64,
    offset: i64,
    outside: bool,
}

/// The texts are no hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not two different times of day such as 08:00 and 18:00, at most 14 hours from UTC")]
pub struct NotHours;

impl Hours {
    /// Whether a moment lies where the policy applies.
    #[must_use]
    pub fn hold(&self, now: Timestamp) -> bool {
        self.within(now) != self.outside
    }

    fn within(&self, now: Timestamp) -> bool {
        let minute = now
            .as_millis()
            .div_euclid(60_000)
            .saturating_add(self.offset);
        let of_day = minute.rem_euclid(DAY_MIN);
        let today = minute.div_euclid(DAY_MIN);
        match self.from < self.until {
            true => self.on(today) && (self.from..self.until).contains(&of_day),
            // Over midnight: the hours after it belong to the day before.
            false => {
                let evening = of_day >= self.from && self.on(today);
                let morning = of_day < self.until && self.on(today.saturating_sub(1));
                evening || morning
            }
        }
    }

    /// The first of January 1970 was a Thursday.
    fn on(&self, day: i64) -> bool {
        let place = usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0);
        self.days.is_empty() || DAYS.get(place).is_some_and(|day| self.days.contains(day))
    }
}

impl TryFrom<&PolicyHours> for Hours {
    type Error = NotHours;
    fn try_from(raw: &PolicyHours) -> Result<Self, NotHours> {
        let (from, until) = (minute(&raw.from)?, minute(&raw.until)?);
        let offset = i64::from(raw.utc_offset_min);
        if from == until || offset.abs() > 14 * 60 {
            return Err(NotHours);
        }
        Ok(Self {
            days: raw.days.iter().copied().collect(),
            from,
            until,
            offset,
            outside: raw.outside,
        })
    }
}

fn minute(text: &str) -> Result<i64, NotHours> {
    let (hours, minutes) = text.split_once(':').ok_or(NotHours)?;
    let number = |text: &str, below: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = text.parse().map_err(|_| NotHours)?;
        (digits && number < below).then_some(number).ok_or(NotHours)
    };
    let (hours, minutes) = (number(hours, 24)?, number(minutes, 60)?);
    Ok(hours.saturating_mul(60).saturating_add(minutes))
}
