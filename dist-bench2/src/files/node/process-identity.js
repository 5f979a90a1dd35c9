/** Which process wrote something, and whether it still runs. */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { system } from "./system.js";
/** The identity of this process. */
export function thisProcess(on = system) {
    const { pid } = process;
    const life = on.lifeOf(pid);
    return {
        host: hostname(),
        boot: on.bootId(),
        namespace: on.processNamespace(),
        pid,
        started: life.kind === "runs" ? life.started : undefined,
    };
}
/**
 * Whether a process still runs. "unknown" where that cannot be seen from here: it is of another
 * machine or container, or the system does not tell. A number of a process is used again, as 1 in
 * every restart of a container; the time of its start is not.
 */
export function whetherItRuns(other, on = system) {
    const [boot, namespace] = [on.bootId(), on.processNamespace()];
    const isVisible = boot !== undefined && namespace !== undefined && other.started !== undefined;
    if (!isVisible || other.boot !== boot || other.namespace !== namespace)
        return "unknown";
    const life = on.lifeOf(other.pid);
    if (life.kind !== "runs")
        return life.kind;
    return life.started === other.started ? "runs" : "gone";
}
/**
 * A short text that names a process in names of files: machine and namespace, number, start.
 *
 * @returns for example "1f0c9a2b-4711-2265928"
 */
export function tagOf(identity) {
    return `${placeOf(identity)}-${identity.pid}-${identity.started ?? 0}`;
}
/** As `whetherItRuns`, from the tag alone. */
export function whetherTagRuns(tag, on = system) {
    const [place, pid, started] = tag.split("-");
    const here = thisProcess(on);
    if (place !== placeOf(here))
        return "unknown";
    return whetherItRuns({ ...here, pid: Number(pid), started }, on);
}
function placeOf({ host, boot = "", namespace = "" }) {
    return createHash("sha256")
        .update(JSON.stringify([host, boot, namespace]))
        .digest("hex")
        .slice(0, 8);
}
