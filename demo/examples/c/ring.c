#include "ring.h"

enum { LINE_WORDS = 16, PAGE_WORDS = 1 << 14 };

ring_status ring_open(ring_memory *opened, void *memory, size_t bytes) {
  ring_word *words = memory;
  if ((uintptr_t)memory % sizeof *words != 0 || bytes < RING_SLOTS_WORD * sizeof *words) return RING_WRONG_SIZE;
  /* The format is stored last, with release: who sees it sees the rest of the header. */
  if (ring_load(words + RING_FORMAT_WORD) != RING_FORMAT) return RING_NOT_A_RING;
  const uint32_t capacity = ring_load(words + RING_CAPACITY_WORD);
  const uint32_t payload_words = ring_load(words + RING_PAYLOAD_WORDS_WORD);
  if (capacity == 0 || capacity > RING_CAPACITY_MAX || (capacity & (capacity - 1)) != 0) return RING_NOT_A_RING;
  if (payload_words > RING_PAYLOAD_WORDS_MAX) return RING_NOT_A_RING;

  const uint32_t copied_words = (RING_PAYLOAD_WORD + payload_words + 1) & ~UINT32_C(1);
  const uint32_t lines = (RING_RECORD_WORD + copied_words + LINE_WORDS - 1) / LINE_WORDS;
  *opened = (ring_memory){
      .words = words,
      .first = (uint64_t)ring_load(words + RING_START_HIGH_WORD) << 32 | ring_load(words + RING_START_LOW_WORD),
      .capacity = capacity,
      .slots = capacity + 1,
      .payload_words = payload_words,
      .copied_words = copied_words,
      .slot_words = lines * LINE_WORDS,
  };
  const uint64_t used_words = RING_SLOTS_WORD + (uint64_t)opened->slots * opened->slot_words;
  const uint64_t pages = (used_words + PAGE_WORDS - 1) / PAGE_WORDS;
  return bytes == pages * PAGE_WORDS * sizeof *words ? RING_OK : RING_WRONG_SIZE;
}

uint64_t ring_head(const ring_memory *ring) {
  for (;;) {
    /* head 1 and 2: the lap of slot 0, which is less than 2^31 laps from the epoch that the producer shows */
    const uint32_t epoch = ring_load(ring->words + RING_EPOCH_WORD);
    const uint32_t stamp = ring_load(ring_slot(ring, 0) + RING_STAMP_WORD);
    const uint64_t epoch_lap = (uint64_t)epoch << RING_EPOCH_BITS;
    const int32_t distance = (int32_t)(stamp - ring_stamp_of(epoch_lap));
    const int64_t lap = (int64_t)epoch_lap + distance; /* -1: nothing was published yet */
    /* head 3: bisection; the slots that carry this stamp, or a newer one, come first */
    uint32_t published = 0, unpublished = ring->slots;
    while (unpublished - published > 1) {
      const uint32_t middle = (published + unpublished) / 2;
      const uint32_t seen = ring_load(ring_slot(ring, middle) + RING_STAMP_WORD);
      if ((int32_t)(seen - stamp) >= 0) published = middle;
      else unpublished = middle;
    }
    /* head 4: unless the producer went on by 2^30 laps meanwhile */
    if (!ring_is_beyond(ring, epoch)) return (uint64_t)(lap * (int64_t)ring->slots + unpublished);
  }
}

int ring_closed(const ring_memory *ring) {
  return ring_load(ring->words + RING_CLAIM_WORD) == RING_CLAIM_CLOSED;
}

void ring_fence(const ring_memory *ring) {
  atomic_fetch_add_explicit(ring->words + RING_FENCE_WORD, 0, memory_order_seq_cst);
}
