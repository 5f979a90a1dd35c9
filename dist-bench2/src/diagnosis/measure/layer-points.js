import { cast, div, mul, reduceMean, reduceSum, reshape, scale } from "../../graph/expressions.js";
import { firstUpdate } from "./first-update.js";
import { slopesOfGroups } from "./gradient-paths.js";
import { list } from "./list.js";
import { formed, peaks, signalPoint, TINY } from "./signal.js";
/** The signals of one layer, its dead and its saturated units. */
export function forwardPoint(g, layer) {
    const { before, input, after, facts } = layer;
    const beforePoint = signalPoint(g, formed(g, before));
    const afterPoint = after === undefined ? undefined : signalPoint(g, formed(g, after));
    const saturation = input === undefined ? undefined : saturatedShares(g, input, facts);
    const counts = [beforePoint.outputs.length, afterPoint?.outputs.length ?? 0];
    return {
        outputs: [
            ...beforePoint.outputs,
            ...(afterPoint?.outputs ?? []),
            ...(saturation === undefined ? [] : [saturation]),
        ],
        read: (numbers) => {
            const first = beforePoint.read(numbers.slice(0, counts[0]));
            const second = afterPoint?.read(numbers.slice(counts[0], counts[0] + counts[1])) ?? first;
            const shares = saturation === undefined ? undefined : numbers.at(-1);
            const areNumbers = Number.isFinite(second.reading.mean);
            return {
                before: first.reading,
                marks: first.marks,
                after: second.reading,
                dead: facts?.isZeroOnInterval && after !== undefined ? deadShare(second, areNumbers) : null,
                saturated: shares === undefined ? null : areNumbers ? shareOf(shares, (share) => share > 0.5) : Number.NaN,
            };
        },
    };
}
const shareOf = (numbers, holds) => numbers.reduce((count, x) => count + Number(holds(x)), 0) / numbers.length;
const deadShare = (signal, areNumbers) => areNumbers ? shareOf(signal.peaks, (peak) => peak === 0) : Number.NaN;
/** The share of each unit's samples and places at which it is saturated: `[units]`. */
function saturatedShares(g, input, facts) {
    if (!facts?.saturation)
        return undefined;
    const { low, high } = facts.saturation;
    const { x, units } = formed(g, input);
    const below = g.apply("Less", [x, g.scalar(low)]);
    const above = g.apply("Greater", [x, g.scalar(high)]);
    return reshape(g, reduceMean(g, cast(g, g.apply("Or", [below, above]), "float32"), [0, 2]), [units]);
}
/** Slopes of the sum of the samples' losses by what layers return, and by their kernels. */
export function backwardPoint({ g, network }, losses, layers, step) {
    const parameters = new Map(network.parameters.map((parameter) => [parameter.name, parameter.value]));
    const total = reduceSum(g, losses, [0], false);
    const rows = losses.shape[0];
    const groups = layers.map(({ layer, output }) => [output, parameters.get(layer.kernel.name)]);
    const points = slopesOfGroups(g, total, groups).map((slopes, i) => {
        if ("reason" in slopes)
            return { outputs: [], read: () => slopes };
        const [byOutput, ofSum] = slopes.values;
        const gradient = scale(g, ofSum, 1 / rows);
        const parameter = groups[i][1];
        const update = step && firstUpdate(g, step.optimizer, { parameter, gradient, learningRate: step.learningRate });
        return {
            outputs: [...meanSquare(g, byOutput), gradient, ...(update === undefined ? [] : [update])],
            read: ([mean, largest, kernel, move]) => ({
                gradientSecondMoment: mean[0] * largest[0] * largest[0],
                slopes: { gradient: kernel, update: move?.[0] ?? null },
            }),
        };
    });
    return list(points);
}
/** The mean of squares over the largest one, and the root of that: gradients may be 1e-30. */
function meanSquare(g, slope) {
    const x = reshape(g, cast(g, slope, "float32"), [1, 1, slope.shape.reduce((size, n) => size * n, 1)]);
    const largest = g.apply("Max", [peaks(g, x), g.scalar(TINY)]);
    const y = div(g, x, largest);
    return [reshape(g, reduceMean(g, mul(g, y, y), [0, 1, 2]), [1]), reshape(g, largest, [1])];
}
