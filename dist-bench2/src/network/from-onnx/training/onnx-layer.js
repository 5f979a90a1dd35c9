/** An .onnx model as a layer: its graph, added at the batch of the samples. */
import { InputError } from "../../../errors.js";
import { readOnnx } from "../../../graph/file/read.js";
import { emptyData } from "../../../graph/tensor.js";
import { addGraph } from "./add-graph.js";
import { inType, typeNotes } from "./model-input.js";
import { logitMatrix, logitsBehind } from "./model-output.js";
import { shapesOfInputs, standIn } from "./other-inputs.js";
/**
 * The layer from samples to logits.
 *
 * @param note receives what was decided about the graph, in words, whenever the layer is applied
 */
export function onnxLayer(fitted, note) {
    const { form, inputs, input, output, otherOutputs: others, classes, anyShape } = fitted;
    const sourceAt = sources(fitted, note);
    return {
        kind: "",
        apply: (x, scope) => {
            const { g } = scope;
            const rows = x.shape[0];
            const source = sourceAt(rows);
            const { value, before } = logitsBehind(source.graph, source.graph.outputs.get(output));
            const entry = source.graph.inputs.find(({ name }) => name === input.name);
            const typeNote = typeNotes[entry.type];
            if (typeNote !== undefined)
                note(`"${input.name}" reads the samples ${typeNote}`);
            const samples = inType(g, form.place(g, x), entry.type);
            const feeds = new Map([[entry, samples]]);
            const shapes = shapesOfInputs(inputs, { input, shape: [rows, ...form.shape] });
            for (const one of source.graph.inputs.filter((other) => other !== entry)) {
                const other = inputs.find(({ name }) => name === one.name);
                feeds.set(one, standIn(g, source.graph, { input: other, shape: shapes[one.name] }, note));
            }
            const [logits] = addGraph(scope, source, [value], feeds, note);
            if (before !== undefined)
                note(`the loss reads the logits before the ${before} of "${output}"`);
            return logitMatrix(g, logits, { output, others, rows, classes, anyShape }, note);
        },
    };
}
/**
 * The model's graph for a number of rows. Where the file leaves the batch open, it is read with so
 * many; where that fails, or the file fixes the batch, it is read with the file's batch (or 1), and
 * its nodes are moved to the new one.
 */
function sources({ model, externalData, inputs, input, output, form, fixedBatch }, note) {
    const graphs = new Map();
    const graphAt = (rows) => {
        const before = graphs.get(rows);
        if (before !== undefined)
            return before;
        const graph = readOnnx(model.bytes, {
            inputShapes: shapesOfInputs(inputs, { input, shape: [rows, ...form.shape] }),
            keepDropout: true,
            onNote: note,
            ...(externalData === undefined ? {} : { externalData }),
        });
        const small = withoutNumbers(graph, model);
        graphs.set(rows, small);
        return small;
    };
    const openGraph = (rows) => {
        try {
            const graph = graphAt(rows);
            return logitsBehind(graph, graph.outputs.get(output)).value.shape[0] === rows ? graph : undefined;
        }
        catch (error) {
            if (error instanceof InputError)
                return undefined;
            throw error;
        }
    };
    return (rows) => {
        const graph = fixedBatch === undefined ? openGraph(rows) : undefined;
        if (graph !== undefined)
            return { model, graph, change: { from: rows, to: rows } };
        const from = fixedBatch ?? 1;
        return { model, graph: graphAt(from), change: { from, to: rows } };
    };
}
/** The graph without the numbers of parameters, which are drawn anew: a large model fits twice. */
function withoutNumbers(graph, { constants: drawn }) {
    const names = new Set(drawn.map(({ name }) => name));
    const constants = new Map([...graph.constants].map(([v, data]) => [v, names.has(v.name) ? { ...data, data: emptyData(data.type, 0) } : data]));
    return { ...graph, constants };
}
