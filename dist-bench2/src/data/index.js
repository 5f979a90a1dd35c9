/**
 * Data sets: everything that runs in Node and the browser alike. Files, cache and downloads are in
 * `node/`.
 */
export { augmentBatch } from "./augment.js";
export { catalogue } from "./catalogue.js";
export { assemble } from "./catalogue-entry.js";
export { datasetChecksum } from "./checksum.js";
export { parseCifar } from "./formats/cifar.js";
export { parseCsv } from "./formats/csv-table.js";
export { parseIdx } from "./formats/idx.js";
export { parseNpy, writeNpy } from "./formats/npy.js";
export { parseNpz, writeNpz } from "./formats/npz.js";
export { parseSafetensors, writeSafetensors } from "./formats/safetensors.js";
export { portableCodec } from "./formats/zip.js";
export { datasetFromArrays } from "./from-arrays.js";
export { glyphShapes } from "./glyph-shapes.js";
export { glyphs } from "./glyphs.js";
export { standardizeColumns } from "./standardize.js";
