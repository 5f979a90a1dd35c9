/** The largest eigenvalue of a symmetric matrix that is only known by its products. */
/**
 * Numbers of earlier vectors that are held, 256 MB: with fewer vectors the method finds the same
 * value, some of them twice.
 */
const MOST_NUMBERS = 2 ** 25;
/**
 * The largest eigenvalue by the method of Lanczos (1950) with reorthogonalization; NaN where a
 * product is not finite. It rises with every product and never exceeds the true one, but for
 * rounding.
 *
 * @param start a vector that is no eigenvector: a random one
 * @param product the matrix times a unit vector
 */
export async function largestEigenvalue(start, product, { tolerance = 1e-9, mostProducts = 200 } = {}) {
    const basis = [];
    const diagonal = [];
    const beside = [];
    const values = [];
    let v = scaled(start, 1 / norm(start));
    const most = Math.min(mostProducts, start.length);
    for (let k = 0; k < most; k++) {
        basis.push(v);
        const w = Float64Array.from(await product(v));
        const alpha = dot(w, v);
        diagonal.push(alpha);
        // Twice is enough (Parlett 1980, §6.9).
        for (let pass = 0; pass < 2; pass++)
            for (const u of basis)
                subtract(w, u, dot(w, u));
        if (basis.length > Math.max(1, MOST_NUMBERS / v.length))
            basis.shift();
        const beta = norm(w);
        if (!Number.isFinite(alpha + beta))
            return Number.NaN;
        const value = largestOfTridiagonal(diagonal, beside);
        values.push(value);
        const size = Math.max(...diagonal.map(Math.abs), ...beside, beta);
        if (beta <= 1e-14 * size)
            break;
        if (k >= 3 && value - values[k - 3] <= tolerance * Math.abs(value))
            break;
        beside.push(beta);
        v = scaled(w, 1 / beta);
    }
    return values.at(-1);
}
/** The largest eigenvalue of a symmetric tridiagonal matrix, by bisection on Sturm's sequence. */
function largestOfTridiagonal(diagonal, beside) {
    const radius = (i) => Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0);
    const n = diagonal.length;
    let low = Math.max(...diagonal);
    let high = Math.max(...diagonal.map((d, i) => d + (n === 1 ? 0 : radius(i))));
    while (true) {
        const middle = (low + high) / 2;
        if (!(middle > low && middle < high))
            return high;
        if (isAbove(middle, diagonal, beside))
            high = middle;
        else
            low = middle;
    }
}
/** Whether every eigenvalue lies below x: all pivots of T − x are negative. */
function isAbove(x, diagonal, beside) {
    let pivot = diagonal[0] - x;
    for (let i = 1; i < diagonal.length && pivot < 0; i++) {
        pivot = diagonal[i] - x - beside[i - 1] ** 2 / pivot;
    }
    return pivot < 0;
}
function dot(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += a[i] * b[i];
    return sum;
}
const norm = (a) => Math.sqrt(dot(a, a));
const scaled = (a, c) => a.map((x) => x * c);
function subtract(a, b, c) {
    for (let i = 0; i < a.length; i++)
        a[i] -= c * b[i];
}
