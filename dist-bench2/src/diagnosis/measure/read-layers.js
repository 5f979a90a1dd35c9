import { instrument, loadInstrument } from "../../training/instrument.js";
import { attentionMaps, attentionPoint } from "./attention.js";
import { backwardPoint, forwardPoint, } from "./layer-points.js";
import { measuredLayers } from "./layers.js";
import { list } from "./list.js";
import { outputPoint, sampleLosses } from "./output.js";
import { rowAxes } from "./row-axes.js";
import { distinctUnits, marksOfRows } from "./unit-marks.js";
import { kernelReading, rowsOf, weightReading } from "./weights.js";
/**
 * Loads the graph with all readings of layers.
 *
 * @param step whose first update is read; none without
 * @throws ShapeError where the network does not fit the samples
 */
export async function loadLayerReader(runtime, subject, step) {
    const { point, built } = allReadings(subject, step);
    const instrumented = instrument(instrumentedNetwork(subject), { point });
    const { layers, network } = built();
    const { look, release } = await loadInstrument(runtime, instrumented);
    return {
        read: async (weights, batch, detailed = true) => {
            const { forward, backward, output, attention } = (await look(weights, batch)).point;
            const readings = [];
            for (const [i, layer] of layers.entries()) {
                readings.push(await layerReadings(layer, weights[layer.layer.kernel.name], forward[i], backward[i], detailed));
            }
            return { layers: readings, output, attention, notMeasured: notMeasured(layers, backward, network) };
        },
        release,
    };
}
const instrumentedNetwork = ({ layers, shape, batch }) => ({ layers, shape, rows: batch.rows, mode: "measure" });
/** The point that reads everything; `built` tells what it was placed in. */
function allReadings(subject, step) {
    let built;
    const point = (context) => {
        const { g, network } = context;
        const maps = attentionMaps(g, dataOf(g));
        const layers = measuredLayers(g, network, subject.weights, rowAxes(g, instrumentedNetwork(subject)));
        built = { layers, network };
        const losses = sampleLosses(context);
        return together({
            output: outputPoint(context, losses),
            backward: backwardPoint(context, losses, layers, step),
            forward: list(layers.map((layer) => forwardPoint(g, layer))),
            attention: list(maps.map((map) => attentionPoint(g, map))),
        });
    };
    return { point, built: () => built };
}
/** Several points as one, with their readings by name. */
function together(points) {
    const entries = Object.entries(points);
    const all = list(entries.map(([, point]) => point));
    return {
        outputs: all.outputs,
        read: (numbers) => {
            const readings = all.read(numbers);
            return Object.fromEntries(entries.map(([name], i) => [name, readings[i]]));
        },
    };
}
const dataOf = (g) => g.build().inputs.find(({ name }) => name === "data");
async function layerReadings({ layer, activation }, numbers, { marks, ...forward }, backward, detailed) {
    const { name, kernel, bias } = layer;
    const none = { gradientSecondMoment: null, slopes: { gradient: null, update: null } };
    const { gradientSecondMoment, slopes } = "reason" in backward ? none : backward;
    return {
        name,
        kernel: kernel.name,
        bias: bias?.name ?? null,
        activation,
        ...forward,
        distinctUnits: distinctUnits([marks, ...marksOfGradient(kernel, slopes.gradient, forward.before.units)]),
        gradientSecondMoment,
        weights: weightReading(numbers, slopes),
        details: detailed ? await kernelReading(kernel, numbers, slopes) : null,
    };
}
/** Of the gradient's rows, where the kernel has a row for each unit. */
function marksOfGradient(kernel, gradient, units) {
    if (gradient === null)
        return [];
    const rows = rowsOf(kernel, gradient);
    return rows.rows === units ? [marksOfRows(rows)] : [];
}
/** What could not be measured, one entry per reason. */
function notMeasured(layers, backward, { parameters }) {
    const byReason = new Map();
    const note = (reason, layer) => byReason.set(reason, [...(byReason.get(reason) ?? []), layer]);
    for (const [i, { layer, problem }] of layers.entries()) {
        const slopes = backward[i];
        if ("reason" in slopes)
            note(`gradients: ${slopes.reason}`, layer.name);
        if (problem !== undefined)
            note(problem, layer.name);
    }
    const measured = new Set(layers.map(({ layer }) => layer.kernel.name));
    for (const { name, role } of parameters) {
        if (role.kind !== "kernel" || measured.has(name))
            continue;
        note("signals and gradients: no Conv, Gemm, MatMul or recurrent operator reads the kernel as a whole", name);
    }
    return [...byReason].map(([reason, names]) => ({ layers: names, reason }));
}
