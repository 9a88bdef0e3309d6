import type { RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { randomHistory } from '@guildhall/testing';

/** Histories are made in pieces, so that a large one need not be held in memory. */
const pieceEvents = 200_000;
const workspacesPerPiece = 1_000;
const appendsInFlight = 2_000;
const pieceSpacingMs = 7 * 24 * 3_600_000;
const firstMs = Date.UTC(2026, 0, 1);

/**
 * Fills a log with histories that the deciders accepted: every 200 000 events are an organisation of 1 000 workspaces
 * with their messages, agents, starts and tokens, in about 11 000 streams.
 */
export const writeBigLog = async (log: EventStore, events: number): Promise<void> => {
  for (let done = 0, piece = 1; done < events; done += pieceEvents, piece += 1) {
    const size = Math.min(pieceEvents, events - done);
    const startMs = firstMs + piece * pieceSpacingMs;
    await appendHistory(
      log,
      randomHistory(piece, size, { org: `org-${piece}`, workspaces: workspacesPerPiece, startMs }),
    );
  }
};

/** Appends a history as it is, with as many appends in flight as fill a group commit. */
export const appendHistory = async (log: EventStore, history: readonly RecordedEvent[]): Promise<void> => {
  let inFlight: Promise<unknown>[] = [];
  for (const { id, type, data, metadata, stream, revision } of history) {
    inFlight.push(log.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'none' : revision - 1));
    if (inFlight.length < appendsInFlight) continue;
    await Promise.all(inFlight);
    inFlight = [];
  }
  await Promise.all(inFlight);
};
