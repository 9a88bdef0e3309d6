import { absenceConditions } from '@guildhall/contracts/presence';
import { Ajv } from 'ajv';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

/** A class whose decorators say what an input must be. */
export type Contract<Input extends object> = new () => Input;
type Check = (input: unknown) => boolean;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Schema = Record<string, unknown>;

/** Rules whose JSON Schema means exactly what class-validator checks. */
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
const ownRules = 'classValidator';
/** class-validator does not count these characters, JSON Schema does: a text with one is left to class-validator. */
const withoutSelectors = '^[^\\uFE0E\\uFE0F]*$';

const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
ajv.addKeyword({
  keyword: ownRules,
  errors: false,
  validate: (rules: readonly OwnRule[], value: unknown, _schema?: object, at?: { parentData: object }): boolean =>
    rules.every((rule) => rule(value, at?.parentData ?? {})),
});

const rulesOf = (contract: Contract<object>): Metadata[] =>
  getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);

const isCondition = ({ type }: Metadata): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION;

const isInSchema = ({ name, constraints }: Metadata): boolean =>
  expressible.has(name ?? '') && (name !== 'matches' || (constraints[0] as RegExp).flags === '');

/** A rule beyond JSON Schema, as class-validator itself applies it to a value of an object. */
type OwnRule = (value: unknown, object: object) => boolean;

/** null: the rule is for the members of a list, or its answer must be waited for. */
const ownRuleOf = (
  { each, constraintCls, constraints, propertyName }: Metadata,
  targetName: string,
): OwnRule | null => {
  const checks = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  if (each || checks.length === 0 || checks.some(({ async }) => async)) return null;
  return (value, object) =>
    checks.every(
      ({ instance }) =>
        instance.validate(value, { value, object, constraints, targetName, property: propertyName }) === true,
    );
};

/** Whether the check can hold the rule; a condition may only say that the field may be absent. */
const isExpressible = (rule: Metadata): boolean => {
  if (isCondition(rule)) return rule.name === 'isOptional' || absenceConditions.has(rule.constraints[0]);
  if (rule.type !== ValidationTypes.CUSTOM_VALIDATION) return false;
  return isInSchema(rule) || ownRuleOf(rule, '') !== null;
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

const fieldSchema = (rules: readonly Metadata[], generated: Schema | undefined, className: string): Schema | false => {
  if (generated === undefined || !rules.every(isExpressible)) return false;
  const { pattern: _pattern, format: _format, ...rest } = generated;
  const own = rules
    .filter((rule) => !isCondition(rule) && !isInSchema(rule))
    .map((rule) => ownRuleOf(rule, className))
    .filter((rule) => rule !== null);
  const added = [...additions(rules), ...(own.length === 0 ? [] : [{ [ownRules]: own }])];
  return added.length === 0 ? rest : { ...rest, allOf: added };
};

const compiled = (contract: Contract<object>): Check => {
  const schema = targetConstructorToSchema(contract, { classValidatorMetadataStorage: getMetadataStorage() });
  const generated = (schema.properties ?? {}) as Record<string, Schema>;
  const rules = Map.groupBy(rulesOf(contract), ({ propertyName }) => propertyName);
  const properties = [...rules].map(([name, own]) => [name, fieldSchema(own, generated[name], contract.name)] as const);
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
 * true where class-validator would refuse: rules beyond JSON Schema run as its own functions, and a field whose rules it
 * cannot hold at all (of nested objects, for example) counts as not valid here.
 * Each class is compiled once, when it is first needed.
 */
export const compiledCheck = <Input extends object>(
  contract: Contract<Input>,
): ((input: unknown) => input is Input) => {
  let check = checks.get(contract);
  if (check === undefined) checks.set(contract, (check = compiled(contract)));
  return check as (input: unknown) => input is Input;
};
