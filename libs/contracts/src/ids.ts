/** UUIDv7, given by the edge or derived from the Idempotency-Key. */
export type WorkspaceId = string;
export type MessageId = string;
export type ConversationId = string;
export type CredentialId = string;
/** Name of an organisation: lower-case letters, digits and dashes; part of every stream, key and view. */
export type OrganisationId = string;
/** ISO-8601 in UTC with milliseconds, for example `2026-11-23T10:00:00.000Z`. */
export type Instant = string;
/**
 * Opaque place of an event in the log. Fixed width: positions of one log sort as text, and nothing else may be
 * concluded from the characters. `after` is exclusive everywhere.
 */
export type Position = string;
/** Dense number of an event in the log, from 1: what people see as "position 48 213". */
export type Ordinal = number;
/** Reference to sealed bytes. `digest` is the SHA-256 (hex) of the ciphertext, `size` the bytes of the plain text. */
export interface BlobRef {
  digest: string;
  keyId: string;
  size: number;
  mediaType: string;
}
