import type {
  CheckSpecification,
  ConsumerSpecification,
  FeedSpecification,
  PauseSpecification,
  RingSpecification,
} from "../system_specification.ts";

/** What going on after a gap costs. */
export interface AfterGap {
  /** How long the system is held in DEGRADED from the resume on. */
  readonly provisionalFor: number;
}

/** A failure as it is written: its moments as times, or as numbers of steps. */
export interface WrittenFailure {
  /** Id of the failure. */
  readonly kind: string;
  /** When it begins. */
  readonly from?: number;
  /** The step at whose beginning it begins. */
  readonly fromStep?: number;
  /** When it is over. */
  readonly to?: number;
  /** The step at whose beginning it is over. */
  readonly toStep?: number;
}

/** A warm-up as it is written: its tick may be left to the step. */
export interface WrittenWarmup {
  /** Ticks that it takes. */
  readonly ticks: number;
  /** From one to the next. */
  readonly tick?: number;
}

/** A system as it is written, its parts read: what is left is to check them against one another. */
export interface WrittenSystem {
  /** Address of the schema, for editors. */
  readonly $schema?: string;
  /** The ring. */
  readonly ring: RingSpecification;
  /** The feed. */
  readonly feed: FeedSpecification;
  /** The consumers. */
  readonly consumers: readonly ConsumerSpecification[];
  /** Pauses of the whole system. */
  readonly pauses: readonly PauseSpecification[];
  /** The failures. */
  readonly failures: readonly WrittenFailure[];
  /** The warm-up. */
  readonly warmup?: WrittenWarmup;
  /** The health checks. */
  readonly checks: Readonly<Record<string, CheckSpecification>>;
  /** What going on after a gap costs a consumer that says nothing of it. */
  readonly afterGap?: AfterGap;
  /** Steps that a check must be well. */
  readonly recoveryTicks: number;
  /** Duration of a step. */
  readonly step: number;
  /** Duration of the run. */
  readonly duration?: number;
  /** The seed. */
  readonly seed: number;
}
