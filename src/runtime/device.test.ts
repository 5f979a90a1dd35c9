import { describe, expect, it } from "vitest";
import { devices, findDevice } from "./device.js";
import { loadRuntime } from "./node/load-runtime.js";

describe("a device", () => {
  it("is found by its name", () => {
    expect(devices.map(findDevice)).toEqual(["cpu", "webgpu", "cuda"]);
  });

  it.each([
    ["gpu", 'Unknown device "gpu"; did you mean "webgpu" (any graphics card) or "cuda" (NVIDIA\'s)?'],
    ["GPU", 'Unknown device "GPU"; did you mean "webgpu"'],
    ["wbgpu", 'Unknown device "wbgpu"; did you mean "webgpu"? Known: cpu, webgpu, cuda.'],
    ["tpu", 'Unknown device "tpu"'],
  ])("%s is refused, and never the processor in its place", async (name, message) => {
    expect(() => findDevice(name)).toThrow(message);
    await expect(loadRuntime(name as never)).rejects.toThrow(message);
  });
});
