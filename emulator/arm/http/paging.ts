import type { Query } from "./request";

/** What ARM answers to a list request. */
export interface Page<Item> {
  value: Item[];
  nextLink?: string;
}

/**
 * The page of `items` that the query asks for: `$skip` is the token of the page before, `$top` and `count` bound the size.
 * The link to the next page has the scheme and host of the request, so that clients may send their token along.
 */
export function page<Item>(
  request: { origin: string; path: string; query: Query },
  items: readonly Item[],
): Page<Item> {
  const start = request.query.count("$skip") ?? request.query.count("$skipToken") ?? 0;
  const size = request.query.count("$top") ?? request.query.count("count") ?? items.length;
  const end = start + Math.max(size, 1);
  const value = items.slice(start, end);
  if (end >= items.length) return { value };

  const query = new URLSearchParams(request.query.entries.filter(([name]) => !/^\$skip(token)?$/i.test(name)));
  query.set("$skip", String(end));
  return { value, nextLink: `${request.origin}${request.path}?${query}` };
}
