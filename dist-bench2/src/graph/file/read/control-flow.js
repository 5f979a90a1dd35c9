import { tensor, toNumbers } from "../../tensor.js";
/** A body is repeated at most this often: a step of it is several nodes of the graph. */
const mostPasses = 1000;
function bodyOf(node, name, context) {
    return node.attribute.find((attribute) => attribute.name === name)?.g ?? context.fail(`has no graph "${name}"`);
}
const integersOf = (node, name) => node.attribute.find((attribute) => attribute.name === name)?.ints.map(Number);
/** The first number of a constant; refuses what only a run decides. */
function decided(context, value, what) {
    const data = context.constant(value);
    return toNumbers(data ??
        context.fail(`${what} "${value.name}" is computed when the graph runs, and graphs are read with one way through them; export the model with ${what} as a constant, or by tracing`))[0];
}
/** The branch that the condition takes. */
const branch = (node, [condition], context) => {
    const taken = decided(context, condition ?? context.fail("has no condition"), "the condition");
    return context.inline(bodyOf(node, taken === 0 ? "else_branch" : "then_branch", context), []);
};
/** Results of all passes along a new axis, in order or backwards. */
function stacked(g, passes, axis, backwards) {
    const parts = passes.map((v) => g.apply("Unsqueeze", [v, g.integers([axis])]));
    return g.apply("Concat", backwards ? parts.toReversed() : parts, { axis });
}
/**
 * Inputs: the number of passes, whether the first one runs, then what goes from pass to pass. The
 * body gives whether the next one runs, what goes on, and results that are stacked.
 */
const loop = (node, [count, first, ...initial], context) => {
    const { g, fail } = context;
    const body = bodyOf(node, "body", context);
    const passes = count === undefined ? Number.POSITIVE_INFINITY : decided(context, count, "the number of passes");
    let state = initial.map((v) => v ?? fail("an initial value is missing"));
    let goes = first === undefined || decided(context, first, "the first condition") !== 0;
    const results = [];
    for (let pass = 0; goes && pass < passes; pass++) {
        if (pass >= mostPasses)
            fail(`would run its body more than ${mostPasses} times; graphs are written out`);
        const at = g.constant({ type: "int64", shape: [], data: BigInt64Array.of(BigInt(pass)) }, "pass");
        const [next, ...others] = context.inline(body, [at, g.constant(tensor("bool", [], [1]), "goes"), ...state]);
        goes = decided(context, next ?? fail("the body has no outputs"), "the condition of the next pass") !== 0;
        state = others.splice(0, state.length);
        results.push(others);
    }
    const counted = body.output.length - 1 - state.length;
    if (counted > 0 && results.length === 0)
        fail("stacks results of no pass: their sizes are unknown");
    const stacks = Array.from({ length: counted }, (_, i) => stacked(g, results.map((pass) => pass[i]), 0, false));
    return [...state, ...stacks];
};
/** Inputs: what goes from pass to pass, then what is cut into one piece for each pass. */
const scan = (node, inputs, context) => {
    const { g, opset, fail } = context;
    if (opset < 9)
        fail("of opset 8 has batches and lengths of its own; convert the model with onnx.version_converter");
    const body = bodyOf(node, "body", context);
    const cuts = Number(node.attribute.find(({ name }) => name === "num_scan_inputs")?.i ?? 0n);
    const values = inputs.map((v) => v ?? fail("an input is missing"));
    let state = values.slice(0, values.length - cuts);
    const sources = values.slice(values.length - cuts);
    const axes = sources.map((v, i) => {
        const axis = integersOf(node, "scan_input_axes")?.[i] ?? 0;
        return axis < 0 ? axis + v.shape.length : axis;
    });
    const backwards = integersOf(node, "scan_input_directions") ?? [];
    const passes = sources[0]?.shape[axes[0]] ?? fail("has nothing to scan");
    if (sources.some((v, i) => v.shape[axes[i]] !== passes))
        fail("scans inputs of different lengths");
    if (passes < 1 || passes > mostPasses)
        fail(`would run its body ${passes} times; 1 to ${mostPasses} are written out`);
    const results = [];
    for (let pass = 0; pass < passes; pass++) {
        const pieces = sources.map((v, i) => {
            const at = backwards[i] === 1 ? passes - 1 - pass : pass;
            return g.apply("Gather", [v, g.scalar(at, "int64")], { axis: axes[i] });
        });
        const outputs = context.inline(body, [...state, ...pieces]);
        results.push(outputs.slice(state.length));
        state = outputs.slice(0, state.length);
    }
    const outputAxes = integersOf(node, "scan_output_axes") ?? [];
    const outputDirections = integersOf(node, "scan_output_directions") ?? [];
    const stacks = results[0].map((_, i) => stacked(g, results.map((pass) => pass[i]), outputAxes[i] ?? 0, outputDirections[i] === 1));
    return [...state, ...stacks];
};
/** The operators that hold graphs. */
export const controlFlow = { If: branch, Loop: loop, Scan: scan };
