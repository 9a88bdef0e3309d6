import type { WireRecord } from './record.js';

/** The newest records, without a gap: many subscribers ask for the same ones. */
export class RecentRecords {
  private records: WireRecord[] = [];

  constructor(private readonly most: number) {}

  /** Of a page that was read from the log. */
  add(page: readonly WireRecord[]): void {
    const next = this.last() + 1;
    const isNext = this.records.length > 0 && page.some(({ number }) => number === next);
    if (isNext) this.records.push(...page.filter(({ number }) => number >= next));
    else if ((page.at(-1)?.number ?? 0) > this.last()) this.records = [...page];
    if (this.records.length > this.most) this.records = this.records.slice(-this.most / 2);
  }

  /** Records behind that number, if all up to `head` are here; else null. */
  after(number: number, head: number, limit: number): WireRecord[] | null {
    const [first] = this.records;
    if (first === undefined || first.number > number + 1 || this.last() < head) return null;
    const from = number + 1 - first.number;
    return this.records.slice(from, from + limit);
  }

  private last(): number {
    return this.records.at(-1)?.number ?? 0;
  }
}
