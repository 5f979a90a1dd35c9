/** How much is measured at once, where nobody says it. */

/** Samples in the batch. */
export const USUAL_ROWS = 128;

/** Bytes that the values of a measurement may take. */
export const MOST_BYTES = 1.5e9;
