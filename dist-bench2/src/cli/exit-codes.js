/** Exit codes of every command. Where several hold, it is the first of 1, 2, 130, 3, 4. */
export const exitCodes = {
    done: 0,
    /** A defect of stepzero. */
    defect: 1,
    /** `doctor` found what `--fail-on` names: 1, as test commands have it. */
    troubleFound: 1,
    badInput: 2,
    /** Some cells crashed, were refused, or are missing. */
    incomplete: 3,
    /** All is done, but stdout did not take all of the text, or the report was not written. */
    unwritten: 4,
    /** Ctrl-C, SIGTERM or SIGHUP: what was finished is kept. 128 + SIGINT, whichever it was. */
    interrupted: 130,
};
