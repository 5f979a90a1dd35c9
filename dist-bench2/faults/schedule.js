/** Runs one schedule of faults in a child process that has its own mounts and processes. */
import { spawn, spawnSync } from "node:child_process";
const namespaces = [
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "--pid",
    "--fork",
    "--mount-proc",
    "--kill-child",
];
/** Whether this system lets a user have namespaces of mounts and processes. */
export function haveNamespaces() {
    const [command, ...args] = [...namespaces, "true"];
    return spawnSync(command, args).status === 0;
}
/**
 * Runs a schedule.
 *
 * @param whole folder with the results of a study that nobody disturbed
 * @param kept where the folder of results goes when something went wrong
 */
export function runSchedule({ program, faults, seed }, whole, copy) {
    const inside = ["node_modules/.bin/jiti", "faults/inside.ts", whole, copy, program, String(seed), faults.join(",")];
    const [command, ...args] = [...namespaces, process.execPath, ...inside];
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part) => (text += part));
    return new Promise((resolve) => {
        child.on("close", (code) => {
            const line = text.trim().split("\n").at(-1);
            resolve(line ? JSON.parse(line) : { starts: 0, found: [`the schedule ended with ${code}`] });
        });
    });
}
