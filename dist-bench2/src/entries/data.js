/**
 * Data sets, the formats that they come in, and augmentation.
 *
 * @module stepzero/data
 */
export * from "../data/index.js";
