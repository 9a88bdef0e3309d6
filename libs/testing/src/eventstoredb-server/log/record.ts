import type { EventMetadata, NewEvent, RecordedEvent } from '@guildhall/contracts';
import { canonicalJson } from '@guildhall/event-store';
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** An event as it crosses the wire: bytes, whatever they hold. */
export interface WireEvent {
  id: string;
  type: string;
  contentType: string;
  data: Buffer;
  metadata: Buffer;
}

/** `number` is the place in the log, from 1 without gaps; the wire shows positions made from it. */
export interface WireRecord extends WireEvent {
  stream: string;
  revision: number;
  number: number;
  /** Milliseconds since 1970. */
  created: number;
}

/** Contents that the log cannot hold as canonical JSON: bytes, other key orders, large events. */
interface Packed {
  contentType: string;
  created: number;
  metadata: string;
  data?: string;
  file?: string;
}

const json = 'application/json';
const inlineBytes = 30_000;

/** Keeps canonical JSON unchanged and packs everything else, so that each event comes back byte for byte. */
export class RecordFormat {
  private readonly largeEvents: string;

  constructor(directory: string) {
    this.largeEvents = join(directory, 'large-events');
    mkdirSync(this.largeEvents, { recursive: true });
  }

  stored({ id, type, contentType, data, metadata }: WireEvent, created: number): NewEvent {
    if (contentType === json && data.length + metadata.length <= 2 * inlineBytes) {
      const [plainData, plainMetadata] = [canonical(data), canonical(metadata)];
      if (plainData !== null && plainMetadata !== null && isObject(plainMetadata.value))
        return { id, type, data: plainData.value, metadata: plainMetadata.value as unknown as EventMetadata };
    }
    const packed: Packed = { contentType, created, metadata: '' };
    if (data.length + metadata.length <= inlineBytes)
      Object.assign(packed, { data: data.toString('base64'), metadata: metadata.toString('base64') });
    else packed.file = this.keep(data, metadata);
    return { id, type, data: {}, metadata: { packed } as unknown as EventMetadata };
  }

  record(event: RecordedEvent): WireRecord {
    const { id, type, stream, revision } = event;
    const place = { id, type, stream, revision, number: numberOf(event.position) };
    const { packed } = event.metadata as unknown as { packed?: Packed };
    if (packed === undefined)
      return {
        ...place,
        contentType: json,
        data: Buffer.from(canonicalJson(event.data)),
        metadata: Buffer.from(canonicalJson(event.metadata)),
        created: Date.parse(event.metadata.recordedAt) || 0,
      };
    const bytes = packed.file === undefined ? inline(packed) : this.large(packed.file);
    return { ...place, ...bytes, contentType: packed.contentType, created: packed.created };
  }

  private keep(data: Buffer, metadata: Buffer): string {
    const name = randomUUID();
    const file = openSync(join(this.largeEvents, name), 'wx');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    writeSync(file, Buffer.concat([length, data, metadata]));
    fsyncSync(file);
    closeSync(file);
    return name;
  }

  private large(name: string): { data: Buffer; metadata: Buffer } {
    const bytes = readFileSync(join(this.largeEvents, name));
    const length = bytes.readUInt32BE();
    return { data: bytes.subarray(4, 4 + length), metadata: bytes.subarray(4 + length) };
  }
}

const inline = ({ data = '', metadata }: Packed): { data: Buffer; metadata: Buffer } => ({
  data: Buffer.from(data, 'base64'),
  metadata: Buffer.from(metadata, 'base64'),
});

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('packed' in value);

/** The value when the bytes are its canonical JSON, else null. */
const canonical = (bytes: Buffer): { value: unknown } | null => {
  try {
    const text = bytes.toString();
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? { value } : null;
  } catch {
    return null;
  }
};

/** The embedded log numbers its events from 1; its positions are those numbers as sixteen digits. */
export const numberOf = (position: string | null): number => (position === null ? 0 : Number(position));
export const positionOf = (number: number): string => String(number).padStart(16, '0');
