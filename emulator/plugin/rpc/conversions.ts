import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Checked } from "../check/check";
import type { Naming } from "../check/naming";
import type { Changes, ChangeKind } from "../diff/changes";
import { toStruct } from "./messages";

const KINDS: Readonly<Record<ChangeKind, messages.PropertyDiff.Kind>> = {
  add: messages.PropertyDiff.Kind.ADD,
  addReplace: messages.PropertyDiff.Kind.ADD_REPLACE,
  delete: messages.PropertyDiff.Kind.DELETE,
  deleteReplace: messages.PropertyDiff.Kind.DELETE_REPLACE,
  update: messages.PropertyDiff.Kind.UPDATE,
  updateReplace: messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

const MODES = {
  [messages.CheckRequest.AutonamingOptions.Mode.PROPOSE]: "propose",
  [messages.CheckRequest.AutonamingOptions.Mode.ENFORCE]: "enforce",
  [messages.CheckRequest.AutonamingOptions.Mode.DISABLE]: "disable",
} as const;

/** What the engine says about the name of a resource. */
export function namingOf(request: messages.CheckRequest): Naming {
  const autonaming = request.getAutonaming();
  return {
    logicalName: request.getUrn().split("::").slice(3).join("::"),
    seed: request.getRandomseed_asU8(),
    ...(autonaming === undefined
      ? {}
      : { configured: { mode: MODES[autonaming.getMode()], name: autonaming.getProposedName() } }),
  };
}

export function checkResponse({ inputs, faults }: Checked): messages.CheckResponse {
  const failures = faults.map((fault) => new messages.CheckFailure().setReason(fault));
  return new messages.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures);
}

export function diffResponse({ detailed, replaces, deleteBeforeReplace }: Changes): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(detailed.size > 0 ? DIFF_SOME : DIFF_NONE)
    .setReplacesList([...replaces])
    .setDeletebeforereplace(detailed.size > 0 && deleteBeforeReplace)
    .setDiffsList([...new Set([...detailed.keys()].map((path) => path.split(".")[0] ?? path))])
    .setHasdetaileddiff(detailed.size > 0);
  const kinds = response.getDetaileddiffMap();
  for (const [path, kind] of detailed) {
    kinds.set(path, new messages.PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));
  }
  return response;
}
