/** Half the width of a 95 % band, in standard deviations. */
const WIDTH = 1.96;
const score = (ratio, { shift, variance }) => (Math.log(ratio) - shift) / Math.sqrt(Math.max(variance, 1e-30));
/** The scores of a network against a prediction; the first layer has almost no noise of its own. */
export function compared({ seen }, predicted) {
    const names = [...seen.keys()];
    const last = names.at(-1);
    const gradientAt = (name) => seen.get(name).gradient / seen.get(last).gradient;
    const hidden = names.slice(1, -1);
    const before = (name) => seen.get(name).before / predicted.get(name).before;
    const gradient = (name) => gradientAt(name) / predicted.get(name).gradient;
    return {
        signal: hidden.map((name) => score(before(name), predicted.get(name).noise.before)),
        gradient: hidden.map((name) => score(gradient(name), predicted.get(name).noise.gradient)),
        offsets: { signal: Math.log(before(hidden.at(-1))), gradient: Math.log(gradient(hidden[0])) },
    };
}
/** Share of scores within the band. */
export const covered = (scores) => scores.filter((z) => Math.abs(z) <= WIDTH).length / scores.length;
/** The coverage of some draws, and how many wrong ones are detected. */
export function coverageOf(right, wrong) {
    const outside = wrong.map(({ signal, gradient }) => Math.abs(signal.at(-1)) > WIDTH || Math.abs(gradient[0]) > WIDTH);
    const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
    return {
        runs: right.length,
        signalRatio: Math.exp(median(right.map(({ offsets }) => offsets.signal))),
        gradientRatio: Math.exp(median(right.map(({ offsets }) => offsets.gradient))),
        signal: covered(right.flatMap(({ signal }) => signal)),
        gradient: covered(right.flatMap(({ gradient }) => gradient)),
        detected: outside.filter(Boolean).length / Math.max(1, outside.length),
    };
}
