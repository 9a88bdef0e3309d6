import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Contract = new () => object;
type Check = (value: unknown, body: object) => boolean;

/** What the decorators of one field demand of a value that is there. */
interface FieldRules {
  isOptional: boolean;
  holds: Check[];
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * A quick yes for bodies of one contract, by the same decorators and the same checks as `BodyPipe`, which are looked up once
 * here and for every body there. `false` says nothing: whoever gets it asks the pipe, which knows all cases and finds
 * the words for a refusal. Only for contracts that transform nothing: the body is taken as it came.
 */
export const certainlyValid = <Body extends object>(contract: new () => Body): ((body: unknown) => body is Body) => {
  const fields = rulesOf(contract);
  const required = [...fields].flatMap(([name, { isOptional }]) => (isOptional ? [] : [name]));
  return (body): body is Body => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
    for (const name in body) {
      const rules = fields.get(name);
      const value = (body as Record<string, unknown>)[name];
      if (rules === undefined || !isAccepted(value, rules, body)) return false;
    }
    return required.every((name) => Object.hasOwn(body, name));
  };
};

const isAccepted = (value: unknown, { isOptional, holds }: FieldRules, body: object): boolean =>
  (isOptional && value === undefined) || holds.every((check) => check(value, body));

const rulesOf = (contract: Contract): ReadonlyMap<string, FieldRules> => {
  const fields = new Map<string, FieldRules>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false)) {
    const { propertyName, name } = metadata;
    const rules = fields.get(propertyName) ?? { isOptional: false, holds: [] };
    fields.set(propertyName, rules);
    if (name === 'isOptional') rules.isOptional = true;
    else rules.holds.push(...checksOf(metadata));
  }
  return fields;
};

/** A rule of another kind (nested, for each element, under a condition) never holds here: the pipe decides. */
const checksOf = ({
  type,
  each,
  validateIf,
  constraintCls,
  constraints,
  propertyName: property,
}: Metadata): Check[] => {
  if (type !== ValidationTypes.CUSTOM_VALIDATION || each || validateIf !== undefined) return [() => false];
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => (value, object) => {
      const verdict = instance.validate(value, { value, object, property, constraints, targetName: '' });
      return verdict === true;
    });
};
