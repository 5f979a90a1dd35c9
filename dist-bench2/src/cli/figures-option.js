/** `--figures`: the formats of the figures beside a report. */
import { unknownName } from "../errors.js";
import { figureFormats } from "../report/figure-formats.js";
import { nameList } from "./option-values.js";
export const figures = {
    name: "figures",
    value: "LIST",
    help: "Files of each figure: svg, pdf, png. All are light, and hold their captions",
    default: "svg",
};
/** @throws InputError with the legal formats */
export function readFigures(options) {
    const names = nameList(options, "figures");
    const unknown = names?.find((name) => !figureFormats.some((format) => format === name));
    if (unknown !== undefined)
        throw unknownName("format of figures", unknown, figureFormats);
    return names && figureFormats.filter((format) => names.includes(format));
}
