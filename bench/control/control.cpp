// What the hot path is compared with: the same work in C++, one thread, as fast as it goes without cheating.
//
//   g++ -O3 -std=c++17 -o bench/control/control bench/control/control.cpp
//   bench/control/control ring       publish and poll a 32-byte event, capacity 1024
//   bench/control/control pipeline   stamp, publish, poll, gate, stamp, stamp, ack, sink; on a manual clock and on the native one
//   bench/control/control clock      clock_gettime(CLOCK_MONOTONIC)
//
// A line of output: name, median of the samples in ns per event, and the fastest sample. The speed of a machine drifts, so
// only ratios of neighbouring runs mean anything; `deno task bench:report --control bench/control/control` takes them.
//
// What keeps the compiler honest: the head is stored with release and loaded with acquire order, as a consumer in another
// thread would need; what a call through a volatile or virtual pointer does, it cannot know; sums go to a volatile.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <time.h>
#include <vector>

namespace {

constexpr uint64_t kCapacity = 1024;
constexpr long kSampleEvents = 8 * 4096;
constexpr int64_t kWarmupNs = 400000000;
constexpr int64_t kTimedNs = 600000000;
constexpr size_t kSamplesMin = 100;

struct Event {
  int64_t sequence;
  int64_t arrival;
  int64_t price;
  int64_t size;
};

// A lossy broadcast ring: the producer never looks at the consumer.
class Ring {
 public:
  Event& claim() {
    uint64_t head = head_.load(std::memory_order_relaxed);
    Event& slot = slots_[head % kCapacity];
    slot.sequence = static_cast<int64_t>(head);
    return slot;
  }

  void publish(const Event& slot) {
    head_.store(static_cast<uint64_t>(slot.sequence) + 1, std::memory_order_release);
  }

  uint64_t head() const { return head_.load(std::memory_order_acquire); }
  const Event& at(uint64_t sequence) const { return slots_[sequence % kCapacity]; }

 private:
  Event slots_[kCapacity] = {};
  alignas(128) std::atomic<uint64_t> head_{0};
};

class Consumer {
 public:
  explicit Consumer(const Ring& ring) : ring_(ring), cursor_(ring.head()) {}

  // The next event, or null. A lapped consumer goes on at the oldest event.
  const Event* poll() {
    uint64_t head = ring_.head();
    if (cursor_ >= head) return nullptr;
    if (head - cursor_ > kCapacity) cursor_ = head - kCapacity;
    return &ring_.at(cursor_++);
  }

 private:
  const Ring& ring_;
  uint64_t cursor_;
};

struct Ack {
  int64_t sequence;
  int64_t decision;
  int64_t completion;
  int64_t executed;
};

struct Sink {
  virtual void observe(const Event& event, const Ack& ack) = 0;
};

struct NullSink : Sink {
  void observe(const Event&, const Ack&) override {}
};

int64_t native_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

volatile int64_t manual_time = 1000000;
int64_t manual_now() { return manual_time; }

enum State { kInit, kWarmup, kReady, kDegraded };
volatile int state = kReady;

Ring ring;
NullSink null_sink;
Sink* volatile chosen_sink = &null_sink;
volatile int64_t kept;

// Nothing that was stored may be remembered across this instead of being loaded.
inline void forget() { asm volatile("" ::: "memory"); }

void run_ring(long events) {
  Consumer consumer(ring);
  int64_t sum = 0;
  for (long n = 0; n < events; n++) {
    Event& slot = ring.claim();
    slot.arrival = n;
    slot.price = n + 1;
    slot.size = n + 2;
    ring.publish(slot);
    forget();
    if (const Event* event = consumer.poll()) sum += event->sequence + event->arrival + event->price + event->size;
  }
  kept = sum;
}

template <int64_t (*now)()>
void run_pipeline(long events) {
  Consumer consumer(ring);
  Sink* sink = chosen_sink;
  Ack ack = {};
  for (long n = 0; n < events; n++) {
    int64_t arrival = now();
    if (state == kInit) return;
    Event& slot = ring.claim();
    slot.arrival = arrival;
    slot.price = n;
    slot.size = n + 1;
    ring.publish(slot);
    forget();
    int seen = state;
    if (seen == kInit) return;
    const Event* event = consumer.poll();
    if (event == nullptr) continue;
    ack.decision = now();
    ack.executed = seen == kReady;
    ack.sequence = event->sequence;
    ack.completion = now();
    sink->observe(*event, ack);
  }
  kept = ack.sequence;
}

void run_clock(long readings) {
  int64_t sum = 0;
  for (long n = 0; n < readings; n++) sum += native_now();
  kept = sum;
}

// Times as bench/target.ts does: short samples, so that the median is one in which nothing else ran.
void time_samples(const char* name, void (*run)(long)) {
  std::vector<double> ns;
  int64_t warm = native_now() + kWarmupNs;
  while (native_now() < warm) run(kSampleEvents);
  int64_t end = native_now() + kTimedNs;
  while (native_now() < end || ns.size() < kSamplesMin) {
    int64_t start = native_now();
    run(kSampleEvents);
    ns.push_back(static_cast<double>(native_now() - start) / static_cast<double>(kSampleEvents));
  }
  std::sort(ns.begin(), ns.end());
  std::printf("%-28s %8.2f ns/event   (min %.2f)\n", name, ns[ns.size() / 2], ns[0]);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string work = argc == 2 ? argv[1] : "";
  if (work == "ring") {
    time_samples("ring", run_ring);
  } else if (work == "pipeline") {
    time_samples("pipeline, manual clock", run_pipeline<manual_now>);
    time_samples("pipeline, native clock", run_pipeline<native_now>);
  } else if (work == "clock") {
    time_samples("clock", run_clock);
  } else {
    std::fprintf(stderr, "control: the work must be ring, pipeline or clock, got '%s'\n", work.c_str());
    return 2;
  }
}
