/**
 * Where data sets are read from. Nothing here reads the environment by itself: see `dataPlaces`.
 */
import { isAbsolute, join } from "node:path";
import type { DownloadProgress, Fetch } from "./download.js";
import type { UserDataOptions } from "./user-data-options.js";

/** Folders with data, and how to read the files of users. Plain data, which can go to a worker. */
export interface DataPlaces {
  /**
   * A folder with one subfolder per data set (`mnist/train-images-idx3-ubyte.gz`, …). It is never
   * written to.
   */
  readonly dataDir?: string | undefined;
  /**
   * Whether a published data set that is not in `dataDir` is an error, instead of being read from
   * the cache or downloaded.
   *
   * @defaultValue false
   */
  readonly onlyDataDir?: boolean | undefined;
  /** The folder for downloads, with the layout of `dataDir`. */
  readonly cacheDir: string;
  /** How to read a file of the user. What is for tables only is left out for other files. */
  readonly userData?: UserDataOptions | undefined;
}

/** How to download. */
export interface DownloadOptions {
  /**
   * Replaces the platform's `fetch`.
   *
   * @defaultValue `globalThis.fetch`
   */
  readonly fetch?: Fetch | undefined;
  /** Is called for every chunk that arrives. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Stops a download. */
  readonly signal?: AbortSignal | undefined;
}

/** Where to read a data set from, and how to download it. */
export interface LoadOptions extends DataPlaces, DownloadOptions {}

/**
 * The folders that the environment of a user names: `STEPZERO_DATA` for data, and
 * `$XDG_CACHE_HOME/stepzero` (or else `~/.cache/stepzero`) for the cache. A relative
 * `XDG_CACHE_HOME` is none, as freedesktop.org's specification says.
 *
 * @param env environment variables
 * @param home home folder of the user
 * @example
 * import { homedir } from "node:os";
 * import { dataPlaces, loadDataset } from "stepzero/node";
 *
 * const { train } = await loadDataset("glyphs", dataPlaces(process.env, homedir()));
 */
export function dataPlaces(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): { readonly dataDir: string | undefined; readonly cacheDir: string } {
  const fromUser = env.XDG_CACHE_HOME;
  const cacheHome = fromUser !== undefined && isAbsolute(fromUser) ? fromUser : join(home, ".cache");
  return { dataDir: env.STEPZERO_DATA || undefined, cacheDir: join(cacheHome, "stepzero") };
}
