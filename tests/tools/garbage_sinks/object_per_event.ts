import type { EventView } from "../../../core/bus/event_slot.ts";
import type { ObservabilitySink } from "../../../core/execution/observability_sink.ts";

/** A sink that keeps an object of the latest event. The tests of `tools/garbage.ts` must find it. */
class ObjectPerEventSink implements ObservabilitySink {
  latest: { words: number } | null = null;

  observe(event: EventView): void {
    this.latest = { words: event.payloadWords };
  }
}

const sink: ObservabilitySink = new ObjectPerEventSink();
export default sink;
