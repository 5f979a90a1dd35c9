/**
 * In which pieces the blocked layout computes a filter gradient.
 *
 * Its convolution has the gradient dY of a layer's output as its kernel, which it reads again for
 * each row of each channel of the image: from the processor's cache, where dY has room there. A
 * larger dY is cut into pieces that do, whose results are added up.
 */
/** From so many caches' worth of dY on, pieces gain more than cutting costs. */
const WORTHWHILE = 2.5;
/** Share of the cache for a piece of dY. */
const SHARE = 0.6;
/**
 * Filters that the layout's kernels do best at once where each reads many places; fewer are slower,
 * too.
 */
const FILTERS = 32;
const MANY_PLACES = 256;
/**
 * The pieces of dY [N, O, h, w]; undefined where it is best left whole. The cases of 19 and 33 MB
 * that decided the constants are in docs/performance.md.
 *
 * @param cache as in `Runtime`; undefined: whole
 */
export function gradientPiece([n, o, h, w], block, cache) {
    const bytes = 4 * h * w;
    if (cache === undefined || n * o * bytes <= WORTHWHILE * cache)
        return undefined;
    const filters = h * w >= MANY_PLACES && o > FILTERS && o % FILTERS === 0 ? FILTERS : o;
    const most = Math.max(block, Math.floor((SHARE * cache) / (filters * bytes)));
    for (let samples = Math.min(n, most - (most % block)); samples >= block; samples -= block) {
        if (n % samples === 0)
            return { samples, filters };
    }
    return undefined;
}
