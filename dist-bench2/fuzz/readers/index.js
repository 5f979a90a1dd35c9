import { dataReaders } from "./data.js";
import { moduleReaders } from "./modules.js";
import { onnxReaders } from "./onnx.js";
import { optionReaders } from "./options.js";
import { resultReaders } from "./results.js";
import { studyReaders } from "./studies.js";
import { tableReaders } from "./tables.js";
/** All readers. */
export const readers = [
    ...studyReaders,
    ...moduleReaders,
    ...optionReaders,
    ...dataReaders,
    ...onnxReaders,
    ...resultReaders,
    ...tableReaders,
];
