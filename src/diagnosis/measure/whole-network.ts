/** What costs many passes: Jacobian, curvature and gradient quotient of a network as a whole. */
import { InputError } from "../../errors.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Subject } from "../subject.js";
import { largestCurvature, quotientOf } from "./curvature.js";
import { jacobianSingularValues } from "./jacobian.js";
import type { NetworkReadings } from "./readings.js";

/** The readings, null where an operator has no gradient, and why they are. */
export interface WholeNetwork {
  readonly readings: Pick<NetworkReadings, "jacobian" | "curvature" | "gradientQuotient">;
  readonly notMeasured: readonly { readonly layers: readonly string[]; readonly reason: string }[];
}

/** Computes all three, each by itself. */
export async function wholeNetwork(runtime: Runtime, subject: Subject): Promise<WholeNetwork> {
  const notMeasured: { readonly layers: readonly string[]; readonly reason: string }[] = [];
  const attempt = async <R>(name: string, compute: (runtime: Runtime, subject: Subject) => Promise<R>) => {
    try {
      return await compute(runtime, subject);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      notMeasured.push({ layers: [], reason: `${name}: ${error.message}` });
      return null;
    }
  };
  const readings = {
    jacobian: await attempt("Jacobian", jacobianSingularValues),
    curvature: await attempt("curvature", largestCurvature),
    gradientQuotient: await attempt("gradient quotient", quotientOf),
  };
  return { readings, notMeasured };
}
