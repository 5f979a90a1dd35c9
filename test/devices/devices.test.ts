/**
 * `--device` and `stepzero devices` as a user meets them: with a graphics card in software, with
 * none, with a driver that crashes.
 */
import { describe, expect, it } from "vitest";
import { examineDevices } from "../../src/runtime/node/examine.js";
import { output, stepzero } from "../cli/run.js";
import { haveSoftwareCard } from "../oracles.js";
import { noCard, softwareCard } from "./swiftshader.js";

const study = "compare --model mlp:depth=1,width=8 --init he,zero --seeds 1 --epochs 1 --limit 64 --batch 32 --json";

interface DeviceList {
  readonly devices: readonly { readonly device: string; readonly usable: boolean; readonly reason?: string }[];
}

describe.skipIf(!haveSoftwareCard())("a graphics card", () => {
  it.each([
    ["", []],
    [", several runs at once", ["--replicas", "2"]],
  ])("compares on it what the processor gives, and says that it was there%s", (said, more) => {
    const cpu = output(stepzero(study.split(" ")));
    const ended = stepzero([...study.split(" "), "--device", "webgpu", ...more], softwareCard);
    expect(ended.code).toBe(0);
    const webgpu = output(ended);
    expect(webgpu.study.runtimes).toEqual([expect.stringMatching(new RegExp(`^onnxruntime-node .*, webgpu${said}$`))]);
    expect(cpu.study.runtimes).toEqual([expect.stringMatching(/, cpu, /)]);
    expect(webgpu.runs.map(({ method }) => method)).toEqual(["he", "zero"]);
    webgpu.runs.forEach((run, i) => {
      const [epoch, expected] = [run.epochs[0]!, cpu.runs[i]!.epochs[0]!];
      expect(Math.abs(epoch.testLoss! / expected.testLoss! - 1)).toBeLessThan(1e-4);
      expect(epoch.testAccuracy).toBe(expected.testAccuracy);
    });
  });

  it("is listed", () => {
    const { code, stdout } = stepzero(["devices", "--json"], softwareCard);
    expect(code).toBe(0);
    const { devices } = JSON.parse(stdout) as DeviceList;
    expect(devices.map(({ device }) => device)).toEqual(["cpu", "webgpu", "cuda"]);
    expect(devices[0]).toMatchObject({ usable: true, keepsState: false });
    expect(devices[1]).toMatchObject({ usable: true, keepsState: true });
  });
});

describe.skipIf(process.platform !== "linux")("no graphics card", () => {
  it("is bad input, with what is missing", () => {
    const { code, stdout, stderr } = stepzero([...study.split(" "), "--device", "webgpu"], noCard);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("stepzero: Device webgpu cannot be used: Failed to get a WebGPU adapter");
    expect(stderr).toContain("apt install libvulkan1 mesa-vulkan-drivers");
    expect(stderr).not.toContain("    at ");
  });

  it("is reported, and is no error", () => {
    const { code, stdout } = stepzero(["devices"], noCard);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cpu {5}can be used$/m);
    expect(stdout).toMatch(/^webgpu {2}cannot be used$/m);
    expect(stdout).toMatch(/Or use\s+--device cpu\.$/m);
    // Where the package lies deep, its path is longer than a line, alone on it and whole, so that
    // it can be copied.
    const long = stdout.split("\n").filter((line) => line.length > 80);
    for (const line of long) expect(line.trim()).toMatch(/^\S+$/);
  });
});

it("a driver that takes its process down costs its device only", async () => {
  const reports = await examineDevices(new URL("./crashing-driver.mjs", import.meta.url));
  expect(reports).toEqual([
    { device: "cpu", usable: true, runtime: "made up", keepsState: false },
    {
      device: "webgpu",
      usable: false,
      reason: "Trying it failed: its process died of SIGABRT, a crash in native code; it last said: fatal: no device.",
    },
    { device: "cuda", usable: false, reason: "Trying it failed: its process ended with exit code 0." },
  ]);
});
