import { randomUUID } from "node:crypto";
import { z } from "zod";
import { oneOf, optional } from "../body/members";
import { parseOptionalBody } from "../body/parse";
import type { ArmContext } from "../context";
import { refuse } from "../http/errors";
import { ok } from "../http/request";
import { route, type Route } from "../http/router";
import { accountFaults } from "../resources/storage-accounts";
import { nameOf } from "../store/resource";
import type { AssetKind } from "./asset-kinds";
import { requireWorkspace, workspacePath } from "./paths";

const body = z.strictObject({
  pendingUploadId: optional(z.string()),
  pendingUploadType: optional(oneOf(["TemporaryBlobReference", "None"])),
});

/** How long an upload may take, in hours. */
const hours = 24;

/** `startPendingUpload`: a fresh container for an asset's files, and the signature that opens it. */
export function pendingUploadRoute(context: ArmContext, kind: AssetKind): Route {
  const path = `${workspacePath}/${kind.segment}/{asset}/versions/{version}/startPendingUpload` as const;
  return route("POST", path, async (request) => {
    const { properties } = requireWorkspace(context, request);
    const { pendingUploadId = randomUUID() } = parseOptionalBody(body, request.body);
    const account = nameOf(properties.storageAccount);
    refuse(accountFaults(context, "storageAccount", account));
    const container = `upload-${randomUUID()}`;
    await context.blobs.addContainer(account, container);
    const expires = new Date(context.now().getTime() + hours * 3_600_000);
    const blobUri = `http://${context.blobs.endpoint}/${account}/${container}`;
    const sasUri = `${blobUri}?${context.blobs.sharedAccess({ account, container, permissions: "racwl", expires })}`;
    return ok({
      blobReferenceForConsumption: {
        blobUri,
        storageAccountArmId: properties.storageAccount,
        credential: { credentialType: "SAS", sasUri },
      },
      pendingUploadId,
      pendingUploadType: "TemporaryBlobReference",
    });
  });
}
