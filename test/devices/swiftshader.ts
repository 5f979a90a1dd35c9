/** A graphics card in software: SwiftShader, as Debian's chromium ships it with a Vulkan loader. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { swiftShader } from "../oracles.js";

const { driver, folder } = swiftShader;

/** What a process needs in its environment from the start. */
export const softwareCard = { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: folder };
/** The same with no card at all. */
export const noCard = { VK_DRIVER_FILES: "/nowhere.json", LD_LIBRARY_PATH: folder };

/**
 * What a program of this folder prints, as JSON, where the card is a software one.
 *
 * @throws Error with what it wrote to stderr
 */
export async function onSoftwareCard<T>(program: string, ...args: readonly string[]): Promise<T> {
  const script = fileURLToPath(new URL(program, import.meta.url));
  const env = { ...process.env, ...softwareCard };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return JSON.parse(stdout) as T;
}
