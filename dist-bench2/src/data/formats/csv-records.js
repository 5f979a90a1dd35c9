/** Comma-separated values as records of fields (RFC 4180, Shafranovich 2005). */
import { InputError } from "../../errors.js";
/** Longest field in characters: a quote that is never closed must not swallow the file. */
const LONGEST_FIELD = 2 ** 20;
const [QUOTE, NEW_LINE, RETURN, BYTE_ORDER_MARK] = [0x22, 0x0a, 0x0d, 0xfeff];
/**
 * Reads fields one by one. Those in quotes may hold separators, line ends and doubled quotes. Empty
 * lines are skipped.
 *
 * @param source name of the file, for messages
 * @param separator one character
 * @param linesBefore number of the file's lines before the text
 * @throws InputError for a quote that is never closed, text behind a closing quote, or a field of
 *   over a million characters
 */
// long because one state machine goes over the characters, and each state needs the others
export function csvReader(source, separator, { field, record, emptyLine }, linesBefore = 0) {
    const separatorCode = separator.charCodeAt(0);
    const isEnd = (code) => code === separatorCode || code === NEW_LINE || code === RETURN;
    let rest = ""; // a field that may go on in the next piece
    let position = 0; // number of characters before `rest`
    let fields = 0; // of the record that is not yet whole
    let rows = linesBefore; // records and empty lines
    const fail = (problem) => new InputError(`${source}, row ${rows + 1}: ${problem}`);
    /** The content of the quoted field at `at`, and the position behind it; the end if it is cut. */
    const quotedField = (text, at, isLast) => {
        let content = "";
        for (let from = at + 1;;) {
            const quote = text.indexOf('"', from);
            if (quote < 0 && isLast) {
                throw fail(`the quote opened at character ${position + at} is never closed. Close it, or leave it out.`);
            }
            if (quote < 0 || (quote + 1 === text.length && !isLast))
                return { content, next: text.length };
            content += text.slice(from, quote);
            if (text.charCodeAt(quote + 1) === QUOTE) {
                content += '"';
                from = quote + 2;
                continue;
            }
            const next = quote + 1;
            if (next < text.length && !isEnd(text.charCodeAt(next))) {
                throw fail(`character ${position + next} follows a closing quote, expected "${separator}" or a new line. Double the quotes within a field.`);
            }
            return { content, next };
        }
    };
    /** Ends a field at `next`; gives the position behind what ends it. */
    const close = (content, start, end, text, next) => {
        const code = text.charCodeAt(next);
        const isWhole = next === text.length || code !== separatorCode;
        if (!isWhole || fields > 0 || start !== end) {
            field(content, start, end);
            fields++;
        }
        if (isWhole) {
            if (fields > 0)
                record();
            else
                emptyLine?.();
            rows++;
            fields = 0;
        }
        return next + (code === RETURN && text.charCodeAt(next + 1) === NEW_LINE ? 2 : 1);
    };
    const scan = (text, isLast) => {
        // A carriage return at the end may be half of a line end.
        const isCut = (next) => !isLast && (next >= text.length || (next === text.length - 1 && text.charCodeAt(next) === RETURN));
        let at = 0;
        while (at < text.length || (isLast && fields > 0)) {
            const quoted = text.charCodeAt(at) === QUOTE ? quotedField(text, at, isLast) : undefined;
            let next = quoted?.next ?? at;
            if (quoted === undefined)
                while (next < text.length && !isEnd(text.charCodeAt(next)))
                    next++;
            if (next - at > LONGEST_FIELD) {
                throw fail(`the field that begins at character ${position + at} has over ${LONGEST_FIELD} characters. Is there a quote that is never closed?`);
            }
            if (isCut(next))
                break;
            at =
                quoted === undefined
                    ? close(text, at, next, text, next)
                    : close(quoted.content, 0, quoted.content.length, text, next);
        }
        rest = text.slice(at);
        position += at;
    };
    return {
        push: (text) => {
            const isStart = position === 0 && rest === "" && text.charCodeAt(0) === BYTE_ORDER_MARK;
            if (isStart)
                position = 1;
            scan(rest + (isStart ? text.slice(1) : text), false);
        },
        end: () => scan(rest, true),
    };
}
/**
 * Every record of a text as an array of fields.
 *
 * @param source name of the file, for messages
 * @throws InputError as `csvReader`
 */
export function csvRows(text, source, separator) {
    const rows = [];
    let fields = [];
    const reader = csvReader(source, separator, {
        field: (content, start, end) => fields.push(content.slice(start, end)),
        record: () => {
            rows.push(fields);
            fields = [];
        },
    });
    reader.push(text);
    reader.end();
    return rows;
}
