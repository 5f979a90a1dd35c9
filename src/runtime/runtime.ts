/** ONNX Runtime behind one small interface. Read this first. */
import type { Tensor } from "../graph/tensor.js";

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * One run of the graph. Input arrays are read, never kept or written; outputs are new arrays, or, where the session was told
   * so, tensors in the device's memory, which go into further runs and whose `data` throws until `DeviceMemory.read`.
   */
  run(inputs: Tensors): Promise<Record<string, Tensor>>;
  /** Frees what its outputs hold in the device's memory, too. */
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Threads inside one operator (1 if left out: cells run in parallel, not operators). */
  readonly threads?: number;
  /** ONNX Runtime's own graph optimization ("all" if left out). */
  readonly optimization?: "disabled" | "basic" | "extended" | "all";
  /** Outputs that stay in the device's memory, where the runtime has one (all others are read back). */
  readonly resident?: readonly string[];
  /** Writes a profile with this prefix (native only). */
  readonly profile?: string;
}

/**
 * The memory of a device that is not the processor. What lies there is never collected: whoever makes it frees it.
 * Tensors that are in the processor's memory already may be given too, and come back as they are.
 */
export interface DeviceMemory {
  /** Copies into the device's memory. */
  write(tensors: Tensors): Promise<Tensors>;
  /** Copies into the processor's memory. */
  read(tensors: Tensors): Promise<Tensors>;
  free(tensors: Tensors): void;
  /** Bytes that are not freed yet. */
  bytes(): number;
}

export interface Runtime {
  /** "onnxruntime-node 1.30.0, cpu". */
  readonly description: string;
  /** Whether `com.microsoft` operators of the CPU provider may be used. */
  readonly fastOperators: boolean;
  /** Channels in a block of the CPU provider's blocked layout (16, 8), where its operators were seen to work (`lowering/probe.ts`). */
  readonly block?: number;
  /** Where outputs can stay between runs; undefined on the processor. */
  readonly memory?: DeviceMemory;
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}
