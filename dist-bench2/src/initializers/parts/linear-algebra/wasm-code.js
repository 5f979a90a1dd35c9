/**
 * As much of WebAssembly's binary format as one function of vector arithmetic needs (WebAssembly
 * core specification 2.0, section 5).
 */
/** The instructions, by what they do. A vector (`f64x2`) is two numbers in double precision. */
export const wasm = {
    get: (local) => [0x20, ...unsigned(local)],
    set: (local, value) => [...value, 0x21, ...unsigned(local)],
    /** Adds a whole number, 0 to 63, to an address. */
    advance: (local, by) => wasm.set(local, [...wasm.get(local), 0x41, ...unsigned(by), 0x6a]),
    /** Two numbers from memory. */
    load: (address, offset) => [...wasm.get(address), 0xfd, 0x00, ...memoryAt(offset)],
    /** One number from memory, twice. */
    loadTwice: (address, offset) => [...wasm.get(address), 0xfd, 0x0a, ...memoryAt(offset)],
    store: (address, offset, value) => [
        ...wasm.get(address),
        ...value,
        0xfd,
        0x0b,
        ...memoryAt(offset),
    ],
    add: (a, b) => [...a, ...b, 0xfd, 0xf0, 0x01],
    subtract: (a, b) => [...a, ...b, 0xfd, 0xf1, 0x01],
    multiply: (a, b) => [...a, ...b, 0xfd, 0xf2, 0x01],
    /** Repeats the body until the address has reached the end; at least once. */
    repeatUntil: (address, end, body) => [
        0x03,
        0x40,
        ...body,
        ...wasm.get(address),
        ...wasm.get(end),
        0x49,
        0x0d,
        0x00,
        0x0b,
    ],
};
/**
 * The bytes of a module that imports its memory as `memory` of `from` and exports one function,
 * `run`.
 */
export function wasmModule({ parameters, vectors, addresses, body }) {
    const [i32, v128] = [0x7f, 0x7b];
    const type = [0x60, ...unsigned(parameters), ...new Array(parameters).fill(i32), 0];
    const variables = [2, ...unsigned(vectors), v128, ...unsigned(addresses), i32];
    const code = [...variables, ...body, 0x0b];
    const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    return Uint8Array.from([
        ...magic,
        ...section(1, [1, ...type]),
        ...section(2, [1, ...text("from"), ...text("memory"), 0x02, 0x00, 0x01]),
        ...section(3, [1, 0]),
        ...section(7, [1, ...text("run"), 0x00, 0]),
        ...section(10, [1, ...unsigned(code.length), ...code]),
    ]);
}
function section(id, content) {
    return [id, ...unsigned(content.length), ...content];
}
function text(characters) {
    return [characters.length, ...[...characters].map((one) => one.charCodeAt(0))];
}
/** An alignment of 8 bytes, and an offset. */
function memoryAt(offset) {
    return [3, ...unsigned(offset)];
}
/** A whole number from 0 in seven bits per byte, the lowest first (LEB128). */
function unsigned(value) {
    return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
