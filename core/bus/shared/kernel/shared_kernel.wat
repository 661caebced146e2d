;; The kernel of the shared ring in WebAssembly: what AtomicsKernel in shared_kernel.ts does, to the same bytes.
;;
;; It is here in two forms. In the first every access of shared memory is atomic, and of one aligned 32-bit word, as in
;; TypeScript; it is right on every processor. In the second, `_tso`, the producer stores plainly, and records move by
;; 64 bits; it is right on processors that keep the order of stores and the order of loads, as x86-64 does.
;;
;; Places are numbered in 32-bit words, as in TypeScript; here they are made into byte addresses first.
(module
  ;; The memory of the ring, which all threads share: it is meant where none is named. And the memory of one producer or
  ;; consumer.
  (import "ring" "memory" (memory 1 65535 shared))
  (import "own" "memory" (memory $own 1))

  ;; Byte addresses of the first slot and past the last one, and bytes from one slot to the next.
  (import "ring" "first" (global $first i32))
  (import "ring" "end" (global $end i32))
  (import "ring" "slotBytes" (global $slotBytes i32))
  ;; Bytes of a record that are copied, and bytes from one record to the next.
  (import "ring" "copiedBytes" (global $copiedBytes i32))
  (import "ring" "recordBytes" (global $recordBytes i32))
  ;; Byte address of the epoch, and how far ahead of the consumer's own it may be.
  (import "ring" "epoch" (global $epoch i32))
  (import "ring" "epochsWithinReach" (global $epochsWithinReach i32))
  ;; Byte address of the word of fences.
  (import "ring" "fence" (global $fence i32))

  ;; Orders all that this thread did before it before all that it does afterwards, against every other fence of the ring.
  ;; It is the same in both forms: a read-modify-write also makes x86-64 wait for the stores before it.
  (func (export "fence")
    (drop (i32.atomic.rmw.add (global.get $fence) (i32.const 0))))

  ;; Stores records into consecutive slots, each with its stamp after it.
  (func (export "publish") (param $slot i32) (param $stamp i32) (param $record i32) (param $count i32)
    (local $to i32) (local $from i32) (local $stop i32)
    (local.set $slot (i32.shl (local.get $slot) (i32.const 2)))
    (local.set $record (i32.shl (local.get $record) (i32.const 2)))
    (loop $event
      (local.set $to (local.get $slot))
      (local.set $from (local.get $record))
      (local.set $stop (i32.add (local.get $record) (global.get $copiedBytes)))
      (loop $word
        (i32.atomic.store offset=8 (local.get $to) (i32.load $own (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br_if $word (i32.ne (local.get $from) (local.get $stop))))
      (i32.atomic.store (local.get $slot) (local.get $stamp))
      (local.set $slot (i32.add (local.get $slot) (global.get $slotBytes)))
      (local.set $record (i32.add (local.get $record) (global.get $recordBytes)))
      (br_if $event (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; The same with plain stores. The atomic loads between them are there for the compiler, which may not move a plain
  ;; access across an atomic one; the processor keeps the order of stores by itself.
  (func (export "publish_tso") (param $slot i32) (param $stamp i32) (param $record i32) (param $count i32)
    (local $to i32) (local $from i32) (local $stop i32)
    (local.set $slot (i32.shl (local.get $slot) (i32.const 2)))
    (local.set $record (i32.shl (local.get $record) (i32.const 2)))
    (loop $event
      (local.set $to (local.get $slot))
      (local.set $from (local.get $record))
      (local.set $stop (i32.add (local.get $record) (global.get $copiedBytes)))
      (loop $cell
        (i64.store offset=8 (local.get $to) (i64.load $own (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br_if $cell (i32.ne (local.get $from) (local.get $stop))))
      (drop (i32.atomic.load (global.get $epoch)))
      (i32.store (local.get $slot) (local.get $stamp))
      (drop (i32.atomic.load (global.get $epoch)))
      (local.set $slot (i32.add (local.get $slot) (global.get $slotBytes)))
      (local.set $record (i32.add (local.get $record) (global.get $recordBytes)))
      (br_if $event (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; Loads records from consecutive slots. Answers their number, 0 for EMPTY, -1 for OVERRUN.
  (func (export "take") (param $slot i32) (param $stamp i32) (param $epochHere i32) (param $record i32) (param $max i32)
    (result i32)
    (local $at i32) (local $seen i32) (local $taken i32) (local $from i32) (local $to i32) (local $stop i32)
    (local.set $slot (i32.shl (local.get $slot) (i32.const 2)))
    (local.set $record (i32.shl (local.get $record) (i32.const 2)))
    (local.set $at (local.get $slot))
    (block $done
      (loop $event
        (br_if $done (i32.eq (local.get $at) (global.get $end)))
        (local.set $seen (i32.atomic.load (local.get $at)))
        (br_if $done (i32.ne (local.get $seen) (local.get $stamp)))
        (local.set $from (local.get $at))
        (local.set $to (local.get $record))
        (local.set $stop (i32.add (local.get $record) (global.get $copiedBytes)))
        (loop $word
          (i32.store $own (local.get $to) (i32.atomic.load offset=8 (local.get $from)))
          (local.set $from (i32.add (local.get $from) (i32.const 4)))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))
          (br_if $word (i32.ne (local.get $to) (local.get $stop))))
        (local.set $at (i32.add (local.get $at) (global.get $slotBytes)))
        (local.set $record (i32.add (local.get $record) (global.get $recordBytes)))
        (local.set $taken (i32.add (local.get $taken) (i32.const 1)))
        (br_if $event (i32.lt_u (local.get $taken) (local.get $max)))))
    (call $judge (local.get $slot) (local.get $stamp) (local.get $epochHere) (local.get $seen) (local.get $taken)))

  ;; The same, by cells of 64 bits.
  (func (export "take_tso")
    (param $slot i32) (param $stamp i32) (param $epochHere i32) (param $record i32) (param $max i32)
    (result i32)
    (local $at i32) (local $seen i32) (local $taken i32) (local $from i32) (local $to i32) (local $stop i32)
    (local.set $slot (i32.shl (local.get $slot) (i32.const 2)))
    (local.set $record (i32.shl (local.get $record) (i32.const 2)))
    (local.set $at (local.get $slot))
    (block $done
      (loop $event
        (br_if $done (i32.eq (local.get $at) (global.get $end)))
        (local.set $seen (i32.atomic.load (local.get $at)))
        (br_if $done (i32.ne (local.get $seen) (local.get $stamp)))
        (local.set $from (local.get $at))
        (local.set $to (local.get $record))
        (local.set $stop (i32.add (local.get $record) (global.get $copiedBytes)))
        (loop $cell
          (i64.store $own (local.get $to) (i64.atomic.load offset=8 (local.get $from)))
          (local.set $from (i32.add (local.get $from) (i32.const 8)))
          (local.set $to (i32.add (local.get $to) (i32.const 8)))
          (br_if $cell (i32.ne (local.get $to) (local.get $stop))))
        (local.set $at (i32.add (local.get $at) (global.get $slotBytes)))
        (local.set $record (i32.add (local.get $record) (global.get $recordBytes)))
        (local.set $taken (i32.add (local.get $taken) (i32.const 1)))
        (br_if $event (i32.lt_u (local.get $taken) (local.get $max)))))
    (call $judge (local.get $slot) (local.get $stamp) (local.get $epochHere) (local.get $seen) (local.get $taken)))

  ;; Decides what a take has found: whether the events taken were readable, or why there was none.
  (func $judge
    (param $slot i32) (param $stamp i32) (param $epochHere i32) (param $seen i32) (param $taken i32)
    (result i32)
    (if (local.get $taken)
      (then
        ;; The slot before the first one taken, with the stamp that it has as long as that one is readable.
        (if (i32.eq (local.get $slot) (global.get $first))
          (then
            (local.set $slot (global.get $end))
            (local.set $stamp (i32.sub (local.get $stamp) (i32.const 1)))))
        (local.set $slot (i32.sub (local.get $slot) (global.get $slotBytes)))
        (if (i32.ne (i32.atomic.load (local.get $slot)) (local.get $stamp))
          (then (return (i32.const -1)))))
      (else
        (if (i32.ne (local.get $seen) (i32.sub (local.get $stamp) (i32.const 1)))
          (then (return (i32.const -1))))))
    (if (i32.gt_s
          (i32.sub (i32.atomic.load (global.get $epoch)) (local.get $epochHere))
          (global.get $epochsWithinReach))
      (then (return (i32.const -1))))
    (local.get $taken)))
