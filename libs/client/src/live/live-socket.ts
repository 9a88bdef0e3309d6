import type { ClientToServer, ServerToClient } from '@guildhall/contracts';

/** What happens to the connection itself, besides the protocol's frames. */
export interface ConnectionEvents {
  connect: () => void;
  disconnect: (reason: string) => void;
  connect_error: (error: Error) => void;
}
type Incoming = ServerToClient & ConnectionEvents;

/** The part of a socket.io client socket that the live client needs; tests give their own. */
export interface LiveSocket {
  readonly connected: boolean;
  /** False after the server ended it or refused it: then socket.io does not try again by itself. */
  readonly active: boolean;
  on<Name extends keyof Incoming>(name: Name, listener: Incoming[Name]): unknown;
  emit<Name extends keyof ClientToServer>(name: Name, ...args: Parameters<ClientToServer[Name]>): unknown;
  connect(): unknown;
  disconnect(): unknown;
}
