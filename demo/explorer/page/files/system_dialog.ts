/// <reference lib="dom" />
import { byId, onClick, setText } from "../dom.ts";
import { FILE_BYTES_MAX } from "../../model/bounds.ts";
import { systemOfCsv } from "../../model/system_of_csv.ts";

/** What the dialog gets from the page, and gives to it. */
export interface SystemUser {
  /** The system that is shown, as the text of a specification. */
  current(): string;
  /** Files that were dropped, by name. */
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Runs a specification. Returns why it cannot, in a line; undefined, if it is shown. */
  run(text: string): string | undefined;
}

/** Connects the dialog in which a specification is pasted, and the files that are dropped on the page. */
export function connectSystemDialog(user: SystemUser): void {
  const dialog = byId<HTMLDialogElement>("system");
  const text = byId<HTMLTextAreaElement>("system-text");
  const say = (problem: string) => setText("system-problem", problem);
  const open = () => {
    if (dialog.open) return;
    text.value = user.current();
    say("");
    dialog.showModal();
    // What is pasted takes its place.
    text.select();
    text.scrollTop = 0;
  };
  const run = () => {
    const problem = user.run(text.value);
    say(problem ?? "");
    if (problem === undefined) dialog.close();
  };
  const take = async (files: Iterable<File>) => {
    open();
    for (const file of files) {
      if (file.size > FILE_BYTES_MAX) {
        return say(
          `${file.name}: a file must have at most ${FILE_BYTES_MAX} bytes here, got ${file.size}: simulate it in a terminal`,
        );
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (bytes.find((byte) => byte > 32) === "{".charCodeAt(0)) {
        text.value = new TextDecoder().decode(bytes);
        continue;
      }
      user.files.set(file.name, bytes);
      try {
        text.value = systemOfCsv(file.name, bytes);
      } catch (error) {
        return say((error as Error).message);
      }
    }
    run();
  };
  onClick("open-system", open);
  byId("system-run").onclick = (event) => {
    event.preventDefault();
    run();
  };
  byId<HTMLInputElement>("system-file").onchange = ({ target }) => {
    const input = target as HTMLInputElement;
    take([...input.files ?? []]).then(() => input.value = "");
  };
  const body = document.body;
  body.ondragover = (event) => {
    event.preventDefault();
    body.classList.add("dropping");
  };
  body.ondragleave = () => body.classList.remove("dropping");
  body.ondrop = (event) => {
    event.preventDefault();
    body.classList.remove("dropping");
    take([...event.dataTransfer?.files ?? []]);
  };
}
