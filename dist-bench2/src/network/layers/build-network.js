/**
 * From layers to a graph: declares parameters, states and masks as inputs and completes the roles.
 */
import { InputError } from "../../errors.js";
import { describe, sameShape } from "../../graph/tensor.js";
import { completeRoles, kernelOf } from "./complete-roles.js";
import { run } from "./scope.js";
/**
 * Adds a network to a graph. Its parameters become inputs named by their path, "conv1/kernel" or
 * "block3/conv1/bias" (layers are numbered by kind, in order of appearance, within what holds
 * them); states ("batchnorm1/running-mean") and dropout masks (uint8, "dropout1/mask") too. The
 * names, shapes and roles of parameters do not depend on mode or batch.
 *
 * @param x float32, batch axis first
 * @throws ShapeError that says which layer, what came in, what it expects
 * @throws InputError where a bias names as its kernel what the network has not declared
 * @example
 * import { dense, flatten, sequential } from "stepzero";
 * import { GraphBuilder } from "stepzero/graph";
 * import { buildNetwork } from "stepzero/networks";
 *
 * const g = new GraphBuilder("network");
 * const x = g.input("x", "float32", [128, 1, 28, 28]);
 * const layers = sequential(flatten(), dense(10));
 * const { logits, parameters } = buildNetwork(g, layers, x, { mode: "evaluate" });
 * g.output("logits", logits); // [128, 10]
 */
export function buildNetwork(g, layer, x, options) {
    const declarations = [];
    const applied = [];
    const states = [];
    const masks = [];
    const branches = branchCounter();
    const paths = layerPaths(g);
    const declare = (name, type, shape) => {
        const full = paths.current() === "" ? name : `${paths.current()}/${name}`;
        return { name: full, value: inputOf(g, full, type, shape, options.parameterInputs) };
    };
    const scope = {
        g,
        mode: options.mode,
        parameter: (name, shape, role) => {
            const declaration = { ...declare(name, "float32", shape), shape };
            const place = { layer: paths.current(), branch: branches.current() };
            if ("complete" in role) {
                const { kernel: _, ...declared } = role.complete;
                declarations.push({ ...declaration, ...place, role: declared, complete: role.complete });
                return declaration.value;
            }
            if (role.kernel !== undefined)
                kernelOf(role.kernel, declarations, declaration.name);
            declarations.push({ ...declaration, ...place, role });
            return declaration.value;
        },
        state: (name, shape, initial) => {
            const state = { ...declare(name, "float32", shape), shape, initial };
            const index = states.push(state) - 1;
            return {
                value: state.value,
                update: (next) => {
                    states[index] = { ...state, next };
                },
            };
        },
        mask: (name, shape, rate) => {
            const declaration = declare(name, "uint8", shape);
            masks.push({ ...declaration, shape, rate });
            return declaration.value;
        },
        inside: paths.inside,
        branch: branches.inside,
        activated: (value, activation) => {
            applied.push({ value, activation });
        },
    };
    const logits = run(layer, x, scope);
    return { logits, parameters: completeRoles(g, declarations, applied, branches.count()), states, masks };
}
/** A declared tensor's value in the graph: the one that the caller brings, else a new input. */
function inputOf(g, name, type, shape, values) {
    const value = values?.get(name);
    if (value === undefined) {
        const input = g.input(name, type, shape);
        if (input.name === name)
            return input;
        throw new InputError(`buildNetwork: the graph "${g.name}" has a value named "${name}" already. ` +
            "Pass the first network's values as parameterInputs to build it twice on the same parameters.");
    }
    if (value.type === type && sameShape(value.shape, shape))
        return value;
    throw new InputError(`buildNetwork: parameterInputs has ${describe(value)} for "${name}", expected ${describe({ type, shape })}.`);
}
/** Paths of layers: each is numbered by kind among its siblings. */
function layerPaths(g) {
    const siblings = new Map();
    let path = "";
    return {
        current: () => path,
        inside: (kind, build) => {
            const outer = path;
            const stem = outer === "" ? kind : `${outer}/${kind}`;
            const number = (siblings.get(stem) ?? 0) + 1;
            siblings.set(stem, number);
            path = `${stem}${number}`;
            try {
                return g.inLayer(`${kind}${number}`, build);
            }
            finally {
                path = outer;
            }
        },
    };
}
/** Residual branches, counted in the order in which they are built. */
function branchCounter() {
    let branch;
    let branches = 0;
    return {
        current: () => branch,
        count: () => branches,
        inside: (build) => {
            const outer = branch;
            branch = branches++;
            try {
                return build();
            }
            finally {
                branch = outer;
            }
        },
    };
}
