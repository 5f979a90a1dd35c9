/** Bad input that one more option of reading would get past. */
import { InputError } from "../errors.js";
/** Data that cannot be read so; with the remedy it may be read. */
export class ReadingError extends InputError {
    remedy;
    typed;
    constructor(text, remedy, 
    /** The remedy as typed: "--encoding latin-1". */
    typed) {
        super(text);
        this.remedy = remedy;
        this.typed = typed;
    }
}
