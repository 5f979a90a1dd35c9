/** Largest number of sweeps. About ten suffice; only numbers that are not finite take more. */
export const SWEEPS = 60;
/**
 * Cosine and sine of the smaller of the angles that diagonalize [[app, apq], [apq, aqq]]; apq is
 * not 0.
 */
export function jacobiAngle(app, apq, aqq) {
    const theta = (aqq - app) / (2 * apq);
    // For a huge theta its square may overflow: then 1 / ∞ = 0, the rotation by nothing.
    const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    const cosine = 1 / Math.sqrt(tangent * tangent + 1);
    return [cosine, tangent * cosine];
}
/** Rotates rows p and q of `values`, of `length` numbers each: (p, q) ← (c p − s q, s p + c q). */
export function rotateRows(values, length, p, q, c, s) {
    const x = values.subarray(p * length, (p + 1) * length);
    const y = values.subarray(q * length, (q + 1) * length);
    for (let i = 0; i < length; i++) {
        const a = x[i];
        const b = y[i];
        x[i] = c * a - s * b;
        y[i] = s * a + c * b;
    }
}
/** The numbers of the n × n identity matrix. */
export function identityValues(n) {
    const values = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
        values[i * n + i] = 1;
    return values;
}
/** The rows of a matrix in another order, of `length` numbers each, each times its factor. */
export function orderedRows(values, length, order, factor) {
    const target = new Float64Array(order.length * length);
    order.forEach((from, to) => {
        const scale = factor(from);
        for (let i = 0; i < length; i++)
            target[to * length + i] = scale * values[from * length + i];
    });
    return { rows: order.length, columns: length, values: target };
}
/** −1 where the row's element of largest magnitude (the first of several) is negative, else 1. */
export function leadingSign(values, length, row) {
    let largest = 0;
    for (let i = 0; i < length; i++) {
        const x = values[row * length + i];
        if (Math.abs(x) > Math.abs(largest))
            largest = x;
    }
    return largest < 0 ? -1 : 1;
}
