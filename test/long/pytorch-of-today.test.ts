/**
 * PyTorch of today beside the table, `explain` and the printed lines: scripts/oracles.sh --torch.
 */
import { describe } from "vitest";
import { describeLoading } from "../frameworks/loading.js";
import { describeFramework } from "../frameworks/suite.js";
import { describeTraining } from "../frameworks/training.js";
import { haveToday, pythonOfToday } from "../oracles.js";

describe.skipIf(!haveToday("torch"))("PyTorch of today", () => {
  describeFramework("pytorch", "pytorch of today");
  describe("printed lines", () => describeLoading("pytorch", ["npz", "safetensors"], pythonOfToday, "load_torch.py"));
  describe("gradients and optimizers", () => describeTraining("pytorch", pythonOfToday));
});
