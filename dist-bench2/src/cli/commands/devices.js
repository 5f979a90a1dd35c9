import { exitCodes } from "../exit-codes.js";
import { jsonOutput } from "../shared-options.js";
export const devices = {
    examples: ["stepzero devices", "stepzero devices --json", "stepzero compare --device webgpu"],
    options: [jsonOutput],
    run: async (_, options, { out }) => {
        const [{ availableParallelism }, { examineDevices }, { renderDevices }, { columnsOf }, { formats, jsonLine }] = await Promise.all([
            import("node:os"),
            import("../../runtime/node/examine.js"),
            import("../terminal/devices.js"),
            import("../terminal/screen.js"),
            import("../json.js"),
        ]);
        const cores = availableParallelism();
        const reports = await examineDevices();
        const withCores = reports.map((report) => (report.device === "cpu" ? { ...report, cores } : report));
        out.write(options.has("json")
            ? jsonLine(formats.devices, { devices: withCores })
            : renderDevices(reports, cores, columnsOf(out)));
        return exitCodes.done;
    },
};
