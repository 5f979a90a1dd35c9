/** A study's workers as a job of a cluster. Read this first; `systems.ts` is the table. */

/** What a cluster is asked for. */
export interface Job {
  /** How stepzero is called on this machine, as words: "npx", "stepzero". */
  readonly program: readonly string[];
  /** What is called, as words: "worker", "/shared/results", "--jobs", "4". */
  readonly words: readonly string[];
  /** The folder that all workers share, as an absolute path. */
  readonly directory: string;
  /** Number of workers. */
  readonly tasks: number;
  /** Cores of each worker. */
  readonly cores: number;
  /** Bytes of memory of each worker; undefined where nobody can tell. */
  readonly bytes: number | undefined;
  /** Seconds that each worker may take; undefined where nobody can tell. */
  readonly seconds: number | undefined;
  /** Whether each worker needs a graphics card. */
  readonly hasCard: boolean;
  /** The image of a container with Node and stepzero. */
  readonly image: string;
  /** The claim on the volume that holds the folder. */
  readonly volume: string;
}

/** A system that runs jobs. */
export interface JobSystem {
  readonly name: string;
  /** How the text is handed to the system: "sbatch job.sh". */
  readonly submit: string;
  /** The text that the system reads. */
  readonly text: (job: Job) => string;
}

/** Bytes of a mebibyte. */
const MEBIBYTE = 2 ** 20;

/** Whole mebibytes, a multiple of 256. */
export const mebibytes = (bytes: number): number => 256 * Math.ceil(bytes / MEBIBYTE / 256);
