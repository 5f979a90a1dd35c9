import { hanging } from "./text.js";
/** Columns of a device's name. */
const NAME = 8;
/** @param cores of the processor: as many processes can train side by side */
export function renderDevices(devices, cores, width) {
    const blocks = devices.map((report) => {
        const head = `${report.device.padEnd(NAME)}${report.usable ? "can be used" : "cannot be used"}`;
        const lines = report.usable ? usableLines(report, cores) : [withoutName(report.reason)];
        return [head, ...lines.map((line) => " ".repeat(NAME) + hanging(line, width, NAME))].join("\n");
    });
    return `${blocks.join("\n\n")}\n`;
}
/** "Device webgpu cannot be used: why" → "why". */
function withoutName(reason) {
    return reason.replace(/^Device \w+( cannot be used)?: /, "");
}
function usableLines(report, cores) {
    const { device, runtime, block, cache, keepsState, notice } = report;
    const processes = cores === 1 ? "1 process, one thread each" : `${cores} processes side by side, one thread each`;
    const how = [
        device === "cpu" ? processes : "one process",
        ...(block === undefined ? [] : [`convolutions in blocks of ${block} channels`]),
        ...(cache === undefined ? [] : [`steps cut to fit ${cache / 2 ** 20} MiB of cache`]),
        ...(keepsState ? ["parameters and optimizer state stay on the device"] : []),
    ];
    return [runtime, how.join("; "), ...(notice === undefined ? [] : [notice])];
}
