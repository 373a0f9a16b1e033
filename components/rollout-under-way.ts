import type { Fault } from "../arm/fault";
import { type Cursor, isOver } from "../rollout/cursor";
import { underWay } from "../rollout/under-way";

/** What a program says of a rollout, as far as it is known. */
export interface Said {
  live: string;
  liveContent: string | undefined;
  candidate: string | undefined;
  candidateContent: string | undefined;
}

/**
 * What a program may not change while a rollout is under way: which deployments take part, and what runs in them. Once one
 * has succeeded its candidate has the live traffic, and is no place for the next release.
 */
export function underWayFaults(said: Said, cursor: Cursor): Fault[] {
  if (!isOver(cursor)) return [...partFaults("live", said, cursor), ...partFaults("candidate", said, cursor)];
  const { candidate, candidateContent } = said;
  const isNext = candidate === cursor.candidate && candidateContent !== cursor.candidateContent;
  if (cursor.status !== "succeeded" || !isNext) return [];
  const rule = `${candidate} has all live traffic since its rollout, and would change under it`;
  const fix = `make ${candidate} the live deployment, with what it ran as the candidate, and give the release to another`;
  return [{ field: "candidate.name", value: candidate, rule, fix }];
}

function partFaults(part: "live" | "candidate", said: Said, cursor: Cursor): Fault[] {
  const under = underWay(cursor);
  const [name, content] = [said[part], said[`${part}Content`]];
  const [runningName, running] = [cursor[part], cursor[`${part}Content`]];
  if (name !== runningName) {
    const fix = `name ${runningName} as ${part} until it is over`;
    return [
      { field: name === undefined ? part : `${part}.name`, value: name, rule: `${under} (${cursor.status})`, fix },
    ];
  }
  return content === undefined || content === running
    ? []
    : [
        {
          field: part,
          value: content,
          rule: `${under} (${cursor.status}), and what ${name} runs changed since it began: it was ${running}`,
          fix: "take the change back until it is over, or give it to the next candidate",
        },
      ];
}
