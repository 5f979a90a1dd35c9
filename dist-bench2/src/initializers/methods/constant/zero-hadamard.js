/** ZerO: identities and Hadamard matrices. */
import { sizeOf } from "../../../graph/tensor.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { atCentre } from "./centred-blocks.js";
/** ZerO (Zhao, Schäfer and Anandkumar 2022). */
export const zeroHadamard = defineInitializer({
    name: "zero-hadamard",
    title: "ZerO",
    formula: "out ≤ in: W = I (out × in); out > in: W = I H I / 2^(m/2), H the Hadamard matrix of order 2^m, m = ⌈log₂ out⌉",
    summary: "Uses only zeros and ones, without random numbers: the identity where it fits, part of a Hadamard matrix where a layer widens.",
    references: [
        {
            authors: "J. Zhao, F. Schäfer, A. Anandkumar",
            year: 2022,
            title: "ZerO Initialization: Initializing Neural Networks with only Zeros and Ones",
            link: "https://arxiv.org/abs/2110.12661",
            where: "Algorithm 1",
        },
    ],
    aliases: ["ZerO"],
    caveats: [
        "All seeds give the same weights.",
        "The last kernel of a residual branch is 0, so that each block starts as its shortcut. That this holds for the last layer of the branch, not for all of them, is our reading of the paper.",
    ],
    differences: [
        "The scale is that of the authors' code, 2^(−m/2), which makes the Hadamard matrix orthonormal; others quote the paper's algorithm with 2^(−(m−1)/2).",
        "Convolutions have the matrix at the centre of their window.",
    ],
    initialize: byRole({
        kernel: (_stream, tensor) => tensor.role.residual?.last
            ? new Float32Array(sizeOf(tensor.shape))
            : atCentre(tensor, (row, column, { rows, columns, transposed }) => {
                const [outputs, inputs] = transposed ? [columns, rows] : [rows, columns];
                if (outputs <= inputs)
                    return row === column ? 1 : 0;
                return hadamard(row, column) / Math.sqrt(powerOfTwoFrom(outputs));
            }),
    }),
});
/**
 * Sylvester's Hadamard matrix: (−1)^n, where n is the number of binary ones that row and column
 * share.
 */
function hadamard(row, column) {
    let common = row & column;
    let sign = 1;
    for (; common > 0; common &= common - 1)
        sign = -sign;
    return sign;
}
/** The smallest power of two that is at least n. */
function powerOfTwoFrom(n) {
    let power = 1;
    while (power < n)
        power *= 2;
    return power;
}
