/** Times as people type and read them. */
import { excerpt, InputError } from "../../errors.js";
import { decimalOf } from "../../options.js";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Seconds of a time as it is typed: "90s", "10m", "2h", "1d"; a number alone is in seconds.
 *
 * @param what what is read, for the message: "--time-limit"
 * @throws InputError for another text, or a time outside [low, high] seconds
 */
export function readDuration(text: string, what: string, [low, high]: readonly [number, number]): number {
  const [, number = "", unit = "s"] = /^([\d.]+)([smhd])?$/.exec(text) ?? [];
  const seconds = number === "" ? Number.NaN : decimalOf(number) * units[unit]!;
  if (seconds >= low && seconds <= high) return seconds;
  throw new InputError(
    `${what} must be a time from ${durationText(low)} to ${durationText(high)}, as 90s, 10m or 2h, got "${excerpt(text)}".`,
  );
}

/** A time in its largest unit: 90 → "90 s", 600 → "10 min", 7200 → "2 h". */
export function durationText(seconds: number): string {
  const fits = (unit: number, most: number) => seconds >= unit && seconds % unit === 0 && seconds / unit < most;
  if (fits(86_400, Number.POSITIVE_INFINITY)) return `${seconds / 86_400} d`;
  if (fits(3600, 48)) return `${seconds / 3600} h`;
  if (fits(60, 600)) return `${seconds / 60} min`;
  return `${seconds} s`;
}
