/** Every system that `stepzero jobs` writes for. */
import { unknownName } from "../../../../errors.js";
import type { JobSystem } from "./job.js";
import { kubernetes } from "./kubernetes.js";
import { slurm } from "./slurm.js";

/** In the order of the help. */
export const jobSystems: readonly JobSystem[] = [slurm, kubernetes];

/** @throws InputError for an unknown name */
export function findJobSystem(name: string): JobSystem {
  const system = jobSystems.find((one) => one.name === name);
  if (system !== undefined) return system;
  throw unknownName(
    "system of jobs",
    name,
    jobSystems.map((one) => one.name),
  );
}
