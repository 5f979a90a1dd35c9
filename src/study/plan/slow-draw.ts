/** A draw that was given up: the runs, which may have a time limit, will say what it does. */
import { InputError } from "../../errors.js";

/** Thrown by an initializer that takes too long for a look before the first run. */
export class SlowDraw extends InputError {}
