import type { LiveEndpoint } from "../arm/endpoint";
import { pick, type PutMember, putMembers, type PutValues, sameValue, valuesOf } from "./put-members";
import type { SettingsWrite } from "./settings-step";

/*
 * Two writers and no ETags.
 *
 * A `PUT` says every member again. It is built from a read, so it puts back what somebody else finished between that read
 * and the moment at which the service takes it on. What the service does about that: it refuses a write while another one
 * is under way (409), and shows `Updating` meanwhile, in which case nothing is sent. So the other's write has to begin
 * and end within that time. What is done here:
 *
 * - The time is kept short (`FRESH` in apply-settings.ts): no body is sent that is older, nothing is read and no token is
 *   fetched in between. An operation of the service takes longer than that, so the other's write is still under way when
 *   the body arrives, and it is refused.
 * - The network may hold a request up, and a read may lag behind. Neither can be ruled out, but both are seen: while our own
 *   operation is under way reads show the endpoint as it was before, and no other write is taken on. What differs there
 *   from what the body was built on was written by somebody else in the meantime, and finished: our body put it back.
 * - It is then written again as the other had it, for as long as live is what our body made it: after that somebody has
 *   written something newer, which stands.
 *
 * Not seen is only a write that was put back by a body held up for longer than an operation takes, where our own operation
 * also ended before the first look at it. Two stacks that are held up so at the same moment may each take what the other
 * puts back for news. Identity, description and inner properties need none of this: the service
 * refuses a `PUT` that would change them.
 */

/** Tags; undefined: there is none of this name. */
type Tags = Readonly<Record<string, string | undefined>>;

/** What others had written when a write of ours came, and what our write made of it. */
export interface Overtaken {
  theirs: { values: PutValues; tags: Tags };
  made: { values: PutValues; tags: Tags };
}

/** What members of the endpoint have to be again, and which overtaken writes that makes good. */
export interface Restored {
  values: PutValues;
  tags: Record<string, string | undefined>;
  of: Overtaken[];
}

/** True where a look shows what a write made of the endpoint, so that it was taken after that, or nothing was put back. */
export function shows(look: LiveEndpoint, { kind, body }: SettingsWrite): boolean {
  const is = valuesOf(look);
  const made = kind === "put" ? valuesOf(body) : {};
  const tags = Object.entries(body.tags ?? {});
  return (
    putMembers.every((name) => !(name in made) || sameValue(is[name], made[name])) &&
    tags.every(([name, value]) => look.tags?.[name] === value) &&
    (kind === "patch" || Object.keys(look.tags ?? {}).length === tags.length)
  );
}

/** What a write that was built on `base` put back, if it met the endpoint as `before`. Undefined where that is nothing. */
export function overtaken(base: LiveEndpoint, sent: SettingsWrite, before: LiveEndpoint): Overtaken | undefined {
  const [was, is] = [valuesOf(base), valuesOf(before)];
  const members = sent.kind === "put" ? putMembers.filter((name) => !sameValue(was[name], is[name])) : [];
  const saidTags = sent.kind === "put" ? (sent.body.tags ?? {}) : sent.body.tags;
  const all = { ...base.tags, ...before.tags };
  const tags = saidTags ? Object.keys(all).filter((name) => base.tags?.[name] !== before.tags?.[name]) : [];
  if (members.length === 0 && tags.length === 0) return undefined;
  return {
    theirs: { values: pick(is, members), tags: pickTags(before.tags, tags) },
    made: { values: sent.kind === "put" ? pick(valuesOf(sent.body), members) : {}, tags: pickTags(saidTags, tags) },
  };
}

/** What has to be written again of what others wrote: only what still is what our writes made of it. */
export function toRestore(
  live: LiveEndpoint,
  all: readonly Overtaken[],
  isOwn: { member: (name: PutMember) => boolean; tag: (name: string) => boolean },
): Restored {
  const now = valuesOf(live);
  const restored: Restored = { values: {}, tags: {}, of: [] };
  for (const each of all) {
    const { theirs, made } = each;
    const members = putMembers.filter(
      (name) =>
        name in made.values &&
        !isOwn.member(name) &&
        sameValue(now[name], made.values[name]) &&
        !sameValue(theirs.values[name], made.values[name]),
    );
    const tags = Object.keys(made.tags).filter(
      (name) => !isOwn.tag(name) && live.tags?.[name] === made.tags[name] && theirs.tags[name] !== made.tags[name],
    );
    if (members.length === 0 && tags.length === 0) continue;
    Object.assign(restored.values, pick(theirs.values, members));
    Object.assign(restored.tags, pickTags(theirs.tags, tags));
    restored.of.push(each);
  }
  return restored;
}

function pickTags(tags: Tags | null | undefined, names: readonly string[]): Tags {
  return Object.fromEntries(names.map((name) => [name, tags?.[name]]));
}
