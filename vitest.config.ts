import { defineConfig } from "vitest/config";
import { ClosingLine } from "./test/closing-line.js";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/long/**", "test/package/**", "node_modules/**"],
    setupFiles: ["test/property-seed.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A page on a busy machine answers later than in the second that is usual.
    expect: { poll: { timeout: 30_000 } },
    // Each file in its own process: ONNX Runtime's native memory goes back to the system with it.
    pool: "forks",
    maxWorkers: 2,
    // ONNX Runtime's telemetry, where a test loads it by itself (`load-runtime.ts` does this for
    // users).
    env: { ORT_DISABLE_TELEMETRY: "1", ORT_TELEMETRY_DISABLED: "1" },
    reporters: ["default", new ClosingLine()],
  },
});
