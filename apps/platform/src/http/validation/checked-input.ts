import { GuildhallError, type FieldProblem } from '@guildhall/contracts';
import { instanceOf } from '@guildhall/contracts/declarations/nested';
import { CreateWorkspaceBody, notYetWorkspaceFields, PatchWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { compiledCheck, type Contract } from './compiled-check.js';

type Fields = Record<string, unknown>;

/** Unknown fields are refused, never dropped. */
const strict: ValidatorOptions = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
/** Unknown fields are dropped, so that a newer client may send them. */
const tolerant: ValidatorOptions = { whitelist: true, forbidUnknownValues: false };

/** Fields of Molecule AI that later slices bring: refused by name, never ignored. */
const notYet = new Map<unknown, readonly string[]>([
  [CreateWorkspaceBody, notYetWorkspaceFields],
  [PatchWorkspaceBody, notYetWorkspaceFields],
]);

const refuseNotYet = (contract: unknown, value: object): void => {
  const field = notYet.get(contract)?.find((name) => Object.hasOwn(value, name));
  if (field !== undefined) throw new GuildhallError('NOT_YET', { field });
};

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** What a class says about a body besides its rules; read once. */
interface BodyFacts {
  /** The class's own values of fields that were left out; null: it has none. */
  defaults: object | null;
  optional: ReadonlySet<string>;
}
const bodyFacts = new Map<Contract<object>, BodyFacts>();

const bodyFactsOf = (contract: Contract<object>): BodyFacts => {
  const known = bodyFacts.get(contract);
  if (known !== undefined) return known;
  const values = Object.entries(new contract()).filter(([, value]) => value !== undefined);
  const rules = getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);
  const facts = {
    defaults: values.length === 0 ? null : (Object.fromEntries(values) as object),
    optional: new Set(rules.filter(({ name }) => name === 'isOptional').map(({ propertyName }) => propertyName)),
  };
  bodyFacts.set(contract, facts);
  return facts;
};

/**
 * Drops optional fields that are null: clients in many languages send null for what they leave out. class-validator
 * accepts it, and no handler expects it.
 */
const withoutNulls = (contract: Contract<object>, value: Fields): Fields => {
  const { optional } = bodyFactsOf(contract);
  const isLeftOut = (name: string): boolean => value[name] === null && optional.has(name);
  if (!Object.keys(value).some(isLeftOut)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !isLeftOut(name)));
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

const validated = <Input extends object>(
  instance: Input,
  options: ValidatorOptions,
  refused: readonly string[] = [],
): Input => {
  const unknown = options.forbidNonWhitelisted === true ? refused : [];
  const fields = [
    ...unknown.map((field) => ({ field, message: 'there is no such field' })),
    ...fieldProblems(validateSync(instance, options)),
  ];
  if (fields.length > 0) throw new GuildhallError('VALIDATION_FAILED', { fields });
  return instance;
};

const validatedFields = <Input extends object>(
  contract: Contract<Input>,
  fields: object,
  options: ValidatorOptions,
): Input => {
  const refused: string[] = [];
  return validated(instanceOf(contract, fields, refused), options, refused);
};

/**
 * A good body passes the compiled check and stays a plain object; everything else goes to class-validator.
 *
 * @throws GuildhallError VALIDATION_FAILED that names every refused field, BAD_JSON, NOT_YET
 */
export const checkedBody = <Body extends object>(contract: Contract<Body>, body: unknown): Body => {
  const given = isFields(body) ? withoutNulls(contract, body) : body;
  if (compiledCheck(contract)(given)) {
    const { defaults } = bodyFactsOf(contract);
    return defaults === null ? given : { ...defaults, ...given };
  }
  if (given !== undefined && !isFields(given)) throw new GuildhallError('BAD_JSON');
  refuseNotYet(contract, given ?? {});
  return validatedFields(contract, given ?? {}, strict);
};

/**
 * Values arrive as text and become what the class says before they are checked.
 *
 * @throws GuildhallError VALIDATION_FAILED that names every refused field
 */
export const checkedQuery = <Query extends object>(contract: Contract<Query>, query: object): Query => {
  const converted = plainToInstance(contract, query, { enableImplicitConversion: true });
  return compiledCheck(contract)(converted) ? converted : validated(converted, strict);
};

/** @throws GuildhallError VALIDATION_FAILED that names every refused field */
export const checkedRequest = <Request extends object>(contract: Contract<Request>, request: unknown): Request =>
  compiledCheck(contract)(request) ? request : validatedFields(contract, isFields(request) ? request : {}, tolerant);

/** The request; null: it is malformed, for callers that ignore such requests. */
export const acceptedRequest = <Request extends object>(
  contract: Contract<Request>,
  request: unknown,
): Request | null => {
  try {
    return checkedRequest(contract, request);
  } catch (error) {
    if (error instanceof GuildhallError) return null;
    throw error;
  }
};
