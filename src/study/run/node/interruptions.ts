/** The signals that interrupt a study. */

/** Ctrl-C; what ends a process politely; the end of its terminal. */
export const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
