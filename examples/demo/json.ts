/** Parsed JSON, of which nothing is known yet. */
export class Json {
  private constructor(private readonly value: unknown) {}

  /** Throws where the text is no JSON. */
  static parse(text: string): Json {
    return new Json(JSON.parse(text));
  }

  /** A member; of what has none, nothing. */
  at(name: string | number): Json {
    const inner: unknown =
      typeof this.value === "object" && this.value !== null ? Reflect.get(this.value, name) : undefined;
    return new Json(inner);
  }

  /** Throws where it is no text. */
  text(): string {
    if (typeof this.value === "string") return this.value;
    throw new Error(`a text is expected, not ${typeof this.value}`);
  }

  /** Throws where it is no number. */
  number(): number {
    if (typeof this.value === "number") return this.value;
    throw new Error(`a number is expected, not ${typeof this.value}`);
  }
}
