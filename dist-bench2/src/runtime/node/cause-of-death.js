/** Why a child process died. */
/** Signals that other processes send, and no crash. */
const fromOutside = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM"];
/** The cause in words, with the most informative of the last lines that the process printed. */
export function causeOfDeath(code, signal, words) {
    const lines = words.split("\n").filter((line) => line.trim() !== "");
    const line = lines.find((text) => /\b(fatal|error|terminate|what\(\))/i.test(text)) ?? lines.at(-1);
    const said = line === undefined ? "" : `; it last said: ${line.trim().slice(0, 300)}`;
    if (signal === "SIGKILL")
        return `its process was killed (SIGKILL), as the system does when memory runs out${said}`;
    if (signal !== null && fromOutside.includes(signal))
        return `its process was ended from outside (${signal})${said}`;
    if (signal !== null)
        return `its process died of ${signal}, a crash in native code${said}`;
    return `its process ended with exit code ${code}${said}`;
}
