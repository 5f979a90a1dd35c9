/** Laws of any scale: which family values have, whatever the number behind it. */
import { scaleInWords } from "./candidates.js";
import { families, pValueOf, REJECTED_BELOW } from "./laws.js";
import { roundest, roundStd } from "./round-number.js";
/** The family that fits best; `undefined` where none does. */
export function freeFit(sample) {
    let best;
    for (const family of families) {
        for (const law of lawsOf(sample, family)) {
            const pValue = pValueOf(sample, law);
            if (pValue >= REJECTED_BELOW && pValue > (best?.pValue ?? 0))
                best = { law, pValue };
        }
    }
    return best && { ...best, fitted: fittedMethod(sample, best.law) };
}
/** The family with the scale by the spread, and by the number that lies farthest out. */
function lawsOf({ mean, secondMoment, smallest, largest, size }, family) {
    const std = Math.sqrt(secondMoment - mean * mean);
    const isCentred = Math.abs(mean) * Math.sqrt(size) < 3 * std;
    const isOneSided = family.name === "uniform" && !isCentred;
    const centre = isCentred ? 0 : isOneSided ? (smallest + largest) / 2 : mean;
    const byBound = Math.max(largest - centre, centre - smallest) / family.bound;
    return [std / family.std, byBound].filter((scale) => scale > 0).map((scale) => ({ family, mean: centre, scale }));
}
function fittedMethod(sample, law) {
    return {
        method: methodOf(sample, law),
        how: `${scaleInWords(law)}: a number that no formula of the catalogue gives here`,
    };
}
function methodOf(sample, { family, mean, scale }) {
    const std = roundStd(sample, family);
    if (family.name === "normal") {
        if (mean === 0)
            return `random:std=${std}`;
        const error = 2.58 * Math.sqrt(sample.secondMoment / sample.size);
        return `normal:mean=${roundest(mean - error, mean + error)},std=${std}`;
    }
    // Of n uniform numbers the farthest is within 6 / n of the bound.
    const reach = family.name === "uniform" ? 6 / sample.size : 0;
    if (family.name === "uniform") {
        const high = roundest(mean + scale, mean + scale * (1 + reach));
        return `uniform:low=${mean === 0 ? -Number(high) : roundest(mean - scale * (1 + reach), mean - scale)},high=${high}`;
    }
    const bounds = family.bound === 2 ? "" : `,low=${-family.bound},high=${family.bound}`;
    const error = 2.58 * Math.sqrt((family.kurtosis - 1) / (4 * sample.size));
    const cut = roundest(scale * (1 - error), scale * (1 + error));
    return cut.length <= std.length
        ? `truncated-normal:std=${cut}${bounds},corrected=no`
        : `truncated-normal:std=${std}${bounds}`;
}
