/** Ends a group of processes: that of a command, with all that it started. */

/** How a command is told to end. */
export type EndingSignal = "SIGINT" | "SIGTERM" | "SIGKILL";

/** @param pid the number of the group's first process */
export function endGroup(pid: number, by: EndingSignal): void {
  try {
    process.kill(-pid, by);
  } catch {
    // All of them have ended.
  }
}
