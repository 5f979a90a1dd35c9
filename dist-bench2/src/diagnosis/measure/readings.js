/**
 * What is measured inside a network at some weights. Read this first.
 *
 * All means are over the samples of the batch, the units and, in images and sequences, the places.
 */
export {};
