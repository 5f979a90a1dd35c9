/**
 * Property tests draw the same examples on every run, so that a change that passes here passes in
 * CI. `PROPERTY_SEED=…` draws others.
 */
import fc from "fast-check";

const seed = Number(process.env.PROPERTY_SEED ?? 1);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED must be an integer, got ${process.env.PROPERTY_SEED}.`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
