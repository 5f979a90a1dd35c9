import { expect, it } from "vitest";
import { tensor } from "../graph/tensor.js";
import { createDeviceMemory } from "./device-memory.js";
import { loadRuntime } from "./node/load-runtime.js";

it("tries again where a session could not be created", async () => {
  const { runtime } = await loadRuntime();
  let attempts = 0;
  const memory = createDeviceMemory(async (model) => {
    if (++attempts === 1) throw new Error("the device is busy");
    return runtime.createSession(model);
  }, new Map());
  const tensors = { x: tensor("float32", [2], [1, 2]) };
  await expect(memory.write(tensors)).rejects.toThrow("the device is busy");
  const written = await memory.write(tensors);
  expect(written.x!.data).toEqual(tensors.x.data);
  await memory.write(tensors);
  expect(attempts, "a session that was created serves the next copy").toBe(2);
});
