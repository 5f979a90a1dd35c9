/** Numbers of a diagnosis in figures, tables and descriptions. */
/** Three digits: 0.317, 4.52e−24, 31,200; "NaN" and "∞" as they are; "–" where there is none. */
export function digits(value) {
    if (value === null || value === undefined)
        return "–";
    if (Number.isNaN(value))
        return "NaN";
    if (!Number.isFinite(value))
        return value > 0 ? "∞" : "−∞";
    const size = Math.abs(value);
    const isUsual = value === 0 || (size >= 1e-3 && size < 1e5);
    const text = isUsual
        ? value.toLocaleString("en", { maximumSignificantDigits: 3 })
        : value.toExponential(2).replace("e+", "e");
    return text.replaceAll("-", "−");
}
/** A cosine; near 1 by what it lacks: "1 − 2.30e−5". */
export function cosineDigits(cosine) {
    const lack = 1 - (cosine ?? Number.NaN);
    return lack > 0 && lack < 1e-3 ? `1 − ${digits(lack)}` : digits(cosine);
}
/** 0.274 → "27 %". Less than half a percent that is not 0 is "< 1 %". */
export function percentage(share) {
    if (share === null)
        return "–";
    if (share > 0 && share < 0.005)
        return "< 1 %";
    return Number.isNaN(share) ? "NaN" : `${Math.round(100 * share)} %`;
}
