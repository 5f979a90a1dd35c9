/** Numbers as people read them. */
import { grouped } from "../../study/results/figure-text.js";
/** Four digits: 0.08817, 2.81e-4. */
export function figure(value) {
    if (value === 0)
        return "0";
    return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
        ? String(Number(value.toPrecision(4)))
        : value.toExponential(2);
}
export { grouped };
/** 2, "seed" → "2 seeds". */
export function counted(count, what) {
    return `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
}
/** Seconds in their two largest units: 9.6 → "10 s", 75 → "1 min 15 s", 3,700 → "1 h 2 min". */
export function duration(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60)
        return `${whole} s`;
    if (whole < 3600)
        return inUnits(whole, "min", "s");
    return inUnits(Math.round(whole / 60), "h", "min");
}
/**
 * A measured time, with two digits of short ones: 0.043 → "0.04 s", 3.21 → "3.2 s"; else
 * `duration`.
 */
export function measuredTime(seconds) {
    if (seconds < 0.995)
        return `${seconds.toFixed(2)} s`;
    return seconds < 9.95 ? `${seconds.toFixed(1)} s` : duration(seconds);
}
/** A number of small units, of which sixty make a large one. */
function inUnits(count, large, small) {
    const rest = count % 60;
    return `${Math.floor(count / 60)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}
