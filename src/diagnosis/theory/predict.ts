import type { Subject } from "../subject.js";
import type { Prediction } from "./prediction.js";
export const predict = (_: Subject): ReadonlyMap<string, Prediction> => new Map();
