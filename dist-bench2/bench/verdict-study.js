/**
 * How often verdicts claim falsely, what their intervals hold and what power they keep, where the
 * noise of some methods has another shape than that of the others. `verdicts.ts` prints it;
 * docs/statistics.md has the output.
 */
import { at, normals, stream, uniforms } from "../src/random/index.js";
import { bisect } from "../src/statistics/bisect.js";
import { decide, decideEquivalence } from "../src/statistics/decide.js";
import { departureOf } from "../src/statistics/departure.js";
import { equivalenceTest, holm, mean, median, medianInterval, pairedPower, pairedTTest, sampleStd, signTest, tCdf, } from "../src/statistics/index.js";
const times = (factor, draw) => (from, count) => draw(from, count).map((x) => factor * x);
const lognormal = (from, count) => normals(from, count).map(Math.exp);
const heavy = (from, count) => {
    const z = normals(from, 4 * count);
    return Float64Array.from({ length: count }, (_, i) => {
        const [x, a, b, c] = z.subarray(4 * i, 4 * i + 4);
        return x / Math.sqrt((a * a + b * b + c * c) / 3);
    });
};
/** Normal, and with this chance ten standard deviations lower. */
const badRun = (chance) => (from, count) => {
    const u = uniforms(at(from, 1), count);
    return normals(at(from, 0), count).map((z, i) => (u[i] < chance ? z - 10 : z));
};
/** Accuracies that cannot exceed their ceiling, in steps. */
const ceiling = (from, count) => normals(from, count).map((z) => Math.round(2 * Math.min(0, z)) / 2);
const clusters = (from, count) => {
    const u = uniforms(at(from, 1), count);
    return normals(at(from, 0), count).map((z, i) => 0.3 * z - (u[i] < 0.5 ? 10 : 0));
};
const all = (name, draw) => ({ name, odd: draw, others: draw });
/** Where verdicts are to hold. */
export const SHAPES = [
    all("normal", normals),
    all("t with 3 degrees of freedom, all methods", heavy),
    { name: "five times the spread", odd: times(5, normals), others: normals },
    { name: "exponential", odd: (from, count) => uniforms(from, count).map((u) => -Math.log(u)), others: normals },
    { name: "lognormal 1", odd: lognormal, others: normals },
    { name: "lognormal 1, the others' spread 0.1", odd: lognormal, others: times(0.1, normals) },
    all("lognormal 1, all methods", lognormal),
    all("below a ceiling, in steps, all methods", ceiling),
    { name: "1 bad run in 20", odd: badRun(0.05), others: normals },
    { name: "1 bad run in 10", odd: badRun(0.1), others: normals },
    { name: "1 bad run in 5", odd: badRun(0.2), others: normals },
    all("1 bad run in 10, all methods", badRun(0.1)),
];
/** Where they do not hold at every n. */
export const HARD = [
    { name: "1 bad run in 3", odd: badRun(1 / 3), others: normals },
    { name: "two clusters, half and half", odd: clusters, others: times(0.3, normals) },
];
/** How far the odd methods have to be lowered for a median, or mean, difference of zero. */
export function shiftOf({ odd, others }, center) {
    const many = 200_000;
    const from = stream(0, "verdicts", "shift");
    const [a, b] = [odd(at(from, 0), many), others(at(from, 1), many)];
    return (center === "median" ? median : mean)(Array.from(a, (x, i) => x - b[i]));
}
/** What `decide` reads, without the interval of `pairedTTest`, which takes most of its time. */
function evidenceOf(differences) {
    const departure = departureOf(differences);
    const n = differences.length;
    const center = mean(differences);
    const t = departure?.kind === "same" ? Number.POSITIVE_INFINITY : (center / sampleStd(differences)) * Math.sqrt(n);
    const p = center === 0 ? 1 : 2 * tCdf(-Math.abs(t), n - 1);
    return { differences, departure, sign: signTest(differences), test: { mean: center, p } };
}
/**
 * Whether any of a family of pairs has a winner at 5 %: by the verdicts' rule, and by t tests
 * alone.
 */
