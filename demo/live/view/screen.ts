/** A terminal, as a screen uses it. */
export interface Terminal {
  /** Writes to it. */
  out(text: string): void;
  /** Its size now. */
  size(): { readonly columns: number; readonly rows: number };
}

/**
 * A place on a terminal that is drawn over and over.
 *
 * It hides the cursor only while it draws, so a process that is stopped or killed between two drawings leaves the
 * terminal intact. The last drawing stays where it is.
 */
export class Screen {
  declare private readonly _terminal: Terminal;
  /** Lines of the last drawing: so far the cursor goes back up. */
  private _height = 0;
  private _columns = 0;

  /**
   * Makes a screen that has drawn nothing yet.
   *
   * @param terminal where it draws
   */
  constructor(terminal: Terminal) {
    this._terminal = terminal;
  }

  /** How many characters a line may have, and how many lines a drawing, so that the terminal neither wraps nor scrolls. */
  get room(): { readonly width: number; readonly height: number } {
    const { columns, rows } = this._terminal.size();
    return { width: columns, height: Math.max(1, rows - 1) };
  }

  /** Draws over what was drawn before. */
  draw(lines: readonly string[]): void {
    const { columns } = this._terminal.size();
    // If the width has changed, the terminal may have wrapped the last drawing, and its height is unknown.
    const start = this._columns !== 0 && columns !== this._columns ? `${HOME}${ERASE_BELOW}` : up(this._height);
    // Erased before and not after: a terminal whose line is full stands on its last character, and would erase that.
    const text = lines.map((line) => `${ERASE_RIGHT}${line}\n`).join("");
    // In one write, so that nothing comes between the two.
    this._terminal.out(`${HIDE_CURSOR}${start}${text}${ERASE_BELOW}${SHOW_CURSOR}`);
    this._height = lines.length;
    this._columns = columns;
  }

  /** Lets go of the last drawing: the next comes below what has been written since. */
  release(): void {
    this._height = 0;
    this._columns = 0;
  }
}

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const ERASE_RIGHT = "\x1b[K";
const ERASE_BELOW = "\x1b[J";
const HOME = "\x1b[H";

function up(lines: number): string {
  // Typed characters may stand in the line of the cursor.
  return lines === 0 ? "" : `\r\x1b[${lines}A`;
}
