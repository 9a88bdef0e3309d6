import { GuildhallError, terminalLimits, type OpenTerminalRequest } from '@guildhall/contracts';
import { isUUID } from 'class-validator';

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const refuse = (field: string, message: string): never => {
  throw new GuildhallError('VALIDATION_FAILED', { fields: [{ field, message }] });
};

const countOf = (value: unknown, field: 'columns' | 'rows'): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= terminalLimits[field]
    ? value
    : refuse(field, `${field} must be a whole number from 1 to ${terminalLimits[field]}`);

export const sizeOf = (request: unknown): { columns: number; rows: number } => {
  const { columns, rows } = fieldsOf(request);
  return { columns: countOf(columns, 'columns'), rows: countOf(rows, 'rows') };
};

export const openRequestOf = (request: unknown): OpenTerminalRequest => {
  const { workspaceId } = fieldsOf(request);
  const id = isUUID(workspaceId) ? (workspaceId as string).toLowerCase() : refuse('workspaceId', 'it must be a UUID');
  return { workspaceId: id, ...sizeOf(request) };
};

export const sessionOf = (request: unknown): string => {
  const { session } = fieldsOf(request);
  return typeof session === 'string' && session.length <= 100 ? session : refuse('session', 'it must name a session');
};

export const inputOf = (request: unknown): string => {
  const { data } = fieldsOf(request);
  return typeof data === 'string' && data.length <= terminalLimits.input
    ? data
    : refuse('data', `data must be text of at most ${terminalLimits.input} characters`);
};
