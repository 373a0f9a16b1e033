import { BatchEndpoints } from "../azure/batch-endpoints";
import { OnlineEndpoints } from "../azure/online-endpoints";
import { BatchWeights } from "./batch-weights";
import type { OpenEndpoints } from "./endpoint-settings-check";
import { PatientEndpoints } from "./patient-endpoints";
import { ROLE_WAIT, RolePatience } from "./role-patience";
import { armFor } from "./session";

/*
 * Only what makes a resource waits for a role: it may have been given in the same update. All else, and previews above
 * all, say at once which one is missing.
 */

const online =
  (roleWait: number): OpenEndpoints =>
  ({ workspaceId, connection }) =>
    new PatientEndpoints(new OnlineEndpoints(workspaceId, armFor(connection)), new RolePatience(roleWait));

const batch =
  (roleWait: number): OpenEndpoints =>
  ({ workspaceId, connection }) =>
    new PatientEndpoints(
      new BatchWeights(new BatchEndpoints(workspaceId, armFor(connection))),
      new RolePatience(roleWait),
    );

/** Opens the online endpoints of a workspace. */
export const openEndpoints = online(0);

/** The same for what is new. */
export const openNewEndpoints = online(ROLE_WAIT);

/** Opens the batch endpoints of a workspace, as endpoints with weights. */
export const openBatch = batch(0);

/** The same for what is new. */
export const openNewBatch = batch(ROLE_WAIT);
