/** Eigenvalues and eigenvectors of symmetric matrices. */
import { InputError } from "../../../errors.js";
import { identityValues, jacobiAngle, leadingSign, orderedRows, rotateRows, SWEEPS } from "./rotations.js";
/**
 * A = Σ λᵢ vᵢ vᵢᵀ by cyclic Jacobi rotations. Both triangles are read; A is their mean.
 * 27 × 27 (colour patches of 3 × 3): ~1 ms; 288 × 288: ~1 s; time grows with the cube.
 *
 * @throws InputError for a matrix that is not square
 * @example
 * import { matrix, symmetricEigen } from "stepzero/initializers";
 *
 * symmetricEigen(matrix(2, 2, [2, 1, 1, 2])).values; // → [3.0, 1.0]
 */
export function symmetricEigen(a) {
    const n = a.rows;
    if (a.columns !== n)
        throw new InputError(`symmetricEigen takes square matrices, got ${n}×${a.columns}.`);
    const work = new Float64Array(n * n);
    let norm = 0;
    for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
            const x = (a.values[i * n + j] + a.values[j * n + i]) / 2;
            work[i * n + j] = x;
            norm += x * x;
        }
    }
    const vectors = identityValues(n);
    // Elements below this do not move any eigenvalue in double precision.
    const negligible = (Number.EPSILON * Math.sqrt(norm)) / n;
    for (let sweep = 0;; sweep++) {
        if (sweep === SWEEPS)
            throw new Error(`symmetricEigen: ${n}×${n} matrix not diagonal after ${SWEEPS} sweeps`);
        let rotated = false;
        for (let p = 0; p < n - 1; p++) {
            for (let q = p + 1; q < n; q++) {
                const apq = work[p * n + q];
                if (Math.abs(apq) <= negligible)
                    continue;
                rotated = true;
                const [c, s] = jacobiAngle(work[p * n + p], apq, work[q * n + q]);
                rotateRows(work, n, p, q, c, s);
                rotateColumns(work, n, p, q, c, s);
                rotateRows(vectors, n, p, q, c, s);
            }
        }
        if (!rotated)
            break;
    }
    const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => work[j * n + j] - work[i * n + i] || i - j);
    return {
        values: Float64Array.from(order, (i) => work[i * n + i]),
        vectors: orderedRows(vectors, n, order, (row) => leadingSign(vectors, n, row)),
    };
}
function rotateColumns(values, n, p, q, c, s) {
    for (let i = 0; i < n; i++) {
        const a = values[i * n + p];
        const b = values[i * n + q];
        values[i * n + p] = c * a - s * b;
        values[i * n + q] = s * a + c * b;
    }
    // The rotation makes this element exactly 0.
    values[p * n + q] = 0;
    values[q * n + p] = 0;
}
