import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { nearCache, readProcessor } from "./processor-cache.js";

/** A file system that tells of a processor. */
function system(vendor: string, caches: readonly (readonly [number, string, string, string])[]): string {
  const root = mkdtempSync(join(tmpdir(), "stepzero-processor-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  write("proc/cpuinfo", `processor\t: 0\nvendor_id\t: ${vendor}\nmodel name\t: one`);
  for (const [i, [level, type, size, shared]] of caches.entries()) {
    const folder = `sys/devices/system/cpu/cpu0/cache/index${i}`;
    for (const [name, text] of Object.entries({ level, type, size, shared_cpu_list: shared })) {
      write(`${folder}/${name}`, `${text}`);
    }
  }
  return root;
}

const first = [
  [1, "Data", "48K", "0"],
  [1, "Instruction", "32K", "0"],
] as const;
const MiB = 2 ** 20;

it.each([
  ["AuthenticAMD", "1024K", "32768K", "0-1", 8 * MiB],
  ["AuthenticAMD", "1024K", "32768K", "0-7,16-23", MiB],
  ["AuthenticAMD", "512K", "16M", "0-3", 2 * MiB],
  ["GenuineIntel", "2048K", "107520K", "0-3", 2 * MiB],
  ["GenuineIntel", "1280K", "49152K", "0,2", MiB],
])("%s, second level %s, third %s of %s: %i bytes", (vendor, second, third, shared, expected) => {
  const root = system(vendor, [...first, [2, "Unified", second, "0"], [3, "Unified", third, shared]]);
  expect(nearCache(readProcessor(root))).toBe(expected);
});

it("is 0 where nothing, or something else, is told", () => {
  expect(nearCache(readProcessor(system("", [])))).toBe(0);
  expect(nearCache(readProcessor(system("GenuineIntel", first.slice())))).toBe(0);
  expect(nearCache(readProcessor(system("GenuineIntel", [[2, "Unified", "much", "0"]])))).toBe(0);
  expect(nearCache(readProcessor("/nowhere"))).toBe(0);
});
