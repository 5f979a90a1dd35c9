/** Why a child process died. */

/** The cause in words, with the most informative of the last lines that the process printed. */
export function causeOfDeath(code: number | null, signal: string | null, words: string): string {
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /\b(fatal|error|terminate|what\(\))/i.test(text)) ?? lines.at(-1);
  const said = line === undefined ? "" : `; it last said: ${line.trim().slice(0, 300)}`;
  if (signal === "SIGKILL") return `its process was killed (SIGKILL), as the system does when memory runs out${said}`;
  if (signal !== null) return `its process died of ${signal}, a crash in native code${said}`;
  return `its process ended with exit code ${code}${said}`;
}
