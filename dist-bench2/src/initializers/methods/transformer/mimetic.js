/** Attention that starts like that of trained vision transformers. */
import { InputError } from "../../../errors.js";
import { defineOptions, real } from "../../../options.js";
import { at, fillNormals } from "../../../random/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { svd } from "../../parts/linear-algebra/index.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { trockman2023 } from "../../references.js";
/**
 * √σ u and √σ v of the singular values of α Z + β I, Z ~ N(0, 1/d), largest first. The products of
 * all d rows sum to the matrix.
 */
function factors(stream, d, alpha, beta) {
    const values = fillNormals(stream, new Float64Array(d * d));
    const scale = alpha / Math.sqrt(d);
    for (let i = 0; i < values.length; i++)
        values[i] = scale * values[i] + (i % (d + 1) === 0 ? beta : 0);
    const { left, values: singular, right } = svd({ rows: d, columns: d, values });
    return {
        /** Row i: √σᵢ uᵢ. */
        left: (i, j) => Math.sqrt(singular[i]) * left.values[i * d + j],
        right: (i, j) => Math.sqrt(singular[i]) * right.values[i * d + j],
    };
}
/** Substreams of the matrices that a pair of projections shares. */
const QUERY_KEY = 0;
const VALUE_OUTPUT = 1;
/**
 * The stream that a pair of projections shares: that of the nearest tensor before this one, or of
 * this one, whose projection is one of `owners`.
 */
function sharedStream(stream, tensor, network, owners) {
    if (owners.includes(tensor.role.projection))
        return stream;
    const tensors = network?.tensors ?? [];
    const position = tensors.findIndex(({ name }) => name === tensor.name);
    const owner = tensors
        .slice(0, Math.max(position, 0))
        .findLast(({ role }) => role.kind === "kernel" && owners.includes(role.projection));
    if (network !== undefined && owner !== undefined)
        return network.streamOf(owner.name);
    throw new InputError(`mimetic: the ${tensor.role.projection} projection "${tensor.name}" is one factor of a pair, and there is no ${owners.join(" or ")} projection before it: ` +
        "initialize the whole attention at once, with initialWeights on all of the network's tensors.");
}
const options = defineOptions({
    queryKeyNoise: real(0.7, 0, 10, "factor of the noise in query · key"),
    queryKeyIdentity: real(0.7, 0, 10, "factor of the identity in query · key"),
    valueNoise: real(0.4, 0, 10, "factor of the noise in value · output"),
    valueIdentity: real(0.4, 0, 10, "factor of minus the identity in value · output"),
});
/** The kernel of one projection of an attention. */
function projection(stream, tensor, { queryKeyNoise, queryKeyIdentity, valueNoise, valueIdentity }, network) {
    const { name, shape, role } = tensor;
    const { heads = 1 } = role;
    const [rows, d] = shape;
    const values = new Float32Array(rows * d);
    const parts = role.projection === "query-key-value" ? 3 : 1;
    const inner = role.projection === "output" ? d : rows / parts; // heads × depth
    const width = role.projection === "output" ? rows : d;
    const depth = inner / heads;
    if (shape.length !== 2 || !Number.isInteger(depth) || inner > width) {
        throw new InputError(`mimetic: the ${role.projection} projection "${name}" [${shape.join(", ")}] of ${heads} heads does not factor a square matrix: ` +
            "queries, keys and values must be no wider than the tokens, and divide into the heads.");
    }
    /** W_q,hᵀ W_k,h ≈ α Z + β I for each head h: the best approximation of the head's rank. */
    const queryOrKey = (which, from) => {
        const shared = at(sharedStream(stream, tensor, network, ["query", "query-key-value"]), QUERY_KEY);
        for (let h = 0; h < heads; h++) {
            const pair = factors(at(shared, h), width, queryKeyNoise, queryKeyIdentity);
            for (let i = 0; i < depth; i++) {
                for (let j = 0; j < width; j++)
                    values[(from + h * depth + i) * width + j] = pair[which](i, j);
            }
        }
    };
    const valueOrOutput = () => factors(at(sharedStream(stream, tensor, network, ["value", "query-key-value"]), VALUE_OUTPUT), width, valueNoise, -valueIdentity);
    const value = (from) => {
        const { left } = valueOrOutput();
        for (let i = 0; i < inner; i++) {
            for (let j = 0; j < width; j++)
                values[(from + i) * width + j] = left(i, j);
        }
    };
    switch (role.projection) {
        case "query":
            queryOrKey("left", 0);
            break;
        case "key":
            queryOrKey("right", 0);
            break;
        case "value":
            value(0);
            break;
        case "query-key-value":
            queryOrKey("left", 0);
            queryOrKey("right", inner);
            value(2 * inner);
            break;
        case "output": {
            const { right } = valueOrOutput();
            for (let j = 0; j < width; j++) {
                for (let i = 0; i < inner; i++)
                    values[j * inner + i] = right(i, j);
            }
        }
    }
    return values;
}
/** Trockman and Kolter 2023. */
export const mimetic = defineInitializer({
    name: "mimetic",
    title: "Mimetic attention",
    formula: "W_qᵀ W_k ≈ 0.7 Z + 0.7 I in each head, W_v and W_out with (W_out W_v)ᵀ = 0.4 Z − 0.4 I, Z ~ N(0, 1/d)",
    summary: "Attention starts as in trained vision transformers: tokens attend to similar tokens, and their values are subtracted.",
    references: [trockman2023],
    requires: "attention",
    options,
    caveats: [
        "Observed in vision transformers on small data; in language models the signs of the trained products differ between layers.",
        "Query and key are two factors of one matrix, and so are value and output; the matrix is drawn from the stream of the query's (value's, fused) tensor. The factors are not independent, and must be initialized together.",
        "A head has as many singular vectors as its depth: the product is the best approximation of that rank.",
        "Each head costs a singular value decomposition of d × d: milliseconds at d = 64, seconds from d = 384.",
        "The paper adds sinusoidal positions, which belong to the architecture; here learned positions start as N(0, 0.02²).",
    ],
    differences: ["The method is about attention only; other kernels are Glorot uniform here."],
    initialize: byRole({
        kernel: (stream, tensor, values, network) => tensor.role.projection === undefined
            ? varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform" })
            : projection(stream, tensor, values, network),
    }),
});
