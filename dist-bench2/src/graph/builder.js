/** Builds a graph node by node; each operator's shape rule runs as its node is added. */
import { ShapeError, unknownName } from "../errors.js";
import { fillAttributes } from "./operator.js";
import { operators } from "./operators/index.js";
import { describe, tensor } from "./tensor.js";
/**
 * Builds a graph node by node.
 *
 * @example
 * import { GraphBuilder } from "stepzero/graph";
 *
 * const g = new GraphBuilder("affine");
 * const x = g.input("x", "float32", [8, 784]);
 * const w = g.input("w", "float32", [784, 10]);
 * g.output("y", g.apply("MatMul", [x, w])); // float32 [8, 10]
 * const graph = g.build();
 */
export class GraphBuilder {
    name;
    #inputs = [];
    #constants = new Map();
    #nodes = [];
    #outputs = new Map();
    #producers = new Map();
    #names = new Set();
    #suffixes = new Map();
    #scalars = new Map();
    #layer = "";
    constructor(name) {
        this.name = name;
    }
    /** A builder that continues a finished graph: the same values, nodes and outputs. */
    static from(graph) {
        const g = new GraphBuilder(graph.name);
        for (const v of graph.inputs)
            g.#adopt(v, () => g.#inputs.push(v));
        for (const [v, t] of graph.constants)
            g.#adopt(v, () => g.#constants.set(v, t));
        for (const node of graph.nodes) {
            g.#nodes.push(node);
            for (const v of node.outputs)
                g.#adopt(v, () => g.#producers.set(v, node));
        }
        for (const [name, v] of graph.outputs)
            g.#outputs.set(name, v);
        return g;
    }
    get nodes() {
        return this.#nodes;
    }
    /** Path of the layer that nodes are being added for. */
    get layer() {
        return this.#layer;
    }
    /** The node that makes `value`; undefined for inputs and constants. */
    producer(value) {
        return this.#producers.get(value);
    }
    /** The numbers of a constant; undefined for every other value. */
    constantOf(value) {
        return value === undefined ? undefined : this.#constants.get(value);
    }
    input(name, type, shape) {
        const value = { name: this.#unique(name), type, shape };
        this.#inputs.push(value);
        return value;
    }
    constant(data, name = "constant") {
        const value = { name: this.#unique(name), type: data.type, shape: data.shape };
        this.#constants.set(value, data);
        return value;
    }
    /** A scalar constant (shape `[]`); equal scalars are one value. */
    scalar(x, type = "float32") {
        const key = `${type}:${Object.is(x, -0) ? "-0" : x}`;
        let value = this.#scalars.get(key);
        if (value === undefined) {
            value = this.constant(tensor(type, [], [x]), "scalar");
            this.#scalars.set(key, value);
        }
        return value;
    }
    /** A one-dimensional int64 constant: shapes, axes, starts, ends; equal lists are one value. */
    integers(values) {
        const key = `int64s:${values.join(",")}`;
        let value = this.#scalars.get(key);
        if (value === undefined) {
            value = this.constant(tensor("int64", [values.length], values), "integers");
            this.#scalars.set(key, value);
        }
        return value;
    }
    /**
     * Adds a node with one output that is used.
     *
     * @throws ShapeError naming layer, operator and shapes
     */
    apply(operator, inputs, attributes = {}, options = {}) {
        return this.applyAll(operator, inputs, attributes, options)[0];
    }
    /**
     * Adds a node and gives all its outputs.
     *
     * @throws ShapeError naming layer, operator and shapes
     */
    applyAll(operatorName, inputs, attributes = {}, options = {}) {
        const operator = operators.get(operatorName);
        if (operator === undefined)
            throw unknownName("ONNX operator", operatorName, [...operators.keys()]);
        const outputCount = options.outputs ?? 1;
        const fail = (problem) => {
            const where = this.#layer === "" ? "" : `layer "${this.#layer}": `;
            const got = inputs.map((v) => (v === undefined ? "(none)" : describe(v))).join(", ");
            throw new ShapeError(`${where}${operatorName}(${got}): ${problem}`);
        };
        const [fewest, most] = operator.inputs;
        if (inputs.length < fewest || inputs.length > most)
            fail(`takes ${fewest} to ${most} inputs, got ${inputs.length}`);
        if (outputCount < 1 || outputCount > operator.outputs[1])
            fail(`has ${operator.outputs.join(" to ")} outputs, got ${outputCount}`);
        const filled = fillAttributes(operator, attributes, fail);
        const context = {
            operator: operatorName,
            inputs,
            attributes: filled,
            outputCount,
            constant: (v) => this.constantOf(v),
            fail,
        };
        const types = operator.infer(context);
        const stem = options.name ?? operatorName.replace(/^.*:/, "").toLowerCase();
        const path = this.#layer === "" ? stem : `${this.#layer}/${stem}`;
        const outputs = types.slice(0, outputCount).map(({ type, shape }, i) => {
            if (shape.some((n) => !Number.isInteger(n) || n < 0))
                fail(`would make the shape [${shape.join(", ")}]`);
            return { name: this.#unique(options.outputNames?.[i] || path), type, shape };
        });
        const node = {
            operator: operatorName,
            inputs,
            outputs,
            attributes: filled,
            layer: this.#layer,
            ...(options.gradientTo === undefined ? {} : { gradientTo: options.gradientTo }),
        };
        this.#nodes.push(node);
        for (const v of outputs)
            this.#producers.set(v, node);
        return outputs;
    }
    /**
     * Adds a node of another graph as it is: its outputs become values of this graph, under their
     * names.
     */
    addNode(node) {
        this.#nodes.push(node);
        for (const v of node.outputs)
            this.#adopt(v, () => this.#producers.set(v, node));
    }
    /**
     * Adds a node that does the same on other inputs. Its outputs are new values.
     *
     * @param inputs of the node's inputs' types and shapes
     * @param suffix ends the names of the new outputs
     */
    addCopy(node, inputs, suffix = "") {
        const outputs = node.outputs.map((v) => ({ ...v, name: this.#unique(`${v.name}${suffix}`) }));
        this.addNode({ ...node, inputs, outputs });
        return outputs;
    }
    /** Gives the only output of the last node, which nothing reads yet, another name. */
    renameLast(name) {
        const node = this.#nodes.pop();
        const old = node.outputs[0];
        this.#producers.delete(old);
        this.#names.delete(old.name);
        const value = { ...old, name: this.#unique(name) };
        this.addNode({ ...node, outputs: [value] });
        return value;
    }
    /** Makes `value`, which nothing makes yet, a constant. */
    addConstant(value, data) {
        this.#adopt(value, () => this.#constants.set(value, data));
    }
    /** Asks a node of this graph for further outputs, after those that it has. */
    addOutputs(node, more) {
        const extended = { ...node, outputs: [...node.outputs, ...more] };
        this.#nodes[this.#nodes.lastIndexOf(node)] = extended;
        for (const v of extended.outputs)
            this.#adopt(v, () => this.#producers.set(v, extended));
    }
    /** Keeps new values from taking these names. */
    reserve(names) {
        for (const name of names)
            this.#names.add(name);
    }
    /** Names `value` as something the graph returns. */
    output(name, value) {
        if (this.#outputs.has(name))
            throw new Error(`graph "${this.name}": two outputs are named "${name}"`);
        this.#outputs.set(name, value);
    }
    /** Runs `build` with nodes attributed to the layer `name` (nested in the current one). */
    inLayer(name, build) {
        const outer = this.#layer;
        this.#layer = outer === "" ? name : `${outer}/${name}`;
        try {
            return build();
        }
        finally {
            this.#layer = outer;
        }
    }
    /**
     * Runs `build` with nodes attributed to exactly this path: gradients belong to the layer they
     * differentiate.
     */
    atLayer(path, build) {
        const outer = this.#layer;
        this.#layer = path;
        try {
            return build();
        }
        finally {
            this.#layer = outer;
        }
    }
    build() {
        return {
            name: this.name,
            inputs: [...this.#inputs],
            constants: new Map(this.#constants),
            nodes: [...this.#nodes],
            outputs: new Map(this.#outputs),
        };
    }
    #unique(stem) {
        let name = stem;
        let i = this.#suffixes.get(stem) ?? 1;
        while (this.#names.has(name))
            name = `${stem}_${i++}`;
        this.#suffixes.set(stem, i); // so that the thousandth "mul" does not try the 999 before it
        this.#names.add(name);
        return name;
    }
    #adopt(value, keep) {
        this.#names.add(value.name);
        keep();
    }
}
