import { GuildhallError } from '@guildhall/contracts';

/** Which part of a workspace's ETag `"<facts>.<placement>"` a command touches. */
export type VersionPart = 'facts' | 'placement';

/** The two revisions of an `If-Match` header; null: nothing was demanded. `-` is a revision before the first fact. */
export interface DemandedVersion {
  facts: string;
  placement: string;
}

/** Parses `If-Match`. `*` demands nothing but existence, which every command checks anyway. */
export const demandedVersion = (header: string | undefined): DemandedVersion | null => {
  if (header === undefined || header === '*') return null;
  const match = /^(?:W\/)?"(-|\d+)\.(\d+)"$/.exec(header.trim());
  if (match?.[1] === undefined || match[2] === undefined)
    throw new GuildhallError('BAD_IF_MATCH', { value: header.slice(0, 80) });
  return { facts: match[1], placement: match[2] };
};

/** Revision as it stands in the ETag. */
export const versionWord = (revision: number): string => (revision < 0 ? '-' : String(revision));

/** Throws 412 unless the demanded part is the actual one. */
export const requireVersion = (demanded: DemandedVersion | null, part: VersionPart, actual: number): void => {
  if (demanded === null || demanded[part] === versionWord(actual)) return;
  throw new GuildhallError('PRECONDITION_FAILED', { expected: demanded[part], actual: versionWord(actual) });
};
