import { writeSync } from 'node:fs';

/** What of a terminal of the library is used here and is not in its types. */
export interface TerminalDevice {
  fd: number;
  /** Reads from the device, and closes it when it is destroyed. */
  _socket: { destroyed: boolean };
}

const tryAgainMs = 10;

/**
 * Input on its way to a terminal. The library's own way lets the whole process wait, busy, until the program reads: what the
 * device does not take now is kept here and tried again.
 */
export class TypedInput {
  private waiting = Buffer.alloc(0);
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly device: TerminalDevice) {}

  /** Bytes that the device has not taken yet. */
  get unread(): number {
    return this.waiting.length;
  }

  write(input: string): void {
    this.waiting = Buffer.concat([this.waiting, Buffer.from(input)]);
    if (this.timer === null) this.pass();
  }

  private pass(): void {
    this.timer = null;
    // A closed device may have given its number to another file by now.
    if (this.device._socket.destroyed) this.waiting = Buffer.alloc(0);
    let taken = 1;
    while (this.waiting.length > 0 && taken > 0) {
      taken = this.taken();
      this.waiting = this.waiting.subarray(taken);
    }
    if (this.waiting.length > 0) this.timer = setTimeout(() => this.pass(), tryAgainMs);
  }

  /** Of what waits, how many bytes the device took; 0: none now. */
  private taken(): number {
    try {
      return writeSync(this.device.fd, this.waiting);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return 0;
      // The other end is closed: the end of the terminal follows.
      return this.waiting.length;
    }
  }
}
