import { OVERLAPS, plainMemory, vectorMemory, WIDTH } from "./reflect-panel.js";
/**
 * Replaces x, row `k` of `vectors` from element k on, by the reflector that maps x to α e_k with
 * |α| = ‖x‖, and returns α. Its sign is opposite to that of x_k, so that nothing cancels. For x = 0
 * there is no reflection (v = 0), and α = 0.
 */
export function toReflector(vectors, length, k) {
    const row = vectors.subarray(k * length, (k + 1) * length);
    let rest = 0;
    for (let i = k + 1; i < length; i++)
        rest += row[i] * row[i];
    const lead = row[k];
    const norm = Math.sqrt(lead * lead + rest);
    if (norm === 0)
        return 0;
    const alpha = lead < 0 ? norm : -norm;
    row[k] = lead - alpha;
    const scale = Math.sqrt(2 / (row[k] * row[k] + rest));
    for (let i = k; i < length; i++)
        row[i] *= scale;
    return alpha;
}
/** From this number of reflectors on, vector instructions are worth their preparation. */
const VECTORS_FROM = 128;
/**
 * Numbers of the reflectors that are applied to a panel in a row: a megabyte, a second-level cache.
 */
const TILE_NUMBERS = 131_072;
/**
 * The first `count` columns of H₀ H₁ ⋯ H_{count−1}, each times its sign: a `length` × `count`
 * matrix.
 *
 * Column j is H₀ ⋯ H_{j−1} H_j e_j, because later reflectors do not change e_j. Four reflectors (in
 * their compact form) are applied to a panel of four columns at a time. Panel p has the columns
 * from 4p − 1 to 4p + 2, so that the reflectors from k to k + 3 (k a multiple of 4) change all of
 * the columns of the panels after k / 4, none before it, and three in it, one by one.
 *
 * @param memoryOf where the panels are computed; all give the same bits
 */
export function productOfReflectors(reflectors, memoryOf = (size) => (reflectors.count >= VECTORS_FROM ? vectorMemory(size) : undefined) ?? plainMemory(size)) {
    const { length, count, signs } = reflectors;
    const panelSize = WIDTH * length;
    const panels = new Float64Array(Math.ceil((count + 1) / WIDTH) * panelSize);
    for (let j = 0; j < count; j++)
        panels[placeOf(j, length) + WIDTH * j] = signs[j];
    const fours = Math.max(Math.min(Math.floor(TILE_NUMBERS / panelSize), Math.ceil(count / WIDTH)), 1);
    const memory = memoryOf(panelSize * (fours + 1) + OVERLAPS * fours);
    for (let first = Math.floor((Math.ceil(count / WIDTH) - 1) / fours) * fours; first >= 0; first -= fours) {
        const tile = { first, end: Math.min(first + fours, Math.ceil(count / WIDTH)) };
        applyTile(reflectors, panels, memory, tile);
    }
    return columnsOf(panels, length, count);
}
/** Applies the reflectors from `4 first` to before `4 end`, the last ones first. */
function applyTile(reflectors, panels, { numbers, reflectPanel }, { first, end }) {
    const { length, count } = reflectors;
    const panelSize = WIDTH * length;
    const whole = Math.min(end, Math.floor(count / WIDTH));
    const vectorsAt = (four) => panelSize * (1 + four - first);
    const overlapsAt = (four) => vectorsAt(end) + OVERLAPS * (four - first);
    for (let four = first; four < whole; four++)
        loadFour(reflectors, four, numbers, vectorsAt(four), overlapsAt(four));
    for (let at = first; at * panelSize < panels.length; at++) {
        const panel = panels.subarray(at * panelSize, (at + 1) * panelSize);
        if (at < end)
            reflectWithin(reflectors, panel, at);
        const last = Math.min(at, whole) - 1;
        if (last < first)
            continue;
        numbers.set(panel);
        for (let four = last; four >= first; four--) {
            const start = WIDTH * WIDTH * four; // the reflectors are zero before
            reflectPanel(start, vectorsAt(four) + start, vectorsAt(four) + panelSize, overlapsAt(four));
        }
        panel.set(numbers.subarray(0, panelSize));
    }
}
/** Writes reflectors `4 four` to `4 four + 3`, element by element, and their inner products. */
function loadFour({ length, vectors }, four, numbers, at, overlapsAt) {
    const start = WIDTH * four;
    const row = (k) => vectors.subarray((start + k) * length + start, (start + k + 1) * length);
    const rows = [row(0), row(1), row(2), row(3)];
    rows.forEach((values, k) => {
        for (let i = 0; i < values.length; i++)
            numbers[at + WIDTH * (start + i) + k] = values[i];
    });
    let place = overlapsAt;
    for (let i = 0; i < WIDTH; i++) {
        for (let j = i + 1; j < WIDTH; j++) {
            let sum = 0;
            for (let e = 0; e < rows[i].length; e++)
                sum += rows[i][e] * rows[j][e];
            numbers[place++] = sum;
        }
    }
}
/** The columns that begin within the four reflectors of their panel: one reflector at a time. */
function reflectWithin({ length, count, vectors }, panel, four) {
    const start = WIDTH * four;
    for (let lane = 1; lane < WIDTH && start + lane - 1 < count; lane++) {
        for (let k = start + lane - 1; k >= start; k--) {
            const v = vectors.subarray(k * length, (k + 1) * length);
            let w = 0;
            for (let i = k; i < length; i++)
                w += v[i] * panel[WIDTH * i + lane];
            for (let i = k; i < length; i++)
                panel[WIDTH * i + lane] -= w * v[i];
        }
    }
}
/** Where element 0 of column j is. */
function placeOf(j, length) {
    const lane = (j + 1) % WIDTH;
    return (j + 1 - lane) * length + lane;
}
/** Rows whose parts are written one after the other, while they are in the cache. */
const ROWS = 16;
function columnsOf(panels, length, count) {
    const values = new Float64Array(length * count);
    for (let first = 0; first < length; first += ROWS) {
        const end = Math.min(first + ROWS, length);
        for (let j = 0; j < count; j++) {
            const place = placeOf(j, length);
            for (let i = first; i < end; i++)
                values[i * count + j] = panels[place + WIDTH * i];
        }
    }
    return { rows: length, columns: count, values };
}
