/**
 * The program of a worker process, which `processes.ts` forks. It listens to signals before it
 * loads anything.
 */
import { system } from "../../../files/node/system.js";
// A terminal sends Ctrl-C, and its end, to every process of the group; some systems send SIGTERM to
// all of a service. The main process alone reacts, and ends its workers.
for (const name of system.stopSignals)
    process.on(name, () => { });
// The main process is gone.
process.on("disconnect", () => process.exit());
await import("./worker-cells.js");
