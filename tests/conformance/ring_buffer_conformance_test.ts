import { RingBuffer } from "../../core/bus/local/ring_buffer.ts";
import { publishUnwritten } from "./publish_unwritten.ts";
import { slowConsumerConformance } from "./ring/slow_consumer.ts";
import { ringConformance } from "./ring_conformance.ts";

ringConformance("RingBuffer", (settings) => new RingBuffer(settings));
ringConformance("RingBuffer (unchecked)", (settings) => new RingBuffer(settings, { checked: false }));
slowConsumerConformance("RingBuffer", (settings) => new RingBuffer(settings), publishUnwritten);
