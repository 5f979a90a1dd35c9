/**
 * The fast forms give what the portable operators do, on this processor, on one with AVX2 only
 * (emulated), and in WebAssembly.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { emulator, haveEmulator } from "../oracles.js";

const script = "test/runtime/fast-forms.mjs";

interface Report {
  readonly runtime: string;
  readonly block?: number;
  readonly differences: Readonly<Record<string, number>>;
}

async function reported(program: string, args: readonly string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(program, args, { encoding: "utf8" });
  return JSON.parse(stdout) as Report;
}

function expectSame({ differences }: Report, networks = 3): void {
  expect(Object.keys(differences).length).toBe(2 * networks);
  for (const [name, difference] of Object.entries(differences)) expect(difference, name).toBeLessThan(5e-5);
}

describe("fast forms beside portable operators", () => {
  it("on this processor", async () => {
    expectSame(await reported(process.execPath, [script]));
  });

  it("in WebAssembly, which has no blocked layout", async () => {
    const report = await reported(process.execPath, [script, "wasm"]);
    expect(report.block).toBeUndefined();
    expectSame(report);
  });

  it.skipIf(!haveEmulator())(
    "on a processor with AVX2 and without AVX-512, emulated",
    async () => {
      const report = await reported(emulator, ["-cpu", "Haswell", process.execPath, script, "few"]);
      expect(report.block).toBe(8);
      expectSame(report, 2);
    },
    400_000,
  );
});
