/** Numbers of a diagnosis in figures, tables and descriptions. */

/** Three digits: 0.317, 4.52e-24, 31,200. "0", "NaN" and "∞" as they are; "–" where there is none. */
export function digits(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const isUsual = value === 0 || (size >= 1e-3 && size < 1e5);
  const text = isUsual ? Number(value.toPrecision(3)).toLocaleString("en") : value.toExponential(2).replace("e+", "e");
  return text.replaceAll("-", "−");
}

/** 0.274 → "27 %". Less than half a percent that is not 0 is "< 1 %". */
export function percentage(share: number | null): string {
  if (share === null) return "–";
  if (share > 0 && share < 0.005) return "< 1 %";
  return Number.isNaN(share) ? "NaN" : `${Math.round(100 * share)} %`;
}
