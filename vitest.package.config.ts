import { defineConfig, mergeConfig } from "vitest/config";
import config from "./vitest.config.js";

/** `npm run test:package`: packs the package and installs it from the registry, three times. */
export default mergeConfig(
  { ...config, test: { ...config.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ["test/package/**/*.test.ts"], testTimeout: 600_000, maxWorkers: 1 } }),
);
