"use strict";

const { reporters } = require("mocha");

const { Base, Spec } = reporters;

/**
 * Mocha's `spec`, and below it each skipped test with its reason, and as the very last line the counts alone, for
 * people and scripts that read no further: `12 passed, 0 failed, 1 skipped`.
 */
class CountsReporter extends Spec {
  epilogue() {
    super.epilogue();
    for (const test of this.#skipped) Base.consoleLog(`  skipped: ${test.fullTitle()} (${reasonOf(test)})`);
    const { passes, failures, pending } = this.stats;
    Base.consoleLog(`${this.#skipped.length > 0 ? "\n" : ""}${passes} passed, ${failures} failed, ${pending} skipped`);
  }

  #skipped = [];

  constructor(runner, options) {
    super(runner, options);
    runner.on("pending", (test) => this.#skipped.push(test));
  }
}

/** The reason stands on the test, or on a suite around it that was skipped as a whole; else in the title. */
function reasonOf(test) {
  for (let at = test; at; at = at.parent) {
    if (at.skipReason) return at.skipReason;
  }
  return "no reason given besides the title";
}

module.exports = CountsReporter;
