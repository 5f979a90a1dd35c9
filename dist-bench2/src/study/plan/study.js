/** Part of every cell's id: raised with every change of code that may change a figure of a cell. */
export const RESULTS_VERSION = 5;
