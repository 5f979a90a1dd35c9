/** Ends a user's code that takes for ever, in the process that plans a study. */
import vm from "node:vm";
import type { Initializer } from "../../../../initializers/index.js";
import { SlowDraw } from "../../slow-draw.js";

/** Seconds after which one tensor's draw is given up while a study is planned. */
const PATIENCE = 5;

/**
 * The initializer, whose draws throw `SlowDraw` where one takes longer than some seconds. Code that
 * computes without end can only be ended by V8 (or with its process, as that of a run is).
 *
 * @param seconds for one tensor
 */
export function givingUp(initializer: Initializer, seconds = PATIENCE): Initializer {
  const context = vm.createContext({ act: undefined });
  const call = new vm.Script("act()");
  return {
    ...initializer,
    initialize(...tensor) {
      context.act = () => initializer.initialize(...tensor);
      try {
        return call.runInContext(context, { timeout: 1000 * seconds }) as Float32Array;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
        throw new SlowDraw(`${initializer.name} drew "${tensor[1].name}" for more than ${seconds} s.`);
      }
    },
  };
}
