/** Counts checks, each of which may fail without ending the others, and reports the measurements. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /**
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} check throws when it fails
   * @returns {Promise<T | null>} null: it failed
   */
  async check(name, check) {
    const begun = performance.now();
    try {
      const result = await check();
      this.passed += 1;
      console.log(`✔ ${name} (${((performance.now() - begun) / 1_000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.failed += 1;
      console.log(`✖ ${name}\n  ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  /** @param {string} what @param {string} reason */
  skip(what, reason) {
    this.skipped += 1;
    console.log(`- ${what}: skipped, because ${reason}`);
  }

  /** Prints the sum alone on the last line. @returns {number} exit code */
  end() {
    const left = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    console.log(`${this.passed} passed, ${this.failed} failed${left}`);
    return this.failed === 0 ? 0 : 1;
  }
}
