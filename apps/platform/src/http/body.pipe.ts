import {
  CreateWorkspaceBody,
  GuildhallError,
  notYetWorkspaceFields,
  PatchWorkspaceBody,
  type FieldProblem,
} from '@guildhall/contracts';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

type Constructor = new () => object;
const plain: readonly unknown[] = [String, Number, Boolean, Array, Object];

/** Fields of the reference that later slices bring: refused by name, never ignored. */
const notYet = new Map<unknown, readonly string[]>([
  [CreateWorkspaceBody, notYetWorkspaceFields],
  [PatchWorkspaceBody, notYetWorkspaceFields],
]);

const refuseNotYet = (contract: unknown, value: object): void => {
  const field = notYet.get(contract)?.find((name) => Object.hasOwn(value, name));
  if (field !== undefined) throw new GuildhallError('NOT_YET', { field });
};

/** Every problem of every field, nested ones with their path; one line for each broken rule. */
const fieldProblems = (errors: readonly ValidationError[], path = ''): FieldProblem[] =>
  errors.flatMap((error) => {
    const field = `${path}${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      field,
      message: rule === 'whitelistValidation' ? 'there is no such field' : message,
    }));
    return [...own, ...fieldProblems(error.children ?? [], `${field}.`)];
  });

/** Checks bodies and queries against their contract; unknown fields are refused, never dropped. */
@Injectable()
export class BodyPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const contract = metadata.metatype as Constructor | undefined;
    if (metadata.type === 'custom' || metadata.type === 'param' || contract === undefined || plain.includes(contract))
      return value;
    const isObject = value === undefined || (value !== null && typeof value === 'object' && !Array.isArray(value));
    if (!isObject) throw new GuildhallError('BAD_JSON');
    refuseNotYet(contract, (value ?? {}) as object);
    const instance = plainToInstance(contract, value ?? {}, { enableImplicitConversion: metadata.type === 'query' });
    const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new GuildhallError('VALIDATION_FAILED', { fields: fieldProblems(errors) });
    return instance;
  }
}
