import { settledWithin } from "../plane/patience.ts";
import type { LiveStatus } from "../plane/live_status.ts";
import type { LiveJson } from "../view/live_json.ts";
import { FrameLog } from "./frame_log.ts";
import { FrameStreams, STREAMS_MAX } from "./frame_streams.ts";
import { enter, HOSTNAME, makeToken, pageAddress, type PageDoor, pagePath, type PageResource } from "./page_door.ts";
import { type PageEnd, pageFrame, pageRun } from "./page_frame.ts";
import { type PageDocument, pageDocument } from "./page_document.ts";

/** A live run that is served as a page. */
export interface LivePage {
  /** Address of the page. Whoever has it can look. */
  readonly address: string;
  /** Shows how the run stands. Never waits for a page. */
  show(status: LiveStatus): void;
  /** Shows how the run ended, waits a moment for the pages to take that, and closes. */
  end(result: LiveJson): Promise<void>;
  /** Stops serving at once. Closing again does nothing. */
  close(): Promise<void>;
}

/** How long the end of a run waits for pages to take the last frame, and again to close, in milliseconds. */
export const END_MS = 300;

/** Milliseconds after which a page that has lost the process looks for it again. */
const RETRY_MS = 1_000;

/**
 * Serves a page on 127.0.0.1.
 *
 * @param port the port; 0 for one that is free
 * @throws {Error} if it cannot be listened on
 */
export function servePage(port: number): LivePage {
  const responder = new PageResponder();
  const stopping = new AbortController();
  const token = makeToken();
  /** Settled when an answer has been sent, or cannot be. */
  const answers = new Set<Promise<void>>();
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve({
    hostname: HOSTNAME,
    port,
    signal: stopping.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500, headers: HEADERS }),
  }, (request, { completed }) => {
    const answer = completed.catch(() => {}).finally(() => answers.delete(answer));
    answers.add(answer);
    return responder.answer(request, { port: server.addr.port, token });
  });
  const close = async () => {
    responder.close();
    stopping.abort();
    await settledWithin(server.finished, END_MS);
  };
  return {
    address: pageAddress({ port: server.addr.port, token }),
    show: (status) => responder.show(status),
    end: async (result) => {
      await responder.end(result);
      // What the streams have given away is still on its way.
      await settledWithin(Promise.all(answers), END_MS);
      await close();
    },
    close,
  };
}

/** Answers requests, and makes the frames. */
export class PageResponder {
  private readonly _log: FrameLog;
  private readonly _streams: FrameStreams;
  private readonly _document: Promise<PageDocument>;
  private _run: string | undefined = undefined;
  private _frame: string | undefined = undefined;
  private _seconds = 0;
  /** States of the run that have been sent. */
  private _states = 0;

  /**
   * Makes one that has nothing to show.
   *
   * @param log keeps the frames. Default: an empty one
   */
  constructor(log: FrameLog = new FrameLog()) {
    this._log = log;
    this._streams = new FrameStreams(log);
    this._document = pageDocument();
  }

  /** Pages that are being sent frames. */
  get pages(): number {
    return this._streams.count;
  }

  /** Adds a frame: how the run stands. */
  show(status: LiveStatus): void {
    if (this._run === undefined) {
      this._run = JSON.stringify(pageRun(status));
      this._streams.opening = encode(`retry: ${RETRY_MS}\nevent: run\ndata: ${this._run}\n\n`);
    }
    const number = this._log.head;
    this._seconds = status.elapsedMs / 1_000;
    this._frame = JSON.stringify(pageFrame(status, number, status.states.slice(this._states)));
    this._states = status.states.length;
    this._streams.append(encode(`id: ${number}\ndata: ${this._frame}\n\n`));
  }

  /** Adds the last frame: how the run ended. */
  end(result: LiveJson): Promise<void> {
    const end: PageEnd = { frame: this._log.head, seconds: this._seconds, result };
    this._frame = JSON.stringify(end);
    return this._streams.end(encode(`id: ${end.frame}\nevent: end\ndata: ${this._frame}\n\n`), END_MS);
  }

  /** Cuts off every page. */
  close(): void {
    this._streams.close();
  }

  /** Answers a request. */
  async answer(request: Request, door: PageDoor): Promise<Response> {
    const entry = enter(request, door);
    if ("resource" in entry) return await this._give(entry.resource, entry.isHead, request);
    const headers = new Headers(HEADERS);
    if (entry.status === 405) headers.set("allow", "GET, HEAD");
    if (entry.status === 303) headers.set("location", pagePath(door));
    return new Response(null, { status: entry.status, headers });
  }

  private async _give(resource: PageResource, isHead: boolean, { headers }: Request): Promise<Response> {
    switch (resource) {
      case "page": {
        const { text, policy } = await this._document;
        return reply(isHead ? null : text, HTML, policy);
      }
      case "run":
        return this._giveJson(this._run, isHead);
      case "frame":
        return this._giveJson(this._frame, isHead);
      case "frames": {
        if (isHead) return reply(null, EVENTS);
        const last = /^\d{1,15}$/.exec(headers.get("last-event-id") ?? "");
        const frames = this._streams.open(last === null ? undefined : Number(last[0]) + 1);
        if (frames !== undefined) return reply(frames, EVENTS);
        return reply(
          `${STREAMS_MAX} pages look on already, and no more can\n`,
          "text/plain; charset=utf-8",
          NO_POLICY,
          503,
        );
      }
    }
  }

  /** Before the first frame there is nothing to tell. */
  private _giveJson(text: string | undefined, isHead: boolean): Response {
    if (text === undefined) return new Response(null, { status: 204, headers: HEADERS });
    return reply(isHead ? null : `${text}\n`, "application/json");
  }
}

const HTML = "text/html; charset=utf-8";
const EVENTS = "text/event-stream";

/** What is no page loads nothing. */
const NO_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer. There are none that would let another site read it. */
const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": NO_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

function reply(body: BodyInit | null, type: string, policy: string = NO_POLICY, status: number = 200): Response {
  const headers = { ...HEADERS, "content-type": type, "content-security-policy": policy };
  return new Response(body, { status, headers });
}

const ENCODER = new TextEncoder();

function encode(text: string): Uint8Array {
  return ENCODER.encode(text);
}
