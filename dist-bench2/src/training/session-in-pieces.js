/**
 * A training step that computes its batch in pieces: the gradients of the pieces are added up, and
 * the last piece makes the update. What the pieces compute stays in the processor's cache, where
 * that of a whole batch does not.
 */
import { tensor } from "../graph/tensor.js";
import { filled } from "./state.js";
import { names } from "./train-graph.js";
/**
 * The session of the step on the whole batch, made of those of its pieces. A piece whose rows all
 * weigh nothing is left out.
 *
 * @param step the step on the whole batch
 */
export function sessionInPieces({ sums, last }, { batch, rows, perRow }, { parameters }) {
    const zeros = Object.fromEntries(parameters.map(({ name, shape }) => [names.sum(name), filled("float32", shape, 0)]));
    const piecesOf = cutter(batch / rows);
    const sumNames = Object.keys(zeros);
    const inputNames = new Set([...sums.inputNames, ...last.inputNames]);
    return {
        inputNames: [...inputNames].filter((name) => !sumNames.includes(name)),
        outputNames: last.outputNames,
        async run(inputs) {
            const weights = inputs[names.weights].data;
            const cut = perRow.filter((name) => inputNames.has(name)).map((name) => [name, piecesOf(inputs[name])]);
            const counting = Array.from({ length: batch / rows }, (_, i) => i).filter((i) => weights.subarray(i * rows, (i + 1) * rows).some((weight) => weight !== 0));
            const inputsOf = (i) => ({
                ...inputs,
                ...Object.fromEntries(cut.map(([name, pieces]) => [name, pieces[i]])),
            });
            const figures = { [names.loss]: 0, [names.correct]: 0 };
            const addFigures = (outputs) => {
                for (const name of [names.loss, names.correct])
                    figures[name] += Number(outputs[name].data[0]);
            };
            let sumTensors = zeros;
            for (const i of counting.slice(0, -1)) {
                const outputs = await sums.run({ ...inputsOf(i), ...sumTensors });
                addFigures(outputs);
                sumTensors = Object.fromEntries(sumNames.map((name) => [name, outputs[names.next(name)]]));
            }
            const outputs = await last.run({ ...inputsOf(counting.at(-1)), ...sumTensors });
            addFigures(outputs);
            const totals = Object.entries(figures).map(([name, sum]) => [name, tensor("float32", [], [sum])]);
            return { ...outputs, ...Object.fromEntries(totals) };
        },
        async release() {
            await sums.release();
            await last.release();
        },
    };
}
/**
 * Cuts tensors along their first axis. The pieces are views: a tensor whose numbers change between
 * runs is cut once.
 */
function cutter(count) {
    const cuts = new WeakMap();
    return (whole) => {
        const before = cuts.get(whole);
        if (before !== undefined)
            return before;
        const shape = [whole.shape[0] / count, ...whole.shape.slice(1)];
        const size = whole.data.length / count;
        const pieces = Array.from({ length: count }, (_, i) => {
            const data = whole.data.subarray(i * size, (i + 1) * size);
            return { type: whole.type, shape, data };
        });
        cuts.set(whole, pieces);
        return pieces;
    };
}
