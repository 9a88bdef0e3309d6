import {
  CreateWorkspaceBody,
  GuildhallError,
  notYetWorkspaceFields,
  PatchWorkspaceBody,
  type FieldProblem,
} from '@guildhall/contracts';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { compiledCheck } from './compiled-check.js';

type Constructor = new () => object;
const plain: readonly unknown[] = [String, Number, Boolean, Array, Object];

/** Fields of Molecule AI that later slices bring: refused by name, never ignored. */
const notYet = new Map<unknown, readonly string[]>([
  [CreateWorkspaceBody, notYetWorkspaceFields],
  [PatchWorkspaceBody, notYetWorkspaceFields],
]);

const refuseNotYet = (contract: unknown, value: object): void => {
  const field = notYet.get(contract)?.find((name) => Object.hasOwn(value, name));
  if (field !== undefined) throw new GuildhallError('NOT_YET', { field });
};

interface QuickCheck {
  isValid: (value: unknown) => boolean;
  /** The class's own values of fields that were left out; null: it has none. */
  defaults: object | null;
}
const quickChecks = new Map<Constructor, QuickCheck>();

const quickCheckOf = (contract: Constructor): QuickCheck => {
  const known = quickChecks.get(contract);
  if (known !== undefined) return known;
  const values = Object.entries(new contract()).filter(([, value]) => value !== undefined);
  const made = {
    isValid: compiledCheck(contract),
    defaults: values.length === 0 ? null : (Object.fromEntries(values) as object),
  };
  quickChecks.set(contract, made);
  return made;
};

/** The body as it came when it is certainly valid; null: ask class-validator. */
const quicklyAccepted = (contract: Constructor, value: unknown): object | null => {
  const { isValid, defaults } = quickCheckOf(contract);
  if (!isValid(value)) return null;
  return defaults === null ? (value as object) : { ...defaults, ...(value as object) };
};

const optionalFields = new Map<Constructor, ReadonlySet<string>>();

const optionalFieldsOf = (contract: Constructor): ReadonlySet<string> => {
  const known = optionalFields.get(contract);
  if (known !== undefined) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);
  const found = new Set(rules.filter(({ name }) => name === 'isOptional').map(({ propertyName }) => propertyName));
  optionalFields.set(contract, found);
  return found;
};

/**
 * Without the optional fields that are null: clients in many languages send what they do not say as null. The library
 * lets it pass, and nobody behind expects it.
 */
const withoutNulls = (contract: Constructor, value: Record<string, unknown>): Record<string, unknown> => {
  const optional = optionalFieldsOf(contract);
  const isLeftOut = ([name, given]: [string, unknown]): boolean => given === null && optional.has(name);
  const entries = Object.entries(value);
  return entries.some(isLeftOut) ? Object.fromEntries(entries.filter((entry) => !isLeftOut(entry))) : value;
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

/**
 * Checks bodies and queries against their contract; unknown fields are refused, never dropped. A good body passes the
 * compiled check and stays a plain object; everything else goes to class-validator.
 */
@Injectable()
export class BodyPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const contract = metadata.metatype as Constructor | undefined;
    if (metadata.type === 'custom' || metadata.type === 'param' || contract === undefined || plain.includes(contract))
      return value;
    const accepted = metadata.type === 'body' ? quicklyAccepted(contract, value) : null;
    if (accepted !== null) return accepted;
    const isObject = value === undefined || (value !== null && typeof value === 'object' && !Array.isArray(value));
    if (!isObject) throw new GuildhallError('BAD_JSON');
    refuseNotYet(contract, (value ?? {}) as object);
    const given = withoutNulls(contract, (value ?? {}) as Record<string, unknown>);
    const instance = plainToInstance(contract, given, { enableImplicitConversion: metadata.type === 'query' });
    const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new GuildhallError('VALIDATION_FAILED', { fields: fieldProblems(errors) });
    return instance;
  }
}
