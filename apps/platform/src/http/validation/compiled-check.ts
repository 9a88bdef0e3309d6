import { absenceConditions } from '@guildhall/contracts/presence';
import { Ajv } from 'ajv';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

/** A class whose decorators say what an input must be. */
export type Contract<Input extends object> = new () => Input;
type Check = (input: unknown) => boolean;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Schema = Record<string, unknown>;

/** Rules whose JSON Schema means exactly what class-validator checks. Any other rule is left to class-validator. */
const expressible: ReadonlySet<string> = new Set([
  'isString',
  'isBoolean',
  'isNumber',
  'isInt',
  'isIn',
  'isObject',
  'isArray',
  'min',
  'max',
  'minLength',
  'maxLength',
  'arrayMaxSize',
  'arrayUnique',
  'matches',
  'isUuid',
]);

const uuid = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$';
/** class-validator does not count these characters, JSON Schema does: a text with one is left to class-validator. */
const withoutSelectors = '^[^\\uFE0E\\uFE0F]*$';

const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });

const rulesOf = (contract: Contract<object>): Metadata[] =>
  getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);

const isCondition = ({ type }: Metadata): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION;

/** Whether a schema can stand for the rule; a condition may only say that the field may be absent. */
const isExpressible = (rule: Metadata): boolean => {
  if (isCondition(rule)) return rule.name === 'isOptional' || absenceConditions.has(rule.constraints[0]);
  if (rule.type !== ValidationTypes.CUSTOM_VALIDATION || !expressible.has(rule.name ?? '')) return false;
  return rule.name !== 'matches' || (rule.constraints[0] as RegExp).flags === '';
};

/** What the generated schema leaves out: all patterns but one, the form of a UUID, and how lengths are counted. */
const patternOf = ({ name, constraints }: Metadata): string | null => {
  switch (name) {
    case 'matches':
      return (constraints[0] as RegExp).source;
    case 'isUuid':
      return uuid;
    case 'minLength':
      return withoutSelectors;
    default:
      return null;
  }
};

const additions = (rules: readonly Metadata[]): Schema[] =>
  rules.flatMap((rule): Schema[] => {
    const pattern = patternOf(rule);
    if (pattern === null) return [];
    return [rule.each ? { items: { pattern } } : { pattern }];
  });

const fieldSchema = (rules: readonly Metadata[], generated: Schema | undefined): Schema | false => {
  if (generated === undefined || !rules.every(isExpressible)) return false;
  const { pattern: _pattern, format: _format, ...rest } = generated;
  const added = additions(rules);
  return added.length === 0 ? rest : { ...rest, allOf: added };
};

const compiled = (contract: Contract<object>): Check => {
  const schema = targetConstructorToSchema(contract, { classValidatorMetadataStorage: getMetadataStorage() });
  const generated = (schema.properties ?? {}) as Record<string, Schema>;
  const rules = Map.groupBy(rulesOf(contract), ({ propertyName }) => propertyName);
  const properties = [...rules].map(([name, own]) => [name, fieldSchema(own, generated[name])] as const);
  const required = [...rules].filter(([, own]) => !own.some((rule) => isCondition(rule) && isExpressible(rule)));
  return ajv.compile({
    type: 'object',
    properties: Object.fromEntries(properties),
    required: required.map(([name]) => name),
    additionalProperties: false,
  });
};

const checks = new Map<Contract<object>, Check>();

/**
 * A compiled answer to "is this input certainly valid?", from the same decorators that class-validator checks: some 50
 * times faster than class-validator. `false` says nothing; class-validator decides then and finds the words. Never
 * true where class-validator would refuse: a field with a rule that no schema can express counts as not valid here.
 * Each class is compiled once, when it is first needed.
 */
export const compiledCheck = <Input extends object>(
  contract: Contract<Input>,
): ((input: unknown) => input is Input) => {
  let check = checks.get(contract);
  if (check === undefined) checks.set(contract, (check = compiled(contract)));
  return check as (input: unknown) => input is Input;
};
