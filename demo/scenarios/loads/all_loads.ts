import { itchBurst } from "./itch_burst.ts";
import type { LoadScenario } from "./load_scenario.ts";
import { opraLine } from "./opra_line.ts";
import { quietSession } from "./quiet_session.ts";
import { saturatedFeed } from "./saturated_feed.ts";

/** All scenarios of a load, in the order in which the command line lists them. */
export const LOAD_SCENARIOS: readonly LoadScenario[] = [quietSession, itchBurst, opraLine, saturatedFeed];
