/** The initializers and the defaults of Keras beside the table and `explain`. */
import { describe } from "vitest";
import { haveToday } from "../oracles.js";
import { describeFramework } from "./suite.js";

describe.skipIf(!haveToday("keras"))("Keras", () => describeFramework("keras", "keras"));
