/** Examines the devices and prints what was seen. */
import { availableParallelism } from "node:os";
import { type DeviceReport, examineDevices } from "../../runtime/node/examine.js";
import { exitCodes } from "../command.js";
import { wrap } from "../terminal/text.js";

/** @returns the exit code */
export async function runDevices(json: boolean): Promise<number> {
  const cores = availableParallelism();
  const devices = await examineDevices();
  const { stdout } = process;
  const told = { devices: devices.map((report) => (report.device === "cpu" ? { ...report, cores } : report)) };
  stdout.write(json ? `${JSON.stringify(told)}\n` : renderDevices(devices, cores, Math.min(stdout.columns ?? 80, 120)));
  return exitCodes.done;
}

/** @param cores processes that train side by side on the processor */
export function renderDevices(devices: readonly DeviceReport[], cores: number, width: number): string {
  const blocks = devices.map((report) => {
    const lines = report.usable ? usableLines(report, cores) : [withoutName(report.reason)];
    const head = `${report.device.padEnd(8)}${report.usable ? "can be used" : "cannot be used"}`;
    return [
      head,
      ...lines.map((line) => INDENT + wrap(line, width - INDENT.length).replaceAll("\n", `\n${INDENT}`)),
    ].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

const INDENT = " ".repeat(8);

/** "Device webgpu cannot be used: why" → "why". */
const withoutName = (reason: string): string => reason.replace(/^Device \w+( cannot be used)?: /, "");

function usableLines(report: DeviceReport & { usable: true }, cores: number): string[] {
  const { device, runtime, block, keepsState, notice } = report;
  const side = `${cores} process${cores === 1 ? "" : "es"}${cores === 1 ? "" : " side by side"}, one thread each`;
  const how = [
    ...(device === "cpu" ? [side] : ["one process"]),
    ...(block === undefined ? [] : [`convolutions in blocks of ${block} channels`]),
    ...(keepsState ? ["parameters and optimizer state stay on the device"] : []),
  ];
  return [runtime, how.join("; "), ...(notice === undefined ? [] : [notice])];
}
