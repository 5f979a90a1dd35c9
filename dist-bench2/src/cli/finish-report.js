import { visibleLine } from "../visible-text.js";
import { exitCodes } from "./exit-codes.js";
/**
 * Writes the report beside the results, and says where both are. A failure loses no results.
 *
 * @param formats of the figures; left out for the default
 * @returns the exit code of the report alone
 */
export async function finishReport(out, formats, { say, err }) {
    const [{ writeReport }, { noticeOn }] = await Promise.all([
        import("../report/node/write-report.js"),
        import("./terminal/notice.js"),
    ]);
    const notice = noticeOn({ err });
    say(`Results: ${visibleLine(out)}\n`);
    try {
        const [page] = await writeReport(out, { figures: formats, onNotice: notice });
        say(`Report: ${visibleLine(page)}\n`);
        return exitCodes.done;
    }
    catch (error) {
        notice(`The results in ${out} are whole, but their report could not be written: ${error.message}`);
        return exitCodes.unwritten;
    }
}
