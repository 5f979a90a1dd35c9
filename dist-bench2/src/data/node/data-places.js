/**
 * Where data sets are read from. Nothing here reads the environment by itself: see `dataPlaces`.
 */
import { isAbsolute, join } from "node:path";
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
export function dataPlaces(env, home) {
    const setting = env.XDG_CACHE_HOME;
    const cacheHome = setting !== undefined && isAbsolute(setting) ? setting : join(home, ".cache");
    return { dataDir: env.STEPZERO_DATA || undefined, cacheDir: join(cacheHome, "stepzero") };
}
