/** What became of one file. A text stands where something was refused: the reason. */
export interface Row {
  name: string;
  source?: string;
  opset: number | null;
  exporter: string;
  nodes: number;
  /** Numbers in tensors whose role the graph shows. */
  parameters: number;
  /** Layers with a kernel. */
  layers?: number;
  /** The verdict, or why there is none. */
  diagnosed: string;
  /** Kinds of errors and warnings. */
  findings?: readonly string[];
  /** The method of the fresh weights that were written. */
  fixed?: string;
  /** The loss of the first and the last step. */
  trained?: readonly [number, number] | string | undefined;
  learningRate?: number;
  /** Whether the outputs were no logits `[N, classes]` and were read as such, flattened. */
  asLogits?: boolean;
  /** Whether the trained file has the numbers of the training. */
  readBack?: boolean;
  /** The largest difference between the library and ONNX Runtime on the trained file. */
  written?: number | string | undefined;
  /** The largest error of the file's outputs. */
  forward?: number | string | undefined;
  /** How far ONNX Runtime's optimized and its plain graph are apart. */
  forwardSpread?: number | undefined;
  /** By which programs. */
  forwardBy?: string;
  /** The largest error of a parameter's gradient. */
  gradient?: number | string | undefined;
  gradientBy?: string;
  /** Tensors whose gradients were compared. */
  gradientTensors?: number | undefined;
  diagnosisSeconds?: number;
  seconds?: number;
  megabytes?: number;
}
