/** Singular value decomposition. */
import { transpose } from "./matrix.js";
import { identityValues, jacobiAngle, leadingSign, orderedRows, rotateRows, SWEEPS } from "./rotations.js";
/**
 * A = Σ σᵢ uᵢ vᵢᵀ by one-sided Jacobi rotations (Hestenes 1958), which find small singular values
 * to full relative precision. 64 × 64: ~10 ms; 384 × 384: seconds; time grows with the cube.
 *
 * @example
 * import { matrix, svd } from "stepzero/initializers";
 *
 * const { values } = svd(matrix(2, 2, [0, 2, 1, 0]));
 * values; // → [2.0, 1.0]
 */
export function svd(a) {
    if (a.rows < a.columns) {
        const { left, values, right } = svd(transpose(a));
        return { left: right, values, right: left };
    }
    const { rows: m, columns: n } = a;
    const u = transpose(a).values; // row j: column j of A, becoming σⱼ uⱼ
    const v = identityValues(n); // row j: vⱼ
    for (let sweep = 0;; sweep++) {
        if (sweep === SWEEPS)
            throw new Error(`svd: ${m}×${n} matrix without orthogonal columns after ${SWEEPS} sweeps`);
        let rotated = false;
        for (let p = 0; p < n - 1; p++) {
            for (let q = p + 1; q < n; q++) {
                const [pp, pq, qq] = products(u, m, p, q);
                if (Math.abs(pq) <= 4 * Number.EPSILON * Math.sqrt(pp * qq))
                    continue;
                rotated = true;
                const [c, s] = jacobiAngle(pp, pq, qq);
                rotateRows(u, m, p, q, c, s);
                rotateRows(v, n, p, q, c, s);
            }
        }
        if (!rotated)
            break;
    }
    const norms = Float64Array.from({ length: n }, (_, j) => Math.sqrt(products(u, m, j, j)[0]));
    const order = Array.from({ length: n }, (_, j) => j).sort((i, j) => norms[j] - norms[i] || i - j);
    const signs = order.map((_, j) => leadingSign(v, n, j));
    return {
        left: orderedRows(u, m, order, (j) => (norms[j] === 0 ? 0 : signs[j] / norms[j])),
        values: Float64Array.from(order, (j) => norms[j]),
        right: orderedRows(v, n, order, (j) => signs[j]),
    };
}
/** Inner products of rows p and q: (p·p, p·q, q·q). */
function products(values, length, p, q) {
    const x = values.subarray(p * length, (p + 1) * length);
    const y = values.subarray(q * length, (q + 1) * length);
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (let i = 0; i < length; i++) {
        const a = x[i];
        const b = y[i];
        xx += a * a;
        xy += a * b;
        yy += b * b;
    }
    return [xx, xy, yy];
}
