/** QR decomposition. */
import { InputError } from "../../../errors.js";
import { transpose } from "./matrix.js";
import { productOfReflectors, toReflector } from "./reflectors.js";
/**
 * The thin decomposition A = Q R by Householder reflections, with the signs fixed so that the
 * diagonal of R is not negative (NumPy, SciPy and PyTorch leave the signs as LAPACK returns them).
 *
 * @throws InputError for a matrix with fewer rows than columns
 */
export function qr(a) {
    const { rows: length, columns: count } = a;
    if (length < count) {
        throw new InputError(`qr takes matrices with at least as many rows as columns, got ${length}×${count}: transpose it.`);
    }
    const vectors = transpose(a).values; // row j: column j, later reflector j
    const signs = new Float64Array(count);
    const r = new Float64Array(count * count);
    for (let k = 0; k < count; k++) {
        const alpha = toReflector(vectors, length, k);
        const v = vectors.subarray(k * length, (k + 1) * length);
        const sign = alpha < 0 ? -1 : 1;
        signs[k] = sign;
        r[k * count + k] = sign * alpha;
        for (let j = k + 1; j < count; j++) {
            const x = vectors.subarray(j * length, (j + 1) * length);
            let w = 0;
            for (let i = k; i < length; i++)
                w += v[i] * x[i];
            for (let i = k; i < length; i++)
                x[i] -= w * v[i];
            r[k * count + j] = sign * x[k];
            x[k] = 0; // later reflectors are zero here
        }
    }
    const q = productOfReflectors({ length, count, vectors, signs });
    return { q, r: { rows: count, columns: count, values: r } };
}
