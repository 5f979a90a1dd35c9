/** What every data-driven and learned method says of its numbers. */
export const exclusion =
  "Excluded from the promise of the same bits everywhere: its numbers pass through the runtime's kernels, so one seed gives the same bits on one kind of machine and nearly the same on others.";
