/** What the rules of a diagnosis read. Read this first. */
import type { Shape } from "../../graph/tensor.js";
import type { TensorRole } from "../../network/parameter.js";
import type { Finding } from "../diagnosis.js";
import type { SubjectLoss } from "../loss/subject-loss.js";
import type { Measurement } from "../measure/meter.js";
import type { LayerReadings, NetworkReadings } from "../measure/readings.js";
import type { RateReading } from "../stable-rate.js";
import type { AttentionPhase } from "../theory/attention-phase.js";
import type { Prediction } from "../theory/prediction.js";
import type { HeadFacts } from "./head.js";

/** A layer as the rules see it. */
export interface JudgedLayer extends LayerReadings {
  /** The role and shape of its kernel. */
  readonly role: TensorRole;
  readonly shape: Shape;
  readonly predicted: Prediction | null;
}

/** The same network with the weights of a method: what it can do at its best. */
export interface Reference {
  /** As `--init` takes it. */
  readonly method: string;
  /** One per seed, with the layers of the subject in the same order. */
  readonly draws: readonly Measurement[];
}

/** The subject beside its references. */
export interface Evidence {
  /** "my-net.onnx". */
  readonly name: string;
  readonly layers: readonly JudgedLayer[];
  /** What theory says of the attention maps that it can follow. */
  readonly attention: readonly AttentionPhase[];
  readonly network: NetworkReadings;
  /**
   * What the loss is.
   *
   * @defaultValue cross-entropy
   */
  readonly loss?: SubjectLoss | undefined;
  readonly rate: RateReading;
  /** Whether the weights look trained: what is right for fresh ones does not hold for them. */
  readonly isTrained: boolean;
  /** The best first; empty where none could be drawn. */
  readonly references: readonly Reference[];
  /**
   * Whether the methods of the references drew what stands before the first layer, too: an
   * embedding. The first layer's signal then tells of its scale, not of the layer's weights.
   *
   * @defaultValue false
   */
  readonly startsWithTable?: boolean | undefined;
  /** What the tensors of the head tell; absent where nobody read them. */
  readonly head?: HeadFacts | undefined;
  /**
   * Whether a method drew the weights: then a remedy is another method. Of a file's weights single
   * tensors are mended.
   *
   * @defaultValue false
   */
  readonly isDrawn?: boolean | undefined;
  /** What to type for a remedy, by the method that has it: "stepzero doctor … --fix". */
  readonly remedy: (method: string) => string;
}

/** A rule: it looks for one kind of trouble, or for two that exclude each other. */
export interface Rule {
  /** What it looks for, in a few words. */
  readonly title: string;
  readonly find: (evidence: Evidence) => readonly Finding[];
}
