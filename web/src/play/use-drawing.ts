/** The functions that draw, once they are loaded. */
import { loadedBy } from "../shared/use-loaded.js";

/** All that `drawing.ts` has. */
export type DrawingTools = typeof import("./drawing.js");

/** Undefined until they are there. */
export const useDrawing: () => DrawingTools | undefined = loadedBy(() => import("./drawing.js"));
