import type {
  ActorRef,
  CredentialId,
  OrganisationId,
  Permission,
  PrincipalKind,
  WorkspaceId,
} from '@guildhall/contracts';

/** Who is asking, as the credential says. */
export interface Principal {
  kind: PrincipalKind;
  /** Operator id, service name or workspace id. */
  id: string;
  credentialId: CredentialId;
  org: OrganisationId;
  permissions: readonly Permission[];
  /** Only of a workspace token. */
  workspaceId: WorkspaceId | null;
  /** Backend generation a workspace token was made for; null: issued to a person. */
  incarnation: number | null;
}

/** What accompanies every command: who, under which key, in which chain of causes, and when. */
export interface CommandMeta {
  actor: ActorRef;
  org: OrganisationId;
  /** Of one command. Derived from the Idempotency-Key when there is one. */
  commandId: string;
  correlationId: string;
  causationId: string;
  hop: number;
  traceparent: string | null;
  /** ISO-8601 instant of the request: deciders know no clock. */
  now: string;
  /** Text that tells the request from another one with the same key: method, path and body. */
  fingerprint: string;
}

export const actorOf = (principal: Principal): ActorRef => ({ kind: principal.kind, id: principal.id });
