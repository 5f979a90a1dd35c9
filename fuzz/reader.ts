/** What is fuzzed: a reader of the package, with inputs that it accepts. Read this first. */
import type { Mutation } from "./mutations/mutation.js";

/** A part of stepzero that reads what somebody else wrote. */
export interface Reader {
  /** As `--reader` names it: "study-yaml". */
  readonly name: string;
  /** What it reads, as a phrase. */
  readonly what: string;
  /** The ending of a file that keeps an input, with its dot. */
  readonly ending: string;
  /** Inputs that it accepts, of the repository. */
  readonly corpus: () => readonly Uint8Array[];
  /** Inputs beside the repository, which it may refuse; none where they are missing. */
  readonly shared?: (() => readonly Uint8Array[]) | undefined;
  /** Changes that are likely to reach behind its first check. */
  readonly mutations: readonly Mutation[];
  /** Every refusal has this text, the file's name; left out where the input is no file. */
  readonly subject?: string | undefined;
  /**
   * Reads an input as a command does, as far as that needs no training.
   *
   * @param folder an empty folder of its own
   * @throws InputError where it refuses the input
   */
  readonly read: (input: Uint8Array, folder: string) => unknown;
}

/** The bytes of a text. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of bytes; what is no UTF-8 becomes U+FFFD, as in files that Node reads as text. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** All that mutations start from. */
export const wholeCorpus = ({
  corpus,
  shared = () => [],
}: Pick<Reader, "corpus" | "shared">): readonly Uint8Array[] => [...corpus(), ...shared()];
