/** Claim 7: whether initialization keeps gradients from vanishing and exploding with depth. */
import { median } from "../../statistics/index.js";
/**
 * A gradient that changes by more than this factor, from the shallowest to the deepest network, has
 * vanished or exploded.
 */
export const TAMED_WITHIN = 100;
/** The gradient of the first kernel, which passed through all layers, by method and depth. */
export function gradientsByDepth({ stepZero }) {
    const keys = [...new Set(stepZero.map(({ activation, method }) => `${activation} ${method}`))];
    return keys.map((key) => {
        const measured = stepZero.filter(({ activation, method }) => `${activation} ${method}` === key);
        const depths = [...new Set(measured.map(({ depth }) => depth))].sort((a, b) => a - b);
        const rows = depths.map((depth) => ({ depth, ...firstNorm(measured.filter((one) => one.depth === depth)) }));
        const { method, activation } = measured[0];
        return { method, activation, depths: rows, fate: fateOf(rows) };
    });
}
function firstNorm(measured) {
    const norms = measured.map(({ gradientNorms }) => gradientNorms[0] ?? Number.POSITIVE_INFINITY);
    const middle = median(norms);
    return { norm: Number.isFinite(middle) ? middle : null, n: norms.length };
}
function fateOf(rows) {
    const [first, last] = [rows[0].norm, rows.at(-1).norm];
    if (first === null || last === null || last > TAMED_WITHIN * first)
        return "exploded";
    return last * TAMED_WITHIN < first || last === 0 ? "vanished" : "tamed";
}
/**
 * A part per activation: holds where Xavier or He is tamed and random, which is unscaled, is not.
 */
export function tamedGradients(measurements) {
    const all = gradientsByDepth(measurements);
    return ["relu", "tanh"].map((activation) => {
        const gradients = all.filter((one) => one.activation === activation && one.method !== "zero");
        const says = `With ${activation}, a scaled initialization keeps the gradient within a factor of ${TAMED_WITHIN} ` +
            "where an unscaled one does not.";
        const fate = (method) => gradients.find((one) => one.method === method)?.fate;
        const scaled = [fate("xavier-fan-in"), fate("he")];
        if (gradients.length === 0 || fate("random") === undefined || scaled.includes(undefined)) {
            return { says, verdict: "cannot be told", evidence: ["Not measured."] };
        }
        const holds = scaled.includes("tamed") && fate("random") !== "tamed";
        return { says, verdict: holds ? "holds" : "does not hold", evidence: gradients.map(sentence) };
    });
}
function sentence({ method, depths, fate }) {
    const [first, last] = [depths[0], depths.at(-1)];
    return (`${method}: ${fate}. The norm of the first kernel's gradient goes from ${normText(first.norm)} ` +
        `at depth ${first.depth} to ${normText(last.norm)} at depth ${last.depth} (median of ${first.n} seeds).`);
}
/** Two digits; "overflow" or "underflow" where single precision cannot hold the number. */
export function normText(norm) {
    if (norm === null)
        return "overflow";
    if (norm === 0)
        return "0 (underflow)";
    return norm < 0.001 || norm >= 100_000
        ? norm.toExponential(1).replace("-", "−")
        : String(Number(norm.toPrecision(2)));
}
