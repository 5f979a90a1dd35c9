/** Kernels whose convolution is an orthogonal operator. */
import { at } from "../../../random/index.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { kautsky1994, xiao2018 } from "../../references.js";
import { fillBlocks, positionCount } from "./blocks.js";
import { factorOf, gainOptions } from "./gain.js";
/**
 * The kernel `[...positions, n, m]`: the coefficients of a polynomial K(z₁, z₂, …) whose value at
 * any |z| = 1 has orthonormal columns.
 *
 * K = ∏ (P + z (I − P)) · H. Every position but the first along every axis has one factor, P = U Uᵀ
 * is a random projection on half the channels and H a Haar matrix. Each factor is orthogonal at
 * |z| = 1, because P and I − P project on complements.
 */
function orthogonalPolynomial(stream, n, m, positions) {
    const places = positions.reduce((count, size) => count * size, 1);
    const size = n * m;
    const kernel = new Float64Array(places * size); // [...positions, n, m]
    kernel.set(haar(at(stream, 0), n, m).values);
    let factor = 0;
    const reached = positions.map(() => 1);
    // In turn along the axes, as in a block convolution with kernels of two positions along each.
    for (let step = 1; step < Math.max(...positions); step++) {
        for (const [axis, length] of positions.entries()) {
            if (step >= length)
                continue;
            factor++;
            // A single channel has only the projections 0 and 1: the factor is a shift, or no shift.
            const basis = n === 1 ? undefined : haar(at(stream, factor), n, Math.floor(n / 2)).values;
            const stride = positions.slice(axis + 1).reduce((count, other) => count * other, 1);
            for (const place of placesWithin(positions, reached)) {
                // From the highest power of z down, so that each coefficient moves up once.
                const here = kernel.subarray(place * size, (place + 1) * size);
                if (here.every((x) => x === 0))
                    continue;
                const next = kernel.subarray((place + stride) * size, (place + stride + 1) * size);
                splitByProjection(here, next, basis, n, m);
            }
            reached[axis]++;
        }
    }
    return kernel;
}
/** Row-major positions whose index along each axis is below `reached`, last first. */
function placesWithin(positions, reached) {
    let places = [0];
    positions.forEach((size, axis) => {
        places = places.flatMap((place) => Array.from({ length: reached[axis] }, (_, i) => place * size + i));
    });
    return places.reverse();
}
/**
 * next += (I − P) here; here ← P here, with P = U Uᵀ (U: n × r, row-major) and matrices n × m. No
 * U: P = I.
 */
function splitByProjection(here, next, basis, n, m) {
    if (basis === undefined)
        return;
    const r = basis.length / n;
    const inner = new Float64Array(r * m); // Uᵀ here
    for (let i = 0; i < n; i++) {
        const row = here.subarray(i * m, (i + 1) * m);
        for (let k = 0; k < r; k++)
            addMultiple(inner.subarray(k * m, (k + 1) * m), row, basis[i * r + k]);
    }
    const projected = new Float64Array(m);
    for (let i = 0; i < n; i++) {
        projected.fill(0);
        for (let k = 0; k < r; k++)
            addMultiple(projected, inner.subarray(k * m, (k + 1) * m), basis[i * r + k]);
        for (let j = 0; j < m; j++) {
            next[i * m + j] += here[i * m + j] - projected[j];
            here[i * m + j] = projected[j];
        }
    }
}
function addMultiple(target, source, factor) {
    for (let j = 0; j < target.length; j++)
        target[j] += factor * source[j];
}
function fill(target, block, gain) {
    const { rows, columns } = block;
    const places = positionCount(block);
    const tall = rows >= columns;
    const [n, m] = tall ? [rows, columns] : [columns, rows];
    const kernel = orthogonalPolynomial(block.stream, n, m, block.positions);
    for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
            const element = tall ? row * m + column : column * m + row;
            for (let place = 0; place < places; place++) {
                target[(row * columns + column) * places + place] = gain * kernel[place * n * m + element];
            }
        }
    }
}
/** Xiao and others 2018, by the construction of Kautsky and Turcajová 1994. */
export const circularOrthogonal = defineInitializer({
    name: "circular-orthogonal",
    title: "Orthogonal convolution",
    formula: "K = gain · ∏ (P + z (I − P)) · Q: all positions in use, and the circular convolution orthogonal",
    summary: "A convolution that uses its whole window and keeps the length of every image; `delta-orthogonal` uses the centre only.",
    references: [xiao2018, kautsky1994],
    options: gainOptions,
    caveats: [
        "Exact for stride 1 and circular padding; zero padding loses what crosses the border of the image, and a stride drops positions.",
        "With more input than output channels (in a group) no convolution keeps all lengths; its transpose, which carries the gradients, then does.",
        "In a depthwise convolution each group has one channel, and the only orthogonal kernels are shifts: here a single ±1 in the first position.",
        "Xiao et al. trained deeper networks with `delta-orthogonal`, whose signals do not spread over the image.",
    ],
    differences: ["No framework has it. Dense kernels have no positions; they are orthogonal matrices."],
    initialize: byRole({
        kernel: (stream, tensor, options) => {
            const factor = factorOf(tensor, options);
            return fillBlocks(stream, tensor, (target, block) => fill(target, block, factor));
        },
    }),
});
