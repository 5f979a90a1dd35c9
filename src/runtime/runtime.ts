/** ONNX Runtime behind one small interface. Read this first. */
import type { Tensor } from "../graph/tensor.js";

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph that is loaded into a runtime. */
export interface Session {
  /** The inputs that a run must pass. */
  readonly inputNames: readonly string[];
  /** The outputs that a run returns. */
  readonly outputNames: readonly string[];
  /**
   * One run of the graph. Input arrays are read, never written. Outputs are new arrays, or, for
   * `resident` outputs, tensors in the device's memory: these go into further runs, and their
   * `data` throws until `DeviceMemory.read`.
   */
  run(inputs: Tensors): Promise<Record<string, Tensor>>;
  /** Frees the session and all its outputs in the device's memory. */
  release(): Promise<void>;
}

/** How a graph is loaded. */
export interface SessionOptions {
  /**
   * Threads inside one operator.
   *
   * @defaultValue 1: cells run in parallel, not operators
   */
  readonly threads?: number;
  /**
   * ONNX Runtime's graph optimization.
   *
   * @defaultValue "all"
   */
  readonly optimization?: "disabled" | "basic" | "extended" | "all";
  /**
   * Outputs that stay in the device's memory, where the runtime has one (all others are read back).
   */
  readonly resident?: readonly string[];
  /** Writes a profile with this prefix (native only). */
  readonly profile?: string;
}

/**
 * The memory of a device that is not the processor. Tensors in it are not garbage-collected: the
 * caller frees them. `write` and `read` return a tensor unchanged if it is in that memory already.
 */
export interface DeviceMemory {
  /** Copies into the device's memory. */
  write(tensors: Tensors): Promise<Tensors>;
  /** Copies into the processor's memory. */
  read(tensors: Tensors): Promise<Tensors>;
  /** Frees tensors in the device's memory; others are ignored. */
  free(tensors: Tensors): void;
  /** Number of bytes that are not freed yet. */
  bytes(): number;
}

/** ONNX Runtime on one device. */
export interface Runtime {
  /** "onnxruntime-node 1.30.0, cpu". */
  readonly description: string;
  /** Whether `com.microsoft` operators of the CPU provider may be used. */
  readonly fastOperators: boolean;
  /**
   * Channels in a block of the CPU provider's blocked layout (16, 8), where its operators work
   * (`graph/compiler/cpu/find-block.ts`).
   */
  readonly block?: number;
  /**
   * Bytes of the processor's cache that one core can count on to be fast; undefined where that is
   * not known.
   */
  readonly cache?: number;
  /** The memory where outputs can stay between runs; undefined on the processor. */
  readonly memory?: DeviceMemory;
  /** Loads a graph from the bytes of an .onnx file. */
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}
