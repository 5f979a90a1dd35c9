/** Adds the nodes of a file to a builder, and follows which results come to numbers. */
import { ShapeError } from "../../../errors.js";
import { fold } from "../../compiler/simplify/evaluate.js";
/**
 * Results of at most this many elements are followed while reading: shapes computed from shapes.
 */
const largestFollowed = 64;
/** The nodes of a graph that is being read. */
export class FollowedNodes {
    #g;
    /** Results that follow from constants and shapes alone; undefined for the others. */
    #constants = new Map();
    constructor(g) {
        this.#g = g;
    }
    /**
     * The outputs of an operator that is read by its definition. Numbers and the only result get the
     * file's name.
     */
    addResults(results, names, before) {
        const g = this.#g;
        return results.map((result, i) => {
            if ("data" in result)
                return g.constant(result, names[i] || undefined);
            const isLast = results.length === 1 && g.nodes.length > before && g.producer(result) === g.nodes.at(-1);
            if (results.length > 1 || !names[0])
                return result;
            return isLast ? g.renameLast(names[0]) : g.apply("Identity", [result], {}, { outputNames: names });
        });
    }
    /**
     * Adds the node. Where a shape input is computed from other shapes, its value is inserted as a
     * constant.
     */
    add(node, names) {
        const attempt = (inputs) => this.#g.applyAll(node.operator, inputs, node.attributes, { outputs: node.outputCount, outputNames: names });
        let outputs;
        try {
            outputs = attempt(node.inputs);
        }
        catch (error) {
            const asConstants = node.inputs.map((v) => (v === undefined ? v : this.#asConstant(v)));
            if (!(error instanceof ShapeError) || asConstants.every((v, i) => v === node.inputs[i]))
                throw error;
            outputs = attempt(asConstants);
        }
        this.constantOf(outputs[0]);
        return outputs;
    }
    /** The numbers of a constant, or of what follows from constants and shapes. */
    constantOf(value) {
        if (value === undefined)
            return undefined;
        const stored = this.#g.constantOf(value);
        const producer = this.#g.producer(value);
        if (stored !== undefined || producer === undefined)
            return stored;
        if (!this.#constants.has(value)) {
            this.#constants.set(value, fold(producer, (v) => this.constantOf(v), largestFollowed));
        }
        return this.#constants.get(value);
    }
    #asConstant(value) {
        const data = this.#g.constantOf(value) === undefined ? this.constantOf(value) : undefined;
        return data === undefined ? value : this.#g.constant(data, `${value.name}/value`);
    }
}
