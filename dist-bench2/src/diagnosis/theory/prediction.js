/**
 * What theory says of the signals in a network at some scales of its weights. Read this first.
 *
 * Weights count as independent draws with the mean squares that the tensors have. The moments of
 * the input are measured; from there on everything is computed.
 */
export {};
