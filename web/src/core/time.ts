/** Times as numbers: reads RFC 3339 text and counts what is left. Never looks at a clock. */

/** Milliseconds since 1970. */
export type Millis = number;

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Reads an RFC 3339 time; `null` when it is none. */
export function millis(text: string): Millis | null {
  const found = RFC_3339.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "", sign, zoneHour = "0", zoneMinute = "0"] = found;
  const seconds = days(Number(year), Number(month), Number(day)) * 86_400 + Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  const zone = (sign === "-" ? -1 : 1) * (Number(zoneHour) * 3_600 + Number(zoneMinute) * 60);
  return (seconds - zone) * 1_000 + Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** Whole seconds left until `end`, to the nearest, since two clocks never agree quite; never below 0; `null` without an end. */
export function secondsLeft(end: string | undefined, now: Millis): number | null {
  const at = end === undefined ? null : millis(end);
  return at === null ? null : Math.max(0, Math.round((at - now) / 1_000));
}

/** `m:ss`, or `h:mm:ss` from an hour on. */
export function clockFace(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function days(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
