import { kmeansFilters, pcaFilters, whitening } from "./filters.js";
import { gradinit } from "./gradinit.js";
import { krahenbuhl } from "./krahenbuhl.js";
import { lsuv } from "./lsuv.js";
import { metainit } from "./metainit.js";
import { weightNorm } from "./weight-norm.js";
export { gradinit, kmeansFilters, krahenbuhl, lsuv, metainit, pcaFilters, weightNorm, whitening };
/** The methods that look at data. */
export const dataDrivenInitializers = [
    lsuv,
    weightNorm,
    krahenbuhl,
    whitening,
    pcaFilters,
    kmeansFilters,
    metainit,
    gradinit,
];
