import { DiscoveryService } from '@nestjs/core';

/** Marks a provider as a reactor: it is started and stopped with the platform, in whichever module it is provided. */
export const LeasedReactor = DiscoveryService.createDecorator();

/** Something that acts on what the log says, in one process at a time. It can be started again after a stop. */
export interface Reactor {
  readonly name: string;
  /** Names of reactors that are started before this one. */
  readonly after?: readonly string[];
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}
