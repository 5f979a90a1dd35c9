/** The initializers and the defaults of Flax beside the table and `explain`. */
import { describe } from "vitest";
import { haveToday } from "../oracles.js";
import { describeFramework } from "./suite.js";

describe.skipIf(!haveToday("flax"))("Flax", () => describeFramework("flax", "flax"));
