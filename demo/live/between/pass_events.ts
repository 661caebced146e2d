/** Most events of one pass of a hot thread, between two looks at the command. */
export const PASS_EVENTS = 64;
