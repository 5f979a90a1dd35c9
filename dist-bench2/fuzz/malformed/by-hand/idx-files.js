/** Files of MNIST's format by hand, as they are and compressed. */
import { gzipSync } from "fflate";
import { idx } from "../../readers/data.js";
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));
/** An IDX file with any four first bytes. */
const idxWith = (magic, sizes, data) => {
    const head = new Uint8Array(4 + 4 * sizes.length);
    head.set(magic);
    sizes.forEach((size, i) => {
        new DataView(head.buffer).setUint32(4 + 4 * i, size);
    });
    return joined(head, new Uint8Array(data));
};
const idxFiles = [
    ["an empty file", new Uint8Array()],
    ["three bytes", Uint8Array.of(0, 0, 8)],
    ["no sizes", Uint8Array.of(0, 0, 8, 3)],
    ["the type 10", idxWith([0, 0, 10, 3], [6, 4, 4], 96)],
    ["the type 0", idxWith([0, 0, 0, 3], [6, 4, 4], 96)],
    ["another first byte", idxWith([1, 0, 8, 3], [6, 4, 4], 96)],
    ["little-endian sizes", joined(Uint8Array.of(0, 0, 8, 3, 6, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0), new Uint8Array(96))],
    ["no axes", idxWith([0, 0, 8, 0], [], 1)],
    ["one axis", idxWith([0, 0, 8, 1], [96], 96)],
    ["five axes", idxWith([0, 0, 8, 5], [6, 2, 2, 2, 2], 96)],
    ["255 axes", idxWith([0, 0, 8, 255], [6, 4, 4], 96)],
    ["more samples than labels", idx([7, 4, 4], (at) => at)],
    ["fewer samples than labels", idx([5, 4, 4], (at) => at)],
    ["no samples", idxWith([0, 0, 8, 3], [0, 4, 4], 0)],
    ["images of no width", idxWith([0, 0, 8, 3], [6, 4, 0], 0)],
    ["2³² − 1 samples", idxWith([0, 0, 8, 3], [4294967295, 4, 4], 96)],
    ["three sizes of 2³² − 1", idxWith([0, 0, 8, 3], [4294967295, 4294967295, 4294967295], 96)],
    ["a byte too few", idx([6, 4, 4], (at) => at).slice(0, -1)],
    [
        "a byte too many",
        joined(idx([6, 4, 4], (at) => at), Uint8Array.of(0)),
    ],
    ["larger images than in the test set", idxWith([0, 0, 8, 3], [6, 5, 5], 150)],
    ["wider numbers than promised", idxWith([0, 0, 13, 3], [6, 4, 4], 96)],
];
const name = "train-images-idx3-ubyte";
/** Of files of MNIST's format. */
export const idxs = [
    ...idxFiles.map(([what, bytes]) => [what, bytes, name]),
    [
        "a compressed file without its ending",
        gzipSync(idx([6, 4, 4], (at) => at), { mtime: 0 }),
        name,
    ],
    ["legal", idx([6, 4, 4], (at) => at), null],
];
const packed = (bytes) => gzipSync(bytes, { mtime: 0 });
const whole = () => packed(idx([6, 4, 4], (at) => at));
const withByte = (at, value) => whole().with(at < 0 ? whole().length + at : at, value);
/** Of such files, compressed. */
export const idxGz = [
    ...idxFiles.map(([what, bytes]) => [`${what}, compressed`, packed(bytes), name]),
    ["not compressed", idx([6, 4, 4], (at) => at), name],
    ["another method", withByte(2, 7), name],
    ["another first byte", withByte(0, 0), name],
    ["another checksum", withByte(-8, whole().at(-8) ^ 1), name],
    ["another size", withByte(-4, 1), name],
    ["cut short", whole().slice(0, -9), name],
    ["without its checksum", whole().slice(0, -8), name],
    ["only a header", whole().slice(0, 10), name],
    ["compressed twice", packed(whole()), name],
    [
        "zeros behind 600 MB",
        packed(joined(idx([6, 4, 4], (at) => at), new Uint8Array(6_000_000))),
        name,
    ],
    ["legal", whole(), null],
];
