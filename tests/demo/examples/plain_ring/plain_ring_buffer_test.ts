import { PlainRingBuffer } from "../../../../demo/examples/plain_ring/plain_ring_buffer.ts";
import { publishUnwritten } from "../../../conformance/publish_unwritten.ts";
import { slowConsumerConformance } from "../../../conformance/ring/slow_consumer.ts";
import { ringConformance } from "../../../conformance/ring_conformance.ts";

ringConformance("PlainRingBuffer", (settings) => new PlainRingBuffer(settings));
slowConsumerConformance("PlainRingBuffer", (settings) => new PlainRingBuffer(settings), publishUnwritten);
