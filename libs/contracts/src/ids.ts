/**
 * An identifier: a UUIDv7 given by the edge, a UUIDv5 derived from the Idempotency-Key, or the id of another system.
 * @pattern ^\S+$
 */
export type Id = string & {};
export type WorkspaceId = Id;
export type MessageId = Id;
export type ConversationId = Id;
export type CredentialId = Id;
/** Name of an organisation: lower-case letters, digits and dashes; part of every stream, key and view. */
export type OrganisationId = Id;
/** Where all organisations start. */
export const defaultOrganisation: OrganisationId = 'default';
/**
 * ISO-8601 in UTC with milliseconds, for example `2026-11-23T10:00:00.000Z`.
 * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$
 */
export type Instant = string & {};
/**
 * Opaque place of an event in the log. Fixed width: positions of one log sort as text; the characters mean nothing
 * else. `after` is exclusive everywhere.
 */
export type Position = string;
/** Dense number of an event in the log, from 1: what people see as "position 48 213". */
export type Ordinal = number;
/** Reference to sealed bytes. `digest` is the SHA-256 (hex) of the ciphertext, `size` the bytes of the plain text. */
export interface BlobRef {
  digest: Id;
  keyId: Id;
  size: number;
  mediaType: Id;
}
