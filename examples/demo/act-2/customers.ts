import type { Question } from "../scoring";

/** A request of the shop; customers are numbered. The right answer names the customer. */
export function customer(number: number): Question {
  return {
    body: JSON.stringify({ customer: number }),
    versionOf(answer) {
      if (answer.at("customer").number() !== number) throw new Error(`customer ${number} is expected`);
      return answer.at("release").text();
    },
  };
}
