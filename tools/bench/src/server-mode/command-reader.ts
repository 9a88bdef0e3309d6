/** Every message begins with its length, its number, the number of what it answers, and its kind: four bytes each. */
const headerBytes = 16;
/** A command of today's drivers; the first greeting of a connection is a kind of its own. */
const commandKind = 2_013;
/** Behind the header come flags, the kind of the first section, the length and the first type of its document. */
const nameAt = headerBytes + 4 + 1 + 4 + 1;

/** Finds the commands in the bytes that a driver sends to MongoDB on one connection, however they are cut. */
export class CommandReader {
  private pending: Buffer = Buffer.alloc(0);

  /** Names of the commands that these bytes complete: the first key of each one's document. */
  read(bytes: Buffer): string[] {
    this.pending = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    const names: string[] = [];
    while (this.pending.length >= headerBytes) {
      const length = this.pending.readInt32LE(0);
      if (this.pending.length < length) break;
      const message = this.pending.subarray(0, length);
      this.pending = this.pending.subarray(length);
      if (message.readInt32LE(12) === commandKind)
        names.push(message.toString('latin1', nameAt, message.indexOf(0, nameAt)));
    }
    return names;
  }
}
