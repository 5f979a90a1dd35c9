/** The initializers and the defaults of PyTorch beside the table and `explain`. */
import { describe } from "vitest";
import { havePython } from "../oracles.js";
import { describeFramework } from "./suite.js";

describe.skipIf(!havePython("torch"))("PyTorch", () => describeFramework("pytorch", "pytorch"));
