/* The producer of a shared ring. A ring has one in its life; it never waits, and knows no reader. */
#ifndef RING_PRODUCER_H
#define RING_PRODUCER_H

#include "ring.h"

/* Belongs to one thread. */
typedef struct {
  const ring_memory *ring;
  uint64_t head;   /* the next sequence to be published */
  ring_place next; /* its place */
  uint32_t beats;
} ring_producer;

/* Becomes the producer: RING_OK, or RING_PRODUCER_CLAIMED, or RING_CLOSED. */
ring_status ring_become_producer(ring_producer *producer, const ring_memory *ring);

/* Publishes a record of copied_words words, and answers its sequence. A batch is so many calls: it has no mark of its own. */
uint64_t ring_publish(ring_producer *producer, const uint32_t *record);

/* Writes an arrival timestamp, in nanoseconds, into a record. */
void ring_set_arrival_ns(uint32_t *record, double ns);

/* Shows that the producer is alive, in a pass that published nothing. */
void ring_beat(ring_producer *producer);

/* Closes the ring. Nothing may be published afterwards. */
void ring_close(ring_producer *producer);

#endif
