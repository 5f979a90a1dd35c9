/**
 * What is said about a method: the data that `stepzero list`, `stepzero explain` and the docs
 * print.
 */
import type { OptionDescriptions } from "../options.js";

/** A paper, or the code of a framework. */
export interface Reference {
  /** "He and others". */
  readonly authors: string;
  /** Year of publication. */
  readonly year: number;
  /** Title of the paper, or name of the code. */
  readonly title: string;
  /** URL of the paper or code. */
  readonly link?: string | undefined;
  /** The place in it: "eq. 16". */
  readonly where?: string | undefined;
}

/** The description of a method, with or without data. */
export interface MethodDescription<Options extends OptionDescriptions = OptionDescriptions> {
  /** As on the command line: "he", "glorot-uniform". */
  readonly name: string;
  /** "He normal". */
  readonly title: string;
  /** "W ~ N(0, 2 / fanIn)". */
  readonly formula: string;
  /** One sentence: its purpose. */
  readonly summary: string;
  /** The papers and the code that define it. */
  readonly references: readonly Reference[];
  /** Other names for it on the command line. */
  readonly aliases?: readonly string[] | undefined;
  /** What it can be tuned by. */
  readonly options?: Options | undefined;
  /** When it fails or surprises, in sentences. */
  readonly caveats?: readonly string[] | undefined;
  /** What PyTorch, Keras, JAX or the paper itself mean by this name, where it differs. */
  readonly differences?: readonly string[] | undefined;
}
