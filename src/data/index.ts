/**
 * Data sets: everything that runs in Node and the browser alike. Files, cache and downloads are in
 * `node/`.
 */
export { augmentBatch } from "./augment.js";
export { type CatalogueName, catalogue } from "./catalogue.js";
export { type Archive, assemble, type CatalogueEntry, type Member } from "./catalogue-entry.js";
export { datasetChecksum } from "./checksum.js";
export type { Dataset, Split } from "./dataset.js";
export type { NamedTensor, Numbers, NumericArray } from "./formats/array.js";
export { type CifarRecords, parseCifar } from "./formats/cifar.js";
export { type CsvOptions, type CsvTable, parseCsv } from "./formats/csv-table.js";
export { parseIdx } from "./formats/idx.js";
export { parseNpy, writeNpy } from "./formats/npy.js";
export { parseNpz, writeNpz } from "./formats/npz.js";
export { parseSafetensors, writeSafetensors } from "./formats/safetensors.js";
export { portableCodec, type ZipCodec } from "./formats/zip.js";
export { type ArraysOptions, datasetFromArrays } from "./from-arrays.js";
export { type GlyphShape, glyphShapes } from "./glyph-shapes.js";
export { glyphs } from "./glyphs.js";
export type { LabelledArrays } from "./labelled-arrays.js";
export type { MissingLabels } from "./missing-labels.js";
export type { ColumnName, DecimalSign, Encoding, ReadingOptions, TableReading } from "./reading.js";
export { standardizeColumns } from "./standardize.js";
