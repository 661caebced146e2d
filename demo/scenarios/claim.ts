/** Something that a scenario says must be so, and whether it was. */
export interface Claim {
  /** The claim, in words and numbers. The numbers are those that follow from the settings, not those that were seen. */
  readonly claim: string;
  /** Whether the run bears it out. */
  readonly held: boolean;
}
