/**
 * The outline of an .onnx file: every node and tensor as it stands in the file, with the shapes
 * that can be known. Unlike a `Graph` it exists for every model, whatever its operators, opset and
 * open axes: who only asks what a tensor is for needs no arithmetic.
 */
import type { Attribute } from "../graph.js";
import type { Shape, Tensor } from "../tensor.js";
import type { NodePath } from "./places.js";
import type { ExternalData } from "./read/external.js";

/** A place where a node reads a value. */
export interface Reading {
  /** The node that reads. */
  readonly node: OutlineNode;
  /** Which of its inputs, from 0. */
  readonly input: number;
}

/**
 * A tensor that the file stores: an initializer, or the value of a `Constant` node. One element
 * that a `ConstantOfShape` node repeats is a "generated" tensor.
 */
export interface StoredTensor {
  /** The initializer's name, or the name of the node's output. */
  readonly name: string;
  /**
   * ONNX's name of the element type in lower case: "float", "float16", "int8"; of a tensor that is
   * stored without its zeros "sparse float".
   */
  readonly type: string;
  /** Sizes of its axes. */
  readonly shape: Shape;
  /** Where the file stores it. */
  readonly place: "initializer" | "constant node" | "generated";
  /**
   * Its numbers; half precision as float32.
   *
   * @throws InputError where the type is none of a graph's, or a side file is missing
   */
  readonly read: () => Tensor;
}

/** A value of the file. Identity is by reference. */
export interface OutlineValue {
  /** Its name in the file. */
  readonly name: string;
  /** The node that computes it; `undefined` for inputs and initializers. */
  readonly producer?: OutlineNode | undefined;
  /** The tensor that it is. */
  readonly tensor?: StoredTensor | undefined;
  /** All readings, in the order of the file. */
  readonly readers: readonly Reading[];
  /** Whether the graph (not a branch in it) takes it as an input. */
  readonly isInput: boolean;
  /** Whether the graph returns it. */
  readonly isOutput: boolean;
  /** Of an input: its axes as the file states them; an open one by its name, or "". */
  readonly axes?: readonly (number | string)[] | undefined;
  /** Sizes of its axes where they are known; open axes have a plausible size. */
  readonly shape?: Shape | undefined;
}

/** A node of the file. */
export interface OutlineNode {
  /** Its place in the order of all nodes; those of a branch stand before the node that has it. */
  readonly index: number;
  /** Where the file has it. */
  readonly path: NodePath;
  /** Its name in the file, else its operator and path: "Conv_3". */
  readonly name: string;
  /** "Conv", or "com.microsoft:FusedConv". */
  readonly operator: string;
  /** `undefined` where an optional input is left out. */
  readonly inputs: readonly (OutlineValue | undefined)[];
  /** The values that it computes; `undefined` where the file leaves one out. */
  readonly outputs: readonly (OutlineValue | undefined)[];
  /** What its branches or loop bodies return. */
  readonly results: readonly OutlineValue[];
  /** As the file states them, without defaults; without graphs. */
  readonly attributes: Readonly<Record<string, Attribute | readonly string[]>>;
  /** What the exporter notes of it, by key: "pkg.torch.onnx.fx_node". */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file's outline. */
export interface Outline {
  /** The opset of the standard operators. */
  readonly opset: number;
  /** What wrote the file: "pytorch". */
  readonly producer: string;
  /** What the exporter notes of the graph, by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order in which they run. */
  readonly nodes: readonly OutlineNode[];
  /** Every stored tensor's value, in the order of the file. */
  readonly stored: readonly (OutlineValue & { readonly tensor: StoredTensor })[];
  /** The operators that the file itself defines as functions: "my.domain:Block". */
  readonly functions: ReadonlySet<string>;
  /** What a run must pass. */
  readonly inputs: readonly OutlineValue[];
  /** What the graph returns, in order. */
  readonly outputs: readonly OutlineValue[];
  /** The numbers of a stored tensor, or of what follows from constants and shapes alone. */
  readonly numbersOf: (value: OutlineValue) => Tensor | undefined;
}

/** How an outline is read. */
export interface OutlineOptions {
  /** Reads weights that lie in side files. */
  readonly externalData?: ExternalData | undefined;
  /** Shapes of inputs, by name. They replace the file's shapes. */
  readonly inputShapes?: Readonly<Record<string, Shape>> | undefined;
}
