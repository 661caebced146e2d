/* The C reader and the C producer in two threads of one program, for a sanitizer to watch: no JavaScript takes part. */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

enum { CAPACITY = 4, PAYLOAD_WORDS = 5, BYTES = 1 << 16, EVENTS = 100000 };

static ring_word *memory;
static ring_word signals[64];
static report read, produced;

static void *run_reader(void *unused) {
  harness_read(memory, BYTES, signals, 1000, &read);
  return unused;
}

static void *run_producer(void *unused) {
  harness_produce(memory, BYTES, signals, EVENTS, 0, &produced);
  return unused;
}

int main(void) {
  memory = aligned_alloc(64, BYTES);
  if (memory == NULL) return 2;
  for (size_t n = 0; n < BYTES / sizeof *memory; n++) ring_store(memory + n, 0);
  ring_store(memory + RING_CAPACITY_WORD, CAPACITY);
  ring_store(memory + RING_PAYLOAD_WORDS_WORD, PAYLOAD_WORDS);
  ring_store(memory + RING_FORMAT_WORD, RING_FORMAT);
  pthread_t reader, producer;
  if (pthread_create(&reader, NULL, run_reader, NULL) != 0 || pthread_create(&producer, NULL, run_producer, NULL) != 0) {
    return 2;
  }
  pthread_join(producer, NULL);
  pthread_join(reader, NULL);
  printf("%.0f published, %.0f taken, %.0f lost in %.0f overruns, %.0f torn\n", produced.head, read.taken, read.lost,
         read.overruns, read.torn);
  free(memory);
  return read.torn == 0 && read.misplaced == 0 && read.taken + read.lost + read.lag == EVENTS ? 0 : 1;
}
