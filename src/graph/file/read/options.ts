/** How a file is read, and what can be known of one without reading it whole. */
import type { Value } from "../../graph.js";
import type { Shape, Tensor } from "../../tensor.js";
import type { DropoutOptions } from "./dropout.js";
import type { ExternalData } from "./external.js";

/** How a file is read. */
export interface ReadOptions extends DropoutOptions {
  /** Shapes of inputs, by name. They replace the file's shapes. */
  readonly inputShapes?: Readonly<Record<string, Shape>>;
  /**
   * Size of a first axis that the file leaves open, and of every axis of the same name.
   *
   * @defaultValue 1
   */
  readonly batch?: number;
  /** Reads weights that lie in side files. */
  readonly externalData?: ExternalData;
  /** Called once for each kind of data that is read as another (float16 as float32). */
  readonly onNote?: (note: string) => void;
}

/** What is known of a file's values without running it. */
export interface KnownValues {
  /** By the file's names; a value that follows from an operator that is not known is absent. */
  readonly values: ReadonlyMap<string, Value>;
  /** The numbers of constants, and of what follows from constants and shapes alone. */
  readonly numbersOf: (value: Value) => Tensor | undefined;
}
