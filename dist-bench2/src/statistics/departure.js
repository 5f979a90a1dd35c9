/** Whether differences are such as the t test assumes, as far as so few can tell. */
import { mean, sampleStd } from "./descriptive.js";
import { vary } from "./paired.js";
import { skewnessTest } from "./skewness.js";
import { tCdf } from "./student-t.js";
/** Normal differences are found to depart about twice as often as this, as there are two tests. */
const LEVEL = 0.01;
/** Looking for more would take long; where more lie far out, the skewness shows. */
const MOST_FAR_OUT = 30;
/**
 * The departure of differences from a normal sample; null if there is none to see. Few differences
 * cannot show much: at n = 3 only a value hundreds of spreads away is far out, and skewness is
 * tested from n = 8 on.
 */
export function departureOf(differences) {
    if (differences.length < 2)
        return null;
    if (!vary(differences))
        return { kind: "same", farOut: [] };
    const outside = farOut(differences, LEVEL);
    if (outside.length > 0)
        return { kind: "far-out", farOut: outside };
    const skewness = skewnessTest(differences);
    return skewness !== null && skewness.p < LEVEL ? { kind: "skewed", farOut: [] } : null;
}
/**
 * The places of the values that lie far out, ascending, by the generalized extreme studentized
 * deviate test (Rosner, "Percentage points for a generalized ESD many-outlier procedure", 1983):
 * the value farthest from the mean is left out, up to half of them, and the last step that Grubbs's
 * test rejects says how many are outliers. Those that inflate the spread do not hide each other.
 *
 * Where the others do not vary, nothing says how far is far, and none is found.
 */
export function farOut(values, level) {
    const rest = [...values.keys()];
    const left = [];
    let outliers = 0;
    const most = Math.min(values.length >> 1, MOST_FAR_OUT);
    while (left.length < most && rest.length > 2) {
        const of = rest.map((i) => values[i]);
        if (!vary(of))
            break;
        const { place, p } = farthest(of);
        left.push(...rest.splice(place, 1));
        if (p < level && vary(rest.map((i) => values[i])))
            outliers = left.length;
    }
    return left.slice(0, outliers).sort((i, j) => i - j);
}
/** The value farthest from the mean, with its p by Grubbs's test (1950), two-sided. */
function farthest(values) {
    const n = values.length;
    const [center, sd] = [mean(values), sampleStd(values)];
    const place = values.reduce((best, x, i) => (Math.abs(x - center) > Math.abs(values[best] - center) ? i : best), 0);
    const square = ((values[place] - center) / sd) ** 2;
    const room = (n - 1) ** 2 - n * square;
    const t = room > 0 ? Math.sqrt((n * (n - 2) * square) / room) : Number.POSITIVE_INFINITY;
    return { place, p: Math.min(1, 2 * n * tCdf(-t, n - 2)) };
}
