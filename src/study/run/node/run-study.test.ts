import { expect, it } from "vitest";
import { estimateStudy } from "./estimate.js";
import { runStudy } from "./run-study.js";

it.each([runStudy, estimateStudy])("%o refuses a device that it does not know", async (conduct) => {
  await expect(conduct({ seeds: 1, limit: 64 }, { device: "gpu" as never })).rejects.toThrow(
    'Unknown device "gpu"; did you mean "webgpu"',
  );
});
