/** Figures as text, the same wherever they are shown. */

/** 0.9513 → "95.13 %". */
export function percent(fraction: number): string {
  return `${points(fraction)} %`;
}

/** 0.9513 → "95.13". */
export function points(fraction: number): string {
  return (100 * fraction).toFixed(2);
}

/** Four decimals, or an exponent where it has exploded. */
export function lossText(loss: number): string {
  return Math.abs(loss) < 1000 ? loss.toFixed(4) : loss.toExponential(2);
}

/** 60000 → "60,000". */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "a", "a or b", "a, b or c"; of many names the first, and the number of the others. */
export function alternatives(names: readonly string[], word: "and" | "or", most = 20): string {
  const all = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  return all.length < 2
    ? all.join("")
    : `${all.slice(0, -1).join(", ")} ${names.length > most ? "and" : word} ${all.at(-1)}`;
}

/** The spaces of "96.50 ± 4.48 %", "3 seeds", "4 MB", "× 0.5" and "p < 0.001". */
export const spaceInQuantity =
  /(?<=\d) (?=[%±×<>=≤≥≈\p{Ll}]|[MGT]i?B\b)|(?<=[±×<>=≤≥≈]) (?=\d)|(?<=\p{L}) (?=[<>=≤≥≈] \d)/gu;
