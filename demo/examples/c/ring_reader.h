/* A reader of a shared ring: it has a cursor of its own, writes nothing that anybody depends on, and never waits. */
#ifndef RING_READER_H
#define RING_READER_H

#include "ring.h"

/* Belongs to one thread. At any time delivered + lost + lag = head - start. */
typedef struct {
  const ring_memory *ring;
  uint64_t start;     /* sequence at which it joined */
  uint64_t cursor;    /* the next sequence to be read */
  uint64_t delivered; /* events that it was given */
  uint64_t lost;      /* events that it gave up by resuming */
  ring_place next;    /* place of the event at the cursor */
} ring_reader;

/* Joins a ring at its head. */
void ring_join(ring_reader *reader, const ring_memory *ring);

/*
 * Takes the next event: RING_EVENT, and its record is in `record`, copied_words long; or RING_EMPTY; or RING_OVERRUN, which
 * stays until the reader resumes. The record means something after RING_EVENT only.
 */
ring_status ring_take(ring_reader *reader, uint32_t *record);

/* Arrival timestamp of a record, in nanoseconds. Its payload are the words from RING_PAYLOAD_WORD on. */
double ring_arrival_ns(const uint32_t *record);

/* head - cursor. More than the capacity is an overrun. */
uint64_t ring_lag(const ring_reader *reader);

/* Moves the cursor to the head, or to the oldest readable event, and answers how many events were given up. */
uint64_t ring_resume_at_head(ring_reader *reader);
uint64_t ring_resume_at_oldest(ring_reader *reader);

#endif
