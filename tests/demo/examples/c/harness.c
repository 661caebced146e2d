/*
 * What the tests call over FFI: the C reader and the C producer of demo/examples/c/, each against a ring that JavaScript
 * has made, or both in one thread with every interruption of a copy.
 *
 * An event is a function of its sequence, as in tests/stress/stress_content.ts, so a torn or misplaced one proves itself.
 */
#define _POSIX_C_SOURCE 200809L

#include <sched.h>
#include <stdbool.h>

#include "harness.h"
#include "ring_producer.h"
#include "ring_reader.h"

/* Words that both threads look at, and what the first says. */
enum { JOINED = 0, PROGRESS = 32 };
enum { YES = 1, FAILED = 2 };

/* Called in a loop that waits for the other thread: gives up the core now and then, since that thread may need it. */
static void wait_a_little(void) {
  static _Thread_local uint32_t spins;
  if (++spins % 4096 == 0) sched_yield();
}

static uint32_t word_of(uint64_t sequence, uint32_t index) {
  const uint32_t word =
      (((uint32_t)sequence ^ (index + 1) * UINT32_C(0x9e3779b1)) * UINT32_C(0x85ebca6b)) ^ (uint32_t)(sequence >> 32);
  /* as JavaScript, which shifts zeros in */
  return word ^ word >> 15;
}

static void fill(const ring_memory *ring, uint64_t sequence, uint32_t *record) {
  ring_set_arrival_ns(record, (double)sequence * 3.141592653589793);
  for (uint32_t k = 0; k < ring->payload_words; k++) record[RING_PAYLOAD_WORD + k] = word_of(sequence, k);
  /* what is copied beyond an odd payload */
  if (ring->payload_words % 2 != 0) record[RING_PAYLOAD_WORD + ring->payload_words] = 0;
}

static bool shows(const ring_memory *ring, uint64_t sequence, const uint32_t *record) {
  bool right = ring_arrival_ns(record) == (double)sequence * 3.141592653589793;
  for (uint32_t k = 0; k < ring->payload_words; k++) right &= record[RING_PAYLOAD_WORD + k] == word_of(sequence, k);
  return right;
}

/*
 * Reads a ring until it is closed and drained. Where `behind` is not 0, the reader waits before every so manieth event until
 * it has been overrun, so that a run has overruns for certain. `PROGRESS` says how many events are behind it.
 */
void harness_read(void *memory, size_t bytes, ring_word *signals, uint32_t behind, report *out) {
  static _Thread_local uint32_t record[RING_RECORD_WORDS_MAX];
  ring_memory ring;
  ring_reader reader;
  *out = (report){.status = ring_open(&ring, memory, bytes)};
  if (out->status != RING_OK) {
    ring_store(signals + JOINED, FAILED);
    return;
  }
  ring_join(&reader, &ring);
  ring_store(signals + JOINED, YES);
  uint64_t expected = reader.start;
  for (bool ended = false;;) {
    if (behind != 0 && expected % behind == 0) {
      while (ring_lag(&reader) <= ring.capacity && !ring_closed(&ring)) wait_a_little();
    }
    const ring_status status = ring_take(&reader, record);
    if (status == RING_EVENT) {
      out->taken++;
      if (reader.cursor != expected + 1) out->misplaced++;
      if (!shows(&ring, expected, record)) out->torn++;
      expected = reader.cursor;
    } else if (status == RING_OVERRUN) {
      out->overruns++;
      /* in turn: at the oldest it may be overrun again at once */
      const bool at_head = (uint64_t)out->overruns % 2 == 0;
      const uint64_t lost = at_head ? ring_resume_at_head(&reader) : ring_resume_at_oldest(&reader);
      if (lost == 0) out->misplaced++;
      expected += lost;
    } else if (ended) {
      break; /* it was closed before this poll found nothing */
    } else {
      ended = ring_closed(&ring);
      if (!ended) wait_a_little();
    }
    ring_store(signals + PROGRESS, (uint32_t)(reader.cursor - reader.start));
  }
  out->start = (double)reader.start;
  out->head = (double)ring_head(&ring);
  out->delivered = (double)reader.delivered;
  out->lost = (double)reader.lost;
  out->lag = (double)ring_lag(&reader);
}

