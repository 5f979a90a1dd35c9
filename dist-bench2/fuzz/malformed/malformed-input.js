/** Malformed inputs that are written by hand, each with the answer that is right. */
export {};
