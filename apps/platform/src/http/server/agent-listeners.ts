import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AgentListener } from './agent-listener.js';

/** Opens further listeners of this platform, for agents only. */
@Injectable()
export class AgentListeners {
  constructor(private readonly http: HttpAdapterHost) {}

  /** Rejects with the system's error when the address cannot be had. `port`: 0 takes a free one. */
  open(host: string, port: number): Promise<AgentListener> {
    return AgentListener.open(this.http.httpAdapter.getInstance<FastifyInstance>(), host, port);
  }
}
