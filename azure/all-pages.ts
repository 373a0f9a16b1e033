import { z } from "zod";

/** All items of a list that the service answers in pages. `read` gets one page, whose link to the next is followed. */
export async function allPages<Item>(
  first: string,
  item: z.ZodType<Item>,
  read: <Page>(url: string, shape: z.ZodType<Page>) => Promise<Page>,
): Promise<Item[]> {
  const shape = z.object({ value: z.array(item).default([]), nextLink: z.string().nullish() });
  const found: Item[] = [];
  for (let next: string | null | undefined = first; next;) {
    const page: z.infer<typeof shape> = await read(next, shape);
    found.push(...page.value);
    next = page.nextLink;
  }
  return found;
}
