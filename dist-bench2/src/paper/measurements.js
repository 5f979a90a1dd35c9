/**
 * What is measured at the start of training, apart from the runs: the evidence on claims 5 to 7.
 */
export {};
