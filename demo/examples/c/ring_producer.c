#include "ring_producer.h"

#include <string.h>

ring_status ring_become_producer(ring_producer *producer, const ring_memory *ring) {
  uint32_t found = RING_CLAIM_NONE;
  if (!atomic_compare_exchange_strong(ring->words + RING_CLAIM_WORD, &found, RING_CLAIM_TAKEN)) {
    return found == RING_CLAIM_CLOSED ? RING_CLOSED : RING_PRODUCER_CLAIMED;
  }
  *producer = (ring_producer){.ring = ring, .head = ring->first, .next = ring_place_of(ring, ring->first)};
  ring_beat(producer);
  return RING_OK;
}

uint64_t ring_publish(ring_producer *producer, const uint32_t *record) {
  const ring_memory *ring = producer->ring;
  ring_word *words = ring_slot(ring, producer->next.slot);

  /* publish 1: the record; the event that lay here has been unreadable since the one before this was published */
  for (uint32_t k = 0; k < ring->copied_words; k++) ring_store(words + RING_RECORD_WORD + k, record[k]);

  /* publish 2: the stamp, which makes the event visible */
  ring_store(words + RING_STAMP_WORD, ring_stamp_of(producer->next.lap));

  /* publish 3: the next place; a new epoch is shown before anything is written in it */
  if (++producer->next.slot == ring->slots) {
    const uint64_t lap = producer->next.lap + 1;
    producer->next = (ring_place){.slot = 0, .lap = lap};
    if (lap % (UINT64_C(1) << RING_EPOCH_BITS) == 0) ring_store(ring->words + RING_EPOCH_WORD, ring_epoch_of(lap));
  }
  return producer->head++;
}

void ring_set_arrival_ns(uint32_t *record, double ns) {
  memcpy(record, &ns, sizeof ns);
}

void ring_beat(ring_producer *producer) {
  if (++producer->beats == 0) producer->beats = 1;
  ring_store(producer->ring->words + RING_BEATS_WORD, producer->beats);
}

void ring_close(ring_producer *producer) {
  ring_store(producer->ring->words + RING_CLAIM_WORD, RING_CLAIM_CLOSED);
}
