// Types for @std/fmt/colors: its sixteen colours and its modifiers.

/** Turns colouring on or off for the whole process. */
export declare function setColorEnabled(value: boolean): void;

/** Whether colouring is on; it is off from the start where `NO_COLOR` is set. */
export declare function getColorEnabled(): boolean;

/** Removes every modifier. */
export declare function reset(str: string): string;

/** Makes the text bold. */
export declare function bold(str: string): string;

/** Dims the text. */
export declare function dim(str: string): string;

/** Makes the text italic. */
export declare function italic(str: string): string;

/** Underlines the text. */
export declare function underline(str: string): string;

/** Swaps the text's colour with its background. */
export declare function inverse(str: string): string;

/** Strikes the text through. */
export declare function strikethrough(str: string): string;

/** Colours the text black. */
export declare function black(str: string): string;

/** Colours the text red. */
export declare function red(str: string): string;

/** Colours the text green. */
export declare function green(str: string): string;

/** Colours the text yellow. */
export declare function yellow(str: string): string;

/** Colours the text blue. */
export declare function blue(str: string): string;

/** Colours the text magenta. */
export declare function magenta(str: string): string;

/** Colours the text cyan. */
export declare function cyan(str: string): string;

/** Colours the text white. */
export declare function white(str: string): string;

/** Colours the text gray. */
export declare function gray(str: string): string;

/** Colours the text bright black. */
export declare function brightBlack(str: string): string;

/** Colours the text bright red. */
export declare function brightRed(str: string): string;

/** Colours the text bright green. */
export declare function brightGreen(str: string): string;

/** Colours the text bright yellow. */
export declare function brightYellow(str: string): string;

/** Colours the text bright blue. */
export declare function brightBlue(str: string): string;

/** Colours the text bright magenta. */
export declare function brightMagenta(str: string): string;

/** Colours the text bright cyan. */
export declare function brightCyan(str: string): string;

/** Colours the text bright white. */
export declare function brightWhite(str: string): string;

/** Colours the text's background black. */
export declare function bgBlack(str: string): string;

/** Colours the text's background red. */
export declare function bgRed(str: string): string;

/** Colours the text's background green. */
export declare function bgGreen(str: string): string;

/** Colours the text's background yellow. */
export declare function bgYellow(str: string): string;

/** Colours the text's background blue. */
export declare function bgBlue(str: string): string;

/** Colours the text's background magenta. */
export declare function bgMagenta(str: string): string;

/** Colours the text's background cyan. */
export declare function bgCyan(str: string): string;

/** Colours the text's background white. */
export declare function bgWhite(str: string): string;

/** Colours the text's background bright black. */
export declare function bgBrightBlack(str: string): string;

/** Colours the text's background bright red. */
export declare function bgBrightRed(str: string): string;

/** Colours the text's background bright green. */
export declare function bgBrightGreen(str: string): string;

/** Colours the text's background bright yellow. */
export declare function bgBrightYellow(str: string): string;

/** Colours the text's background bright blue. */
export declare function bgBrightBlue(str: string): string;

/** Colours the text's background bright magenta. */
export declare function bgBrightMagenta(str: string): string;

/** Colours the text's background bright cyan. */
export declare function bgBrightCyan(str: string): string;

/** Colours the text's background bright white. */
export declare function bgBrightWhite(str: string): string;

/** Removes the ANSI escape codes from the text. */
export declare function stripAnsiCode(string: string): string;
