/** ONNX Runtime behind one small interface. Read this first. */
import type { Tensor } from "../onnx/tensor.js";

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** One run of the graph. Input arrays are read, never kept or written; outputs are new arrays. */
  run(inputs: Tensors): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Threads inside one operator (1 if left out: cells run in parallel, not operators). */
  readonly threads?: number;
  /** ONNX Runtime's own graph optimization ("all" if left out). */
  readonly optimization?: "disabled" | "basic" | "extended" | "all";
  /** Writes a profile with this prefix (native only). */
  readonly profile?: string;
}

export interface Runtime {
  /** "onnxruntime-node 1.30.0, cpu". */
  readonly description: string;
  /** Whether `com.microsoft` operators of the CPU provider may be used. */
  readonly fastOperators: boolean;
  /** Channels in a block of the CPU provider's blocked layout (16, 8), where its operators were seen to work (`lowering/probe.ts`). */
  readonly block?: number;
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}
