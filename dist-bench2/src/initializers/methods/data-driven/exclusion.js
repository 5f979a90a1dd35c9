/** The caveat that every data-driven and learned method has. */
export const exclusion = "Excluded from the promise of the same bits everywhere: its numbers pass through the runtime's kernels, so a seed gives the same bits on one kind of machine and nearly the same numbers on others.";
