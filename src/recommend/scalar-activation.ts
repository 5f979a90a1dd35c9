/** The gain of an activation that has a name. */
import { InputError } from "../errors.js";
import { gain } from "../signal/index.js";

/** 1 / √E φ(z)²; undefined where the activation is no function of one number. */
export function findScalarActivation(activation: string): number | undefined {
  try {
    return gain(activation);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
