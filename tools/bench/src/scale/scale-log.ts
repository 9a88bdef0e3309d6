import { defaultOrganisation } from '@guildhall/contracts';
import { openEmbeddedEventStore, type EventStore } from '@guildhall/event-store';
import { recorded, SeededRandom } from '@guildhall/testing';
import { createHash } from 'node:crypto';
import { Company, eventsPerWorkspace } from './company.js';

export interface ScaleCase {
  workspaces: number;
  organisations: number;
}

/** The organisation that is larger than the others; with one organisation only, that one. */
export const largeOrganisation = 'large';
export const serviceToken = (org: string): string => `scale-service-token-of-${org}`;

const ordinarySize = 1_000;
const mostLarge = 10_000;
const historyMs = 90 * 24 * 3_600_000;
const firstMs = Date.UTC(2026, 7, 1);
/** Turns in which every organisation gets its part of the history: their events lie between each other in the log. */
const turns = 1_000;
const appendsInFlight = 4_000;

/** Sizes by name: one large, the one that administrators see, and the others in equal parts. */
export const sizes = ({ workspaces, organisations }: ScaleCase): Map<string, number> => {
  if (organisations === 1) return new Map([[largeOrganisation, workspaces]]);
  const large = Math.min(mostLarge, Math.floor(workspaces / 2));
  const others = organisations - 2;
  const rest = workspaces - large - ordinarySize;
  const equal = Array.from({ length: others }, (_, index): [string, number] => [
    `org-${index + 1}`,
    Math.floor(rest / others) + (index < rest % others ? 1 : 0),
  ]);
  return new Map([[largeOrganisation, large], [defaultOrganisation, ordinarySize], ...equal]);
};

const companiesOf = (scale: ScaleCase): Company[] =>
  [...sizes(scale)].map(([org, size], index) => {
    const digest = createHash('sha256').update(serviceToken(org)).digest('hex');
    return new Company(org, size, new SeededRandom(index + 1), digest);
  });

/** Writes the whole history into a log; gives the number of events. */
export const writeScaleLog = async (directory: string, scale: ScaleCase): Promise<number> => {
  const log = await openEmbeddedEventStore({ directory });
  try {
    const writer = new ScaleWriter(log, scale);
    const companies = companiesOf(scale);
    for (let turn = 1; turn <= turns; turn += 1) {
      for (const company of companies)
        while (company.events < (company.target * turn) / turns) await writer.step(company);
    }
    return await writer.end();
  } finally {
    await log.close();
  }
};

class ScaleWriter {
  private readonly revisions = new Map<string, number>();
  private readonly random = new SeededRandom(0);
  private readonly spacingMs: number;
  private written = 0;
  private inFlight: Promise<unknown>[] = [];

  constructor(
    private readonly log: EventStore,
    scale: ScaleCase,
  ) {
    const events = scale.workspaces * (eventsPerWorkspace + 1);
    this.spacingMs = historyMs / events;
  }

  async step(company: Company): Promise<void> {
    const nowMs = Math.floor(firstMs + this.written * this.spacingMs);
    const commandId = this.random.uuid(nowMs);
    const recordedAt = new Date(nowMs).toISOString();
    for (const of of company.step(nowMs)) {
      const stream = company.streamOf(of);
      const revision = (this.revisions.get(stream) ?? -1) + 1;
      this.revisions.set(stream, revision);
      const { data, type, metadata } = recorded(of, {
        recordedAt,
        metadata: { org: company.org, commandId, $correlationId: commandId, $causationId: commandId },
      });
      const id = this.random.uuid(nowMs);
      this.inFlight.push(
        this.log.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'none' : revision - 1),
      );
      this.written += 1;
    }
    if (this.inFlight.length >= appendsInFlight) await this.settle();
  }

  async end(): Promise<number> {
    await this.settle();
    return this.written;
  }

  private async settle(): Promise<void> {
    await Promise.all(this.inFlight);
    this.inFlight = [];
  }
}
