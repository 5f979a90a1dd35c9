/** Data sets: what runs in Node and the browser alike. Files, cache and downloads are in `node/`. */

export { augmentBatch } from "./augment.js";
export {
  type Archive,
  assemble,
  type CatalogueEntry,
  type CatalogueName,
  catalogue,
  type Member,
} from "./catalogue.js";
export { datasetChecksum } from "./checksum.js";
export type { Dataset, Split } from "./dataset.js";
export type { Numbers, NumericArray } from "./formats/array.js";
export { parseCifar } from "./formats/cifar.js";
export { type CsvOptions, type CsvTable, parseCsv } from "./formats/csv.js";
export { parseIdx } from "./formats/idx.js";
export { parseNpy } from "./formats/npy.js";
export { type Inflate, parseNpz } from "./formats/npz.js";
export { type GlyphShape, glyphShapes } from "./glyph-shapes.js";
export { glyphs } from "./glyphs.js";
export { standardizeColumns } from "./standardize.js";
export { type ArraysOptions, datasetFromArrays, type LabelledArrays } from "./user.js";
