/** Ends a group of processes: that of a command, with all that it started. */

/** @param pid the number of the group's first process */
export function endGroup(pid: number, by: NodeJS.Signals): void {
  try {
    process.kill(-pid, by);
  } catch {
    // All of them have ended.
  }
}
