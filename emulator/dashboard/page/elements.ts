import type { Browser, PageElement } from "./browser";

/** A part of the page that shows one item and keeps up with it. */
export interface Row<T> {
  element: PageElement;
  show(item: T): void;
}

export interface Elements {
  find(id: string): PageElement;
  make(tag: string, className?: string, text?: string): PageElement;
  /** Sets a text where it differs, so that nothing moves under a reader or a selection. */
  text(element: PageElement, text: string): void;
  /** Rows for the items of a list, kept by key. Returns what shows a list. */
  rows<T>(parent: PageElement, key: (item: T) => string, create: (item: T) => Row<T>): (items: readonly T[]) => void;
}

// The text of each function of the page goes to the browser as it is, so it uses nothing but its parameters.

/** Everything that the page does with elements; texts are only ever set as texts. */
export function elements({ document }: Browser): Elements {
  return {
    find(id) {
      const found = document.getElementById(id);
      if (found === null) throw new Error(`the page has no #${id}`);
      return found;
    },

    make(tag, className = "", text = "") {
      const element = document.createElement(tag);
      if (className !== "") element.className = className;
      if (text !== "") element.textContent = text;
      return element;
    },

    text(element, text) {
      if (element.textContent !== text) element.textContent = text;
    },

    rows(parent, key, create) {
      const known = new Map<string, ReturnType<typeof create>>();
      return (items) => {
        const gone = new Set(known.keys());
        items.forEach((item, index) => {
          const name = key(item);
          gone.delete(name);
          const row = known.get(name) ?? create(item);
          known.set(name, row);
          row.show(item);
          const there = parent.children[index] ?? null;
          if (there !== row.element) parent.insertBefore(row.element, there);
        });
        for (const name of gone) {
          known.get(name)?.element.remove();
          known.delete(name);
        }
      };
    },
  };
}
