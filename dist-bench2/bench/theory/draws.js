/** Weights for many networks: slices of one pool of normal numbers, a part of it per tensor. */
import { sizeOf } from "../../src/graph/tensor.js";
import { fans } from "../../src/network/fans.js";
import { normals, stream, uint32s } from "../../src/random/index.js";
/**
 * Draws networks with weights N(0, σ_w² / fanIn) and biases N(0, σ_b²), the head's weights at a
 * tenth. Each kernel has a part of the pool, twice as long as itself, and starts at a random place
 * there; so no two kernels of a network share numbers, and those of two seeds are shifted.
 */
export function drawsOf(levels) {
    const pools = new Map();
    return (parameters, seed) => Object.fromEntries(parameters.map((parameter) => {
        const { name, shape, role } = parameter;
        const size = sizeOf(shape);
        if (role.kind !== "kernel") {
            return [name, Float32Array.from(normals(stream(seed, "theory", name), size), (x) => x * levels.sigmaB)];
        }
        let pool = pools.get(name);
        if (pool === undefined) {
            const deviation = ((role.head ? 0.1 : 1) * levels.sigmaW) / Math.sqrt(fans(parameter).fanIn);
            pool = Float32Array.from(normals(stream(0, "theory", name), 2 * size), (x) => x * deviation);
            pools.set(name, pool);
        }
        const start = uint32s(stream(seed, "theory", "start", name), 1)[0] % size;
        return [name, pool.subarray(start, start + size)];
    }));
}
