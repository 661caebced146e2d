import { checkSpecification, type SystemSpecification } from "../../../config/mod.ts";
import type { SimulationResult } from "../../simulate/simulation_result.ts";
import type { Claim } from "../claim.ts";

/**
 * A scenario of a load as it is met in the field: a system in time instead of in steps, and what it claims.
 *
 * As the other scenarios it is data. It is run and reported as every simulation is.
 */
export interface LoadScenario {
  /** Name on the command line. */
  readonly id: string;
  /** Summary, in a few words. */
  readonly title: string;
  /** The fact that it proves, and where its figures are from, in a few plain sentences. */
  readonly proves: string;
  /** The system, as a specification file has it. */
  readonly system: Readonly<Record<string, unknown>>;
  /** Claims about the outcome of its own settings, beside those of every simulation. */
  claims(result: SimulationResult): readonly Claim[];
}

/** Changes to such a scenario. */
export interface LoadChanges {
  /** Events that stay readable in the ring. */
  readonly capacity?: number;
  /** The seed of what is drawn. */
  readonly seed?: number;
}

/**
 * The system of a scenario, with the changes that a user wants.
 *
 * @throws {ConfigError} if a number is not allowed
 */
export function specificationOf(
  { system }: Pick<LoadScenario, "system">,
  changes: LoadChanges = {},
): SystemSpecification {
  const { capacity, seed } = changes;
  return checkSpecification({
    ...system,
    ...(capacity === undefined ? {} : { ring: { ...(system.ring as object), capacity } }),
    ...(seed === undefined ? {} : { seed }),
  });
}