/*
 * Publishes events and closes the ring. Where `ahead` is not 0, it does not go further ahead of `PROGRESS` than that: no
 * part of the protocol, which has no waiting producer, but the way to lose nothing.
 */
void harness_produce(void *memory, size_t bytes, ring_word *signals, uint32_t events, uint32_t ahead, report *out) {
  static _Thread_local uint32_t record[RING_RECORD_WORDS_MAX];
  ring_memory ring;
  ring_producer producer;
  *out = (report){.status = ring_open(&ring, memory, bytes)};
  if (out->status == RING_OK) out->status = ring_become_producer(&producer, &ring);
  if (out->status != RING_OK) {
    ring_store(signals + JOINED, FAILED);
    return;
  }
  while (ring_load(signals + JOINED) == 0) wait_a_little();
  out->start = (double)producer.head;
  for (uint32_t n = 0; n < events; n++) {
    while (ahead != 0 && n - ring_load(signals + PROGRESS) >= ahead) wait_a_little();
    fill(&ring, producer.head, record);
    ring_publish(&producer, record);
  }
  out->head = (double)producer.head;
  ring_close(&producer);
}

/* A copy that is interrupted: before its word `pause_at`, what is to happen meanwhile happens. */
static uint32_t pause_at;
static void (*meanwhile)(void);

/* Called before each word that is copied, by sources that a test has put the call into. */
void harness_pause(uint32_t word) {
  void (*act)(void) = meanwhile;
  if (act == NULL || word != pause_at) return;
  meanwhile = NULL;
  act();
}

static ring_memory ring_here;
static ring_producer producer_here;
static ring_reader reader_here;
static uint32_t events_meanwhile;
static ring_status found_meanwhile;
static bool whole_meanwhile;
static uint32_t record_here[RING_RECORD_WORDS_MAX];

static void publish_some(void) {
  static uint32_t record[RING_RECORD_WORDS_MAX];
  for (uint32_t n = 0; n < events_meanwhile; n++) {
    fill(&ring_here, producer_here.head, record);
    ring_publish(&producer_here, record);
  }
}

static void take_one(void) {
  const uint64_t sequence = reader_here.cursor;
  found_meanwhile = ring_take(&reader_here, record_here);
  whole_meanwhile = found_meanwhile != RING_EVENT || shows(&ring_here, sequence, record_here);
}

/* Becomes a reader of a ring, in this thread. */
int32_t harness_join(void *memory, size_t bytes) {
  const ring_status status = ring_open(&ring_here, memory, bytes);
  if (status == RING_OK) ring_join(&reader_here, &ring_here);
  return status;
}

/* Becomes its producer as well. */
int32_t harness_open(void *memory, size_t bytes) {
  const int32_t status = harness_join(memory, bytes);
  return status == RING_OK ? (int32_t)ring_become_producer(&producer_here, &ring_here) : status;
}

/* Takes an event. Answers what the take answered, and 16 more if the event was not whole. */
int32_t harness_take(void) {
  take_one();
  return whole_meanwhile ? found_meanwhile : found_meanwhile + 16;
}

double harness_lag(void) {
  return (double)ring_lag(&reader_here);
}

double harness_resume_at_oldest(void) {
  return (double)ring_resume_at_oldest(&reader_here);
}

/* Publishes events. */
void harness_publish(uint32_t events) {
  events_meanwhile = events;
  publish_some();
}

/*
 * Publishes an event, and takes it while `events` more are published before its word `word` is copied.
 * Answers what the take answered, and 16 more if the event was not whole. The reader is then at the head.
 */
int32_t harness_take_interrupted(uint32_t word, uint32_t events) {
  events_meanwhile = 1;
  publish_some();
  events_meanwhile = events;
  pause_at = word;
  meanwhile = publish_some;
  take_one();
  meanwhile = NULL;
  ring_resume_at_head(&reader_here);
  return whole_meanwhile ? found_meanwhile : found_meanwhile + 16;
}

/* Publishes an event, and takes it before its word `word` is copied. Answers as above. */
int32_t harness_publish_interrupted(uint32_t word) {
  events_meanwhile = 1;
  pause_at = word;
  meanwhile = take_one;
  publish_some();
  meanwhile = NULL;
  ring_resume_at_head(&reader_here);
  return whole_meanwhile ? found_meanwhile : found_meanwhile + 16;
}
