/**
 * Which keys lie below which, along their slashes. What it costs to list those below one is in proportion to them, however
 * many others there are. What they lie below need not be a key itself.
 */
export class KeysBelow {
  private readonly keys = new Set<string>();
  /** What lies right below: keys, and paths that lead to keys. */
  private readonly steps = new Map<string, Set<string>>();

  add(key: string): void {
    this.keys.add(key);
    for (let [step, above] = [key, parent(key)]; above !== undefined; [step, above] = [above, parent(above)]) {
      const steps = this.steps.get(above);
      if (steps?.has(step)) return;
      this.steps.set(above, (steps ?? new Set()).add(step));
    }
  }

  delete(key: string): void {
    this.keys.delete(key);
    // Paths that lead nowhere any more go with it.
    for (let [step, above] = [key, parent(key)]; above !== undefined; [step, above] = [above, parent(above)]) {
      if (this.keys.has(step) || this.steps.has(step)) return;
      const steps = this.steps.get(above);
      steps?.delete(step);
      if (steps?.size === 0) this.steps.delete(above);
    }
  }

  /** All keys below a path, in no order. */
  below(path: string): string[] {
    const found: string[] = [];
    const paths = [path];
    for (let next = paths.pop(); next !== undefined; next = paths.pop()) {
      for (const step of this.steps.get(next) ?? []) {
        if (this.keys.has(step)) found.push(step);
        paths.push(step);
      }
    }
    return found;
  }
}

function parent(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash);
}
