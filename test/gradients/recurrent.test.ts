import { recurrent } from "./cases/recurrent.js";
import { describeChecks } from "./check.js";

describeChecks("recurrent layers", recurrent);
