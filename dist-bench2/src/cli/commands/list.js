/** `stepzero list`: what can be compared. */
import { unknownName } from "../../errors.js";
import { exitCodes } from "../exit-codes.js";
import { jsonOutput } from "../shared-options.js";
export const list = {
    argument: "initializers, models or data; all of them if left out",
    examples: ["stepzero list", "stepzero list initializers", "stepzero list models --json"],
    options: [jsonOutput],
    run: async ([kind], options, { out }) => {
        const [{ listing, listingKinds }, { renderListing }, { columnsOf }, { formats, jsonLine }] = await Promise.all([
            import("../../explain/index.js"),
            import("../terminal/listing.js"),
            import("../terminal/screen.js"),
            import("../json.js"),
        ]);
        const kinds = kind === undefined ? listingKinds : listingKinds.filter((one) => one === kind);
        if (kinds.length === 0)
            throw unknownName("kind of list", kind, listingKinds);
        const tables = listing(kinds);
        out.write(options.has("json") ? jsonLine(formats.list, tables) : renderListing(tables, columnsOf(out)));
        return exitCodes.done;
    },
};
