import type { HeartbeatBody, PeerView, RegisterAgentBody, UpdateCardBody, Registered } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

export const registryClient = (connection: Connection) => ({
  register: (body: RegisterAgentBody, options?: CommandOptions) =>
    connection.send<Registered>('POST', '/registry/register', body, options),
  heartbeat: (body: HeartbeatBody, options?: CommandOptions) =>
    connection.send<{ status: string }>('POST', '/registry/heartbeat', body, options),
  updateCard: (body: UpdateCardBody, options?: CommandOptions) =>
    connection.send<{ status: string }>('POST', '/registry/update-card', body, options),
  peers: (workspaceId: string, options?: QueryOptions) =>
    connection.get<PeerView[]>(`/registry/${encodeURIComponent(workspaceId)}/peers`, {}, options),
});
