import type { EndpointState, LogLines } from "../state";
import type { Chosen } from "./deployment-row";
import type { Elements } from "./elements";

/** Whose lines are shown: an instance, or all of a deployment. */
export interface Followed {
  endpoint: string;
  deployment: string;
  instance: string;
}

export interface LogsView {
  /** Shows the log of a deployment from now on. */
  choose(chosen: Chosen): void;
  /** Offers the instances that the chosen deployment has now. */
  offer(endpoints: readonly EndpointState[]): void;
  /** Empties the view, before a log is told from its tail again. */
  clear(): void;
  add(batches: readonly LogLines[]): void;
}

/** The log of one deployment or of one of its instances; `follow` is told when another is chosen. */
export function logsView(el: Elements, follow: (followed: Followed) => void): LogsView {
  const kept = 1000;
  const [title, instances, lines] = [el.find("log-title"), el.find("log-instance"), el.find("log-lines")];
  let chosen: Chosen | undefined;

  const option = (value: string, text: string) => {
    const element = el.make("option", "", text);
    element.value = value;
    return element;
  };
  const offer = (names: readonly string[]): void => {
    const wanted = instances.value;
    const gone = wanted !== "" && !names.includes(wanted) ? [option(wanted, `${wanted} (gone)`)] : [];
    instances.replaceChildren(option("", "all instances"), ...names.map((name) => option(name, name)), ...gone);
    instances.value = wanted;
  };
  const clear = (): void => lines.replaceChildren();
  instances.addEventListener("change", () => {
    if (chosen) follow({ endpoint: chosen.endpoint, deployment: chosen.deployment, instance: instances.value });
  });

  return {
    choose(next) {
      chosen = next;
      el.text(title, `Log of ${next.endpoint}/${next.deployment}`);
      instances.disabled = false;
      instances.value = "";
      offer(next.instances);
      follow({ endpoint: next.endpoint, deployment: next.deployment, instance: "" });
      el.find("log").scrollIntoView({ block: "nearest" });
    },

    offer(endpoints) {
      const endpoint = endpoints.find(({ name }) => name === chosen?.endpoint);
      const deployment = endpoint?.deployments.find(({ name }) => name === chosen?.deployment);
      const names = deployment?.instances.map(({ name }) => name) ?? [];
      if (chosen === undefined || names.join() === chosen.instances.join()) return;
      chosen = { ...chosen, instances: names };
      offer(names);
    },

    clear,

    add(batches) {
      const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 30;
      for (const batch of batches) {
        for (const text of batch.lines) {
          const line = el.make("div", "log-line", text === "" ? " " : text);
          if (batch.instance !== "") line.title = batch.instance;
          lines.append(line);
        }
      }
      while (lines.children.length > kept) lines.children[0]?.remove();
      if (atEnd) lines.scrollTop = lines.scrollHeight;
    },
  };
}
