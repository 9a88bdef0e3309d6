import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const namePurpose = 'guildhall/name';
const keptNames = 10_000;

/** Names under which keys are kept: who sees one does not learn the subject. */
export class KeyNames {
  private readonly key: KeyObject;
  private readonly kept = new Map<string, string>();

  constructor(masterKey: Buffer) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, '', namePurpose, 32)));
  }

  /** 32 hexadecimal digits. */
  of(subject: string): string {
    const known = this.kept.get(subject);
    if (known !== undefined) return known;
    const name = createHmac('sha256', this.key).update(subject).digest('hex').slice(0, 32);
    if (this.kept.size >= keptNames) this.kept.clear();
    this.kept.set(subject, name);
    return name;
  }

  clear(): void {
    this.kept.clear();
  }
}
