import {
  terminalNamespace,
  type OpenTerminalRequest,
  type TerminalAnswer,
  type TerminalEnded,
  type TerminalOutput,
} from '@guildhall/contracts';
import { until, type Installation } from '@guildhall/testing';
import { io, type Socket } from 'socket.io-client';

/** A terminal client like that of the canvas. */
export class TerminalUser {
  private readonly socket: Socket;
  /** Output, without control sequences. */
  shown = '';
  bytes = 0;
  readonly ended: TerminalEnded[] = [];
  session = '';

  constructor(installation: Installation, credential: { token?: string; cookie?: string; page?: string }) {
    const { token, cookie, page } = credential;
    this.socket = io(`${installation.url}${terminalNamespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token, page },
      ...(cookie === undefined ? {} : { extraHeaders: { cookie } }),
    });
    this.socket.on('output', ({ data }: TerminalOutput) => {
      this.bytes += data.byteLength;
      if (this.bytes < 1_000_000) this.shown += Buffer.from(data).toString();
    });
    this.socket.on('ended', (end: TerminalEnded) => this.ended.push(end));
  }

  /** Null when it is admitted, else the error code. */
  admitted(): Promise<string | null> {
    return new Promise((resolve) => {
      this.socket.once('connect', () => resolve(null));
      this.socket.once('connect_error', (error) =>
        resolve((error as { data?: { code?: string } }).data?.code ?? 'gone'),
      );
    });
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }

  async open(request: Partial<OpenTerminalRequest>): Promise<TerminalAnswer> {
    const answer = (await this.socket.emitWithAck('open', { columns: 80, rows: 24, ...request })) as TerminalAnswer;
    if (answer.ok) this.session = answer.session;
    return answer;
  }

  ask(event: 'input' | 'resize' | 'close', request: object = {}): Promise<{ ok: boolean; error?: { code: string } }> {
    return this.socket.emitWithAck(event, { session: this.session, ...request }) as Promise<{ ok: boolean }>;
  }

  async type(line: string): Promise<void> {
    await this.ask('input', { data: `${line}\n` });
  }

  async sees(pattern: RegExp): Promise<RegExpMatchArray> {
    return until(`the terminal to show ${pattern}`, () => this.shown.match(pattern), { timeoutMs: 10_000 });
  }

  async isEnded(): Promise<TerminalEnded> {
    return until('the terminal to end', () => this.ended[0], { timeoutMs: 10_000 });
  }

  leave(): void {
    this.socket.disconnect();
  }
}