export function claims(pairs) {
    const evidence = pairs.map(evidenceOf);
    const any = (ps) => holm(ps).some((p) => p <= 0.05);
    return [any(evidence.map((e) => decide(e, 0.05, pairs.length).p)), any(evidence.map(({ test }) => test.p))];
}
function percentOf(replications, root, events) {
    let [verdicts, t] = [0, 0];
    for (let replication = 0; replication < replications; replication++) {
        const [byVerdicts, byT] = events(at(root, replication));
        if (byVerdicts)
            verdicts++;
        if (byT)
            t++;
    }
    return { verdicts: (100 * verdicts) / replications, t: (100 * t) / replications };
}
/** The figures of k methods at n seeds, the first half of them odd. What seeds share cancels. */
function figures({ odd, others }, k, n, shift, from) {
    return Array.from({ length: k }, (_, m) => m < k / 2 ? odd(at(from, m), n).map((x) => x - shift) : others(at(from, m), n));
}
/**
 * The percent of studies of k methods that name a winner in any pair, there being none.
 *
 * @param shift how far the odd methods are lowered (`shiftOf`)
 */
export function falseWinners(replications, shape, k, n, shift) {
    return percentOf(replications, stream(0, "verdicts", shape.name, `${k} ${n}`), (from) => {
        const scores = figures(shape, k, n, shift, from);
        const pairs = scores.flatMap((a, i) => scores.slice(i + 1).map((b) => Array.from(a, (x, seed) => x - b[seed])));
        return claims(pairs);
    });
}
/**
 * The percent of pairs whose interval, as the verdict prints it, holds the typical difference; and
 * whose t interval holds the mean difference.
 */
export function coverage(replications, shape, n) {
    const [typical, average] = [shiftOf(shape, "median"), shiftOf(shape, "mean")];
    return percentOf(replications, stream(0, "verdicts", shape.name, `2 ${n}`), (from) => {
        const [a, b] = figures(shape, 2, n, 0, from);
        const differences = Array.from(a, (x, i) => x - b[i]);
        const t = pairedTTest(differences);
        const { basis } = decide(evidenceOf(differences), 0.05, 1);
        const holds = ({ low, high }, truth) => low <= truth && truth <= high;
        return [holds(basis === "mean" ? t : medianInterval(differences), typical), holds(t, average)];
    });
}
/** Laws of differences with a median of zero. */
export const AROUND_ZERO = [
    { name: "normal", draw: normals },
    { name: "lognormal 1", draw: (from, count) => lognormal(from, count).map((x) => x - 1) },
    { name: "lognormal 1, turned", draw: (from, count) => lognormal(from, count).map((x) => 1 - x) },
    { name: "two values, half and half", draw: (from, count) => uniforms(from, count).map((u) => (u < 0.5 ? -1 : 1)) },
    {
        name: "two clusters, half and half",
        draw: (from, count) => clusters(from, count).map((x) => (x + 5) / 5),
    },
];
/** The percent of pairs that are called equivalent, their typical difference being the margin. */
export function falseEquivalence(replications, name, draw, n) {
    return percentOf(replications, stream(0, "verdicts", "equivalence", name, `${n}`), (from) => {
        const differences = Array.from(draw(from, n), (x) => x + 1);
        const byT = pairedTTest(differences, 0.9);
        return [
            decideEquivalence({ differences, departure: departureOf(differences) }, 1, 0.05, 1).equivalent,
            byT.sd === 0 ? Math.abs(byT.mean) < 1 : equivalenceTest(differences, 1).equivalent,
        ];
    });
}
/**
 * The percent of true normal differences that are seen, of such a size that the t test sees 80 %.
 */
export function power(replications, n, family) {
    const level = 0.05 / family;
    const size = bisect(0, 100, (d) => pairedPower(n, d, 1, level) >= 0.8);
    return percentOf(replications, stream(0, "verdicts", "power", `${family} ${n}`), (from) => {
        const evidence = evidenceOf(Array.from(normals(from, n), (z) => z + size));
        return [decide(evidence, 0.05, family).p <= level, evidence.test.p <= level];
    });
}
