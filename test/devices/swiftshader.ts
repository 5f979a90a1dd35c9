/** A graphics card in software: SwiftShader, as Debian's chromium ships it with a Vulkan loader. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = "/usr/lib/chromium";
const driver = join(folder, "vk_swiftshader_icd.json");

/** What a process needs in its environment from the start. */
export const softwareCard = { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: folder };
/** The same with no card at all. */
export const noCard = { VK_DRIVER_FILES: "/nowhere.json", LD_LIBRARY_PATH: folder };

/** Whether there is one; prints why the tests skip where there is none. */
export function haveSoftwareCard(): boolean {
  if ([driver, join(folder, "libvulkan.so.1")].every((file) => existsSync(file))) return true;
  console.warn(`skipped: ${driver} or its Vulkan loader is missing; install Debian's chromium`);
  return false;
}

/**
 * What a program of this folder prints, as JSON, where the card is a software one.
 *
 * @throws Error
 * with what it wrote to stderr
 */
export async function onSoftwareCard<T>(program: string, ...args: readonly string[]): Promise<T> {
  const script = fileURLToPath(new URL(program, import.meta.url));
  const env = { ...process.env, ...softwareCard };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return JSON.parse(stdout) as T;
}
