/** Powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Whole numbers of this many digits are exact in float64. */
const EXACT_DIGITS = 15;
const [ZERO, NINE] = [0x30, 0x39];
const [SPACE, TAB, PLUS, MINUS, UPPER_E, LOWER_E] = [0x20, 0x09, 0x2b, 0x2d, 0x45, 0x65];
const [POINT, COMMA] = [0x2e, 0x2c];
/**
 * Reads the decimal number that a part of a text holds: a sign or none, digits with a point or
 * none, and an exponent or none; spaces and tabs around it do not count. Other forms that
 * JavaScript reads (`0x10`, `Infinity`, `1_000`, nothing) are no decimal numbers, and neither are
 * those with the other sign before the fraction.
 *
 * @param start the part's first character
 * @param end behind the part's last character
 * @param decimal the sign before the fraction
 * @returns the nearest float64, infinite beyond its range; NaN if the text is no decimal number
 */
export function parseDecimal(text, start, end, decimal = "point") {
    const signOfFraction = decimal === "point" ? POINT : COMMA;
    while (start < end && isBlank(text.charCodeAt(start)))
        start++;
    while (start < end && isBlank(text.charCodeAt(end - 1)))
        end--;
    const sign = text.charCodeAt(start);
    let at = start < end && (sign === PLUS || sign === MINUS) ? start + 1 : start;
    let [whole, digits, significant, scale] = [0, 0, 0, 0];
    for (let isFraction = false; at < end; at++) {
        const code = text.charCodeAt(at);
        if (code >= ZERO && code <= NINE) {
            whole = 10 * whole + (code - ZERO);
            digits++;
            if (whole !== 0)
                significant++;
            if (isFraction)
                scale--;
        }
        else if (code === signOfFraction && !isFraction)
            isFraction = true;
        else
            break;
    }
    if (digits === 0)
        return Number.NaN;
    const code = text.charCodeAt(at);
    if (at < end && (code === LOWER_E || code === UPPER_E)) {
        const exponent = text.slice(at + 1, end);
        if (!/^[+-]?\d+$/.test(exponent))
            return Number.NaN;
        scale += Number(exponent);
        at = end;
    }
    if (at < end)
        return Number.NaN;
    // One exact whole number and one exact power: a single rounding (Clinger 1990, "How to read
    // floating point numbers accurately").
    if (significant > EXACT_DIGITS || Math.abs(scale) >= POWERS.length) {
        const digitsAndSigns = text.slice(start, end);
        return Number(decimal === "point" ? digitsAndSigns : digitsAndSigns.replace(",", "."));
    }
    const size = scale < 0 ? whole / POWERS[-scale] : whole * POWERS[scale];
    return sign === MINUS ? -size : size;
}
const isBlank = (code) => code === SPACE || code === TAB;
