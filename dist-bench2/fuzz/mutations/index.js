/** The mutations by kind of input. */
import { byteMutations } from "./bytes.js";
import { protobufMutations } from "./protobuf.js";
import { insertOf, textMutations } from "./text.js";
import { treeMutations } from "./tree.js";
/** Of files of bytes. */
export const ofBytes = byteMutations;
/** Of texts. */
export const ofTexts = [...byteMutations, ...textMutations, ...textMutations];
/** Of texts in a language, with words of its own. */
export const ofLanguage = (language, tokens) => [
    ...ofTexts,
    insertOf(language, tokens),
    insertOf(language, tokens),
];
/** Of JSON: mostly of its structure, as little else reaches behind the parser. */
export const ofJson = [...textMutations, ...treeMutations, ...treeMutations, ...byteMutations];
/** Of protocol buffers. */
export const ofProtobuf = [...byteMutations, ...protobufMutations, ...protobufMutations];
