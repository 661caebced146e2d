/*
 * The memory of a shared ring, version 2, for a reader or a producer in C. docs/layout.md describes it byte for byte, and
 * numbers the steps that the comments here name: "take 3" is the third step of taking an event.
 *
 * Everything that threads share is read and written with ring_load and ring_store, one aligned 32-bit word at a time. That
 * is what makes the argument of docs/memory-ordering.md hold on every processor. The functions are for little endian hosts
 * and sequences below 2^52, as JavaScript has them.
 */
#ifndef RING_H
#define RING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

_Static_assert(sizeof(_Atomic uint32_t) == 4 && ATOMIC_INT_LOCK_FREE == 2, "a word is shared without a lock");

/* Words of the header. */
enum {
  RING_FORMAT_WORD = 0,
  RING_CAPACITY_WORD = 1,
  RING_PAYLOAD_WORDS_WORD = 2,
  RING_START_LOW_WORD = 3,
  RING_START_HIGH_WORD = 4,
  RING_CLAIM_WORD = 5,
  RING_EPOCH_WORD = 32,
  RING_FENCE_WORD = 64,
  RING_BEATS_WORD = 96,
  RING_SLOTS_WORD = 128
};

/* Words of a slot, and of the record in it. */
enum { RING_STAMP_WORD = 0, RING_RECORD_WORD = 2, RING_PAYLOAD_WORD = 2 };

/* States of the claim word. */
enum { RING_CLAIM_NONE = 0, RING_CLAIM_TAKEN = 1, RING_CLAIM_CLOSED = 2 };

/* "RB" and the version. Another version is another layout, and is refused. */
#define RING_FORMAT UINT32_C(0x52420002)
#define RING_CAPACITY_MAX (UINT32_C(1) << 26)
#define RING_PAYLOAD_WORDS_MAX (UINT32_C(1) << 14)
/* Most words that are copied of a record: what a buffer for any ring must hold. */
#define RING_RECORD_WORDS_MAX (RING_PAYLOAD_WORDS_MAX + 2)
/* Laps in an epoch, as a power of two, and how many epochs the producer may be ahead with stamps still unambiguous. */
#define RING_EPOCH_BITS 28
#define RING_EPOCHS_WITHIN_REACH 4

/* What a function answers. The first three are those of PollStatus. */
typedef enum {
  RING_OVERRUN = -1,
  RING_EMPTY = 0,
  RING_EVENT = 1,
  RING_OK = 2,
  RING_NOT_A_RING = 3,       /* memory of another kind or version, or a header that makes no sense */
  RING_WRONG_SIZE = 4,       /* fewer bytes than the ring in them needs, or not aligned */
  RING_PRODUCER_CLAIMED = 5, /* there is a producer, or there was one that died */
  RING_CLOSED = 6
} ring_status;

typedef _Atomic uint32_t ring_word;

/* A ring as one thread sees it. Nothing in here changes once it is open. */
typedef struct {
  ring_word *words;
  uint64_t first;         /* sequence of the first event */
  uint32_t capacity;      /* events that stay readable */
  uint32_t slots;         /* one more */
  uint32_t payload_words; /* of an event */
  uint32_t copied_words;  /* of a record: arrival, payload, rounded up to 64 bits */
  uint32_t slot_words;    /* from one slot to the next */
} ring_memory;

/* Where an event lies: its slot, and how often that slot had been used before. */
typedef struct {
  uint32_t slot;
  uint64_t lap;
} ring_place;

/* Opens the ring in a memory of so many bytes. The memory must outlive it. */
ring_status ring_open(ring_memory *opened, void *memory, size_t bytes);

/* The next sequence to be published, at some moment during the call. */
uint64_t ring_head(const ring_memory *ring);

/* Whether the producer has closed the ring. What it published stays readable: drain it after this has said so. */
int ring_closed(const ring_memory *ring);

/* A full fence among the threads of the ring: between publishing and looking at a flag, or setting it and polling. */
void ring_fence(const ring_memory *ring);

/* Every load is an acquire: what comes after it in the program comes after it in memory. */
static inline uint32_t ring_load(const ring_word *word) {
  return atomic_load_explicit(word, memory_order_acquire);
}

/* Every store is a release: what comes before it in the program comes before it in memory. */
static inline void ring_store(ring_word *word, uint32_t value) {
  atomic_store_explicit(word, value, memory_order_release);
}

static inline ring_word *ring_slot(const ring_memory *ring, uint32_t slot) {
  return ring->words + RING_SLOTS_WORD + (size_t)slot * ring->slot_words;
}

static inline ring_place ring_place_of(const ring_memory *ring, uint64_t sequence) {
  return (ring_place){.slot = (uint32_t)(sequence % ring->slots), .lap = sequence / ring->slots};
}

/* The stamp of a lap: 0 is a slot never used, and after 2^32 laps stamps repeat. */
static inline uint32_t ring_stamp_of(uint64_t lap) {
  return (uint32_t)(lap + 1);
}

static inline uint32_t ring_epoch_of(uint64_t lap) {
  return (uint32_t)(lap >> RING_EPOCH_BITS);
}

/* Whether the producer may have come so far beyond an epoch that its stamps mean another lap. */
static inline int ring_is_beyond(const ring_memory *ring, uint32_t epoch) {
  return (int32_t)(ring_load(ring->words + RING_EPOCH_WORD) - epoch) > RING_EPOCHS_WITHIN_REACH;
}

#endif
