import type { EventView } from "../../../core/bus/event_slot.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import { ACK_DECISION } from "../../../core/execution/ack.ts";
import type { ObservabilitySink } from "../../../core/execution/observability_sink.ts";

/** A sink with a field that was not a double when it was made. The tests of `tools/garbage.ts` must find it. */
class BoxedDoubleSink implements ObservabilitySink {
  decisionNs: number | undefined;

  observe(_event: EventView, ack: Ack): void {
    this.decisionNs = ack.cells[ACK_DECISION];
  }
}

const sink: ObservabilitySink = new BoxedDoubleSink();
export default sink;
