#include "ring_reader.h"

#include <string.h>

static void move_to(ring_reader *reader, uint64_t sequence) {
  reader->cursor = sequence;
  reader->next = ring_place_of(reader->ring, sequence);
}

static void advance(ring_reader *reader) {
  reader->cursor++;
  if (++reader->next.slot == reader->ring->slots) reader->next = (ring_place){.slot = 0, .lap = reader->next.lap + 1};
}

void ring_join(ring_reader *reader, const ring_memory *ring) {
  *reader = (ring_reader){.ring = ring};
  move_to(reader, ring_head(ring));
  reader->start = reader->cursor;
}

ring_status ring_take(ring_reader *reader, uint32_t *record) {
  const ring_memory *ring = reader->ring;
  const uint32_t slot = reader->next.slot;
  const uint32_t stamp = ring_stamp_of(reader->next.lap);
  const uint32_t epoch = ring_epoch_of(reader->next.lap);
  const ring_word *words = ring_slot(ring, slot);

  /* take 1: is it the event that is wanted? */
  const uint32_t seen = ring_load(words + RING_STAMP_WORD);
  if (seen != stamp) return seen != stamp - 1 || ring_is_beyond(ring, epoch) ? RING_OVERRUN : RING_EMPTY;

  /* take 2: copy it */
  for (uint32_t k = 0; k < ring->copied_words; k++) record[k] = ring_load(words + RING_RECORD_WORD + k);

  /* take 3: the slot before has what it had, so event cursor + C is not published, and nobody has begun to overwrite */
  const uint32_t before = slot == 0 ? ring->slots - 1 : slot - 1;
  const uint32_t unchanged = slot == 0 ? stamp - 1 : stamp;
  if (ring_load(ring_slot(ring, before) + RING_STAMP_WORD) != unchanged) return RING_OVERRUN;

  /* take 4: those stamps were of this lap, and not of one 2^32 laps later */
  if (ring_is_beyond(ring, epoch)) return RING_OVERRUN;

  advance(reader);
  reader->delivered++;
  return RING_EVENT;
}

double ring_arrival_ns(const uint32_t *record) {
  double ns;
  memcpy(&ns, record, sizeof ns);
  return ns;
}

uint64_t ring_lag(const ring_reader *reader) {
  return ring_head(reader->ring) - reader->cursor;
}

static uint64_t give_up(ring_reader *reader, uint64_t count) {
  move_to(reader, reader->cursor + count);
  reader->lost += count;
  return count;
}

uint64_t ring_resume_at_head(ring_reader *reader) {
  return give_up(reader, ring_lag(reader));
}

uint64_t ring_resume_at_oldest(ring_reader *reader) {
  const uint64_t lag = ring_lag(reader);
  const uint64_t capacity = reader->ring->capacity;
  return give_up(reader, lag > capacity ? lag - capacity : 0);
}
