#ifndef HARNESS_H
#define HARNESS_H

#include "ring.h"

/* What a run came to. In doubles, which hold all of it exactly. */
typedef struct {
  double status, start, head, delivered, lost, lag, taken, torn, misplaced, overruns;
} report;

void harness_read(void *memory, size_t bytes, ring_word *signals, uint32_t behind, report *out);
void harness_produce(void *memory, size_t bytes, ring_word *signals, uint32_t events, uint32_t ahead, report *out);

/* In one thread: what harness.c says. */
void harness_pause(uint32_t word);
int32_t harness_open(void *memory, size_t bytes);
void harness_publish(uint32_t events);
int32_t harness_join(void *memory, size_t bytes);
int32_t harness_take(void);
double harness_lag(void);
double harness_resume_at_oldest(void);
int32_t harness_take_interrupted(uint32_t word, uint32_t events);
int32_t harness_publish_interrupted(uint32_t word);

#endif
