/**
 * The little of a browser that the page uses. The project is compiled without the browser's types, which would let names
 * like `name` and `status` pass as globals everywhere.
 */
export interface PageElement {
  textContent: string | null;
  className: string;
  title: string;
  value: string;
  hidden: boolean;
  disabled: boolean;
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly children: ArrayLike<PageElement>;
  readonly style: { setProperty(name: string, value: string): void };
  append(...nodes: (PageElement | string)[]): void;
  insertBefore(node: PageElement, before: PageElement | null): void;
  replaceChildren(...nodes: PageElement[]): void;
  remove(): void;
  setAttribute(name: string, value: string): void;
  addEventListener(event: string, listener: () => void): void;
  scrollIntoView(options: { block: "nearest" }): void;
}

/** Server-sent events. */
export interface PageEvents {
  /** 2 where the browser has given up. */
  readonly readyState: number;
  addEventListener(event: string, listener: (event: { data: string }) => void): void;
  close(): void;
}

export interface Browser {
  document: { createElement(tag: string): PageElement; getElementById(id: string): PageElement | null };
  events(url: string): PageEvents;
  parse<T>(json: string): T;
  /** Calls `action` after some milliseconds. */
  later(action: () => void, after: number): void;
}
