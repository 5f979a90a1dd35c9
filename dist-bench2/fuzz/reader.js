/** The bytes of a text. */
export const bytesOf = (text) => new TextEncoder().encode(text);
/**
 * The text of bytes, a byte order mark included; what is no UTF-8 becomes U+FFFD, as in files that
 * Node reads as text.
 */
export const textOf = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
/** All that mutations start from. */
export const wholeCorpus = ({ corpus, shared = () => [], }) => [...corpus(), ...shared()];
