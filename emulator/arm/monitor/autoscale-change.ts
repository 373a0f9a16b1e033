import type { Stored } from "../store/store";

/** When an autoscale setting changed a number of instances last, by the setting's id. */
export interface AutoscaleChange extends Stored {
  /** Milliseconds since 1970. */
  at: number;
}
