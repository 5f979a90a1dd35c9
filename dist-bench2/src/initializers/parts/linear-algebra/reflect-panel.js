/**
 * Multiplies four columns by four reflections, in place: in JavaScript, and with vector
 * instructions of WebAssembly. Both give the same bits: WebAssembly's vectors of doubles are
 * rounded like JavaScript's numbers and are never fused, and every sum has the same order.
 */
import { wasm, wasmModule } from "./wasm-code.js";
/** Columns in a panel, and reflectors that are applied together. */
export const WIDTH = 4;
/** Numbers that describe how four reflectors overlap: a·b, a·c, a·d, b·c, b·d, c·d. */
export const OVERLAPS = 6;
/** A memory of that many numbers whose function is JavaScript. */
export function plainMemory(size) {
    const numbers = new Float64Array(size);
    return {
        numbers,
        reflectPanel: (panel, reflectors, end, overlaps) => {
            reflectPair(numbers, panel, reflectors, end, overlaps);
            reflectPair(numbers, panel + 2, reflectors, end, overlaps);
        },
    };
}
/**
 * Two neighbouring columns of a panel. One pass computes eight inner products, another subtracts.
 */
function reflectPair(m, panel, reflectors, end, overlaps) {
    let xa = 0;
    let xb = 0;
    let xc = 0;
    let xd = 0;
    let ya = 0;
    let yb = 0;
    let yc = 0;
    let yd = 0;
    for (let p = panel, r = reflectors; r < end; p += WIDTH, r += WIDTH) {
        const x = m[p];
        const y = m[p + 1];
        const a = m[r];
        const b = m[r + 1];
        const c = m[r + 2];
        const d = m[r + 3];
        xa += a * x;
        xb += b * x;
        xc += c * x;
        xd += d * x;
        ya += a * y;
        yb += b * y;
        yc += c * y;
        yd += d * y;
    }
    const [ab, ac, ad, bc, bd, cd] = m.subarray(overlaps, overlaps + OVERLAPS);
    // H_d comes first; each reflector acts on the result of the one before.
    xc -= cd * xd;
    yc -= cd * yd;
    xb -= bc * xc + bd * xd;
    yb -= bc * yc + bd * yd;
    xa -= ab * xb + ac * xc + ad * xd;
    ya -= ab * yb + ac * yc + ad * yd;
    for (let p = panel, r = reflectors; r < end; p += WIDTH, r += WIDTH) {
        const a = m[r];
        const b = m[r + 1];
        const c = m[r + 2];
        const d = m[r + 3];
        m[p] -= xa * a + xb * b + xc * c + xd * d;
        m[p + 1] -= ya * a + yb * b + yc * c + yd * d;
    }
}
/**
 * A memory of that many numbers whose function is WebAssembly, about four times as fast.
 *
 * @returns undefined where there is no WebAssembly with vectors, or a page's policy forbids it
 */
export function vectorMemory(size) {
    if (typeof WebAssembly === "undefined")
        return undefined;
    const bytes = vectorCode();
    // A policy may forbid to compile what is valid.
    if (!WebAssembly.validate(bytes))
        return undefined;
    let module;
    try {
        module = new WebAssembly.Module(bytes);
    }
    catch {
        return undefined;
    }
    const memory = new WebAssembly.Memory({ initial: Math.ceil((BYTES * size) / PAGE) });
    const { run } = new WebAssembly.Instance(module, { from: { memory } }).exports;
    return {
        numbers: new Float64Array(memory.buffer),
        reflectPanel: (panel, reflectors, end, overlaps) => run(BYTES * panel, BYTES * reflectors, BYTES * end, BYTES * overlaps),
    };
}
/** Bytes per number. */
const BYTES = 8;
/** Bytes per page of WebAssembly's memory. */
const PAGE = 65_536;
/** `reflectPair` for both pairs of a panel, as WebAssembly. */
function vectorCode() {
    const { get, set, advance, load, loadTwice, store, add, subtract, multiply, repeatUntil } = wasm;
    const [panel, reflectors, end, overlaps] = [0, 1, 2, 3];
    // The inner products of a, b, c, d with the columns 0 and 1, then with the columns 2 and 3.
    const products = [
        [4, 5, 6, 7],
        [8, 9, 10, 11],
    ];
    const columns = [12, 13];
    const reflector = 14;
    const [p, r] = [15, 16];
    const start = [...set(p, get(panel)), ...set(r, get(reflectors))];
    const next = [...advance(p, BYTES * WIDTH), ...advance(r, BYTES * WIDTH)];
    const pairAt = (pair) => 2 * BYTES * pair;
    const overlap = (index) => loadTwice(overlaps, BYTES * index);
    const timesOverlap = (index, product) => multiply(overlap(index), get(product));
    const sumUp = [
        ...columns.flatMap((column, pair) => set(column, load(p, pairAt(pair)))),
        ...[0, 1, 2, 3].flatMap((which) => [
            ...set(reflector, loadTwice(r, BYTES * which)),
            ...products.flatMap((sums, pair) => set(sums[which], add(get(sums[which]), multiply(get(reflector), get(columns[pair]))))),
        ]),
    ];
    const correct = products.flatMap(([a, b, c, d]) => [
        ...set(c, subtract(get(c), timesOverlap(5, d))),
        ...set(b, subtract(get(b), add(timesOverlap(3, c), timesOverlap(4, d)))),
        ...set(a, subtract(get(a), add(add(timesOverlap(0, b), timesOverlap(1, c)), timesOverlap(2, d)))),
    ]);
    // The columns' variables hold the sums that are subtracted.
    const subtractAll = [
        ...[0, 1, 2, 3].flatMap((which) => [
            ...set(reflector, loadTwice(r, BYTES * which)),
            ...products.flatMap((sums, pair) => {
                const term = multiply(get(sums[which]), get(reflector));
                return set(columns[pair], which === 0 ? term : add(get(columns[pair]), term));
            }),
        ]),
        ...columns.flatMap((column, pair) => store(p, pairAt(pair), subtract(load(p, pairAt(pair)), get(column)))),
    ];
    const body = [
        ...start,
        ...repeatUntil(r, end, [...sumUp, ...next]),
        ...correct,
        ...start,
        ...repeatUntil(r, end, [...subtractAll, ...next]),
    ];
    return wasmModule({ parameters: 4, vectors: 11, addresses: 2, body });
}
