/** The mutations by kind of input. */
import { byteMutations } from "./bytes.js";
import type { Mutation } from "./mutation.js";
import { protobufMutations } from "./protobuf.js";
import { insertOf, textMutations } from "./text.js";
import { treeMutations } from "./tree.js";

export type { Mutation } from "./mutation.js";

/** Of files of bytes. */
export const ofBytes: readonly Mutation[] = byteMutations;

/** Of texts. */
export const ofTexts: readonly Mutation[] = [...byteMutations, ...textMutations, ...textMutations];

/** Of texts in a language, with words of its own. */
export const ofLanguage = (language: string, tokens: readonly string[]): readonly Mutation[] => [
  ...ofTexts,
  insertOf(language, tokens),
  insertOf(language, tokens),
];

/** Of JSON: mostly of its structure, as little else reaches behind the parser. */
export const ofJson: readonly Mutation[] = [...textMutations, ...treeMutations, ...treeMutations, ...byteMutations];

/** Of protocol buffers. */
export const ofProtobuf: readonly Mutation[] = [...byteMutations, ...protobufMutations, ...protobufMutations];
