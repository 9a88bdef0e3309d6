import type { ConnectionEvents } from '../live/live-socket.js';
import type {
  OpenTerminalRequest,
  ResizeTerminalRequest,
  CloseTerminalRequest,
  TerminalAnswer,
  TerminalEnded,
  TerminalInputRequest,
  TerminalOutput,
} from '@guildhall/contracts';

interface Incoming extends ConnectionEvents {
  output: (frame: TerminalOutput) => void;
  ended: (frame: TerminalEnded) => void;
}
interface Outgoing {
  open: (request: OpenTerminalRequest, answer: (answer: TerminalAnswer) => void) => void;
  input: (request: TerminalInputRequest) => void;
  resize: (request: ResizeTerminalRequest) => void;
  close: (request: CloseTerminalRequest) => void;
}

/** The part of a socket.io client socket that a terminal needs; tests give their own. */
export interface TerminalSocket {
  on<Name extends keyof Incoming>(name: Name, listener: Incoming[Name]): unknown;
  emit<Name extends keyof Outgoing>(name: Name, ...args: Parameters<Outgoing[Name]>): unknown;
  disconnect(): unknown;
}
